/** Rows dealt out to partitions by the hashes of their keys; src/twin/radix.ts says how. */
import { hashKeys } from './group';

export function radixParts(keys: usize, rowShift: i32, count: i32, mask: u32, parts: usize, counts: usize): void {
  if (rowShift == 3) hashKeys(keys, count, false, parts);
  else hashKeys(keys, count, true, parts);
  memory.fill(counts, 0, (<usize>mask + 1) << 2);
  for (const end = parts + (<usize>count << 2); parts < end; parts += 4) {
    const part = load<u32>(parts) & mask;
    store<u32>(parts, part);
    const at = counts + (<usize>part << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

@inline
function scatter<T>(values: usize, parts: usize, count: i32, cursors: usize): void {
  for (const end = parts + (<usize>count << 2); parts < end; parts += 4, values += sizeof<T>()) {
    const cursor = cursors + (<usize>load<u32>(parts) << 2);
    const at = load<u32>(cursor);
    store<T>(at, load<T>(values));
    store<u32>(cursor, at + sizeof<T>());
  }
}

export function radixScatter(values: usize, width: i32, parts: usize, count: i32, cursors: usize): void {
  if (width == 8) scatter<u64>(values, parts, count, cursors);
  else if (width == 4) scatter<u32>(values, parts, count, cursors);
  else if (width == 16) {
    for (const end = parts + (<usize>count << 2); parts < end; parts += 4, values += 16) {
      const cursor = cursors + (<usize>load<u32>(parts) << 2);
      const at = load<u32>(cursor);
      v128.store(at, v128.load(values));
      store<u32>(cursor, at + 16);
    }
  } else if (width == 2) scatter<u16>(values, parts, count, cursors);
  else scatter<u8>(values, parts, count, cursors);
}

export function radixScatterBits(bits: usize, parts: usize, count: i32, cursors: usize): void {
  for (let i = 0; i < count; i++, parts += 4) {
    const cursor = cursors + (<usize>load<u32>(parts) << 2);
    const at = load<u32>(cursor);
    store<u8>(at, bits == 0 ? 1 : <u8>((<u32>load<u8>(bits + (i >>> 3)) >>> (i & 7)) & 1));
    store<u32>(cursor, at + 1);
  }
}

export function radixBits(bytes: usize, count: i32, to: usize): i32 {
  let zeros = 0;
  for (let i = 0; i < count; i += 8) {
    let byte: u32 = 0;
    const some = min(8, count - i);
    for (let bit = 0; bit < some; bit++) byte |= <u32>(load<u8>(bytes + i + bit) & 1) << bit;
    store<u8>(to + (i >>> 3), byte);
    zeros += some - popcnt(byte);
  }
  return zeros;
}
