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

/** Bytes of a line of the cache. */
const LINE = 64;

@inline
function copyLine(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

@inline
function copyValue<T>(to: usize, from: usize): void {
  if (sizeof<T>() == 16) v128.store(to, v128.load(from));
  else store<T>(to, load<T>(from));
}

/**
 * Writes values to a line of each partition first, and a line to its place when it is full: where the partitions lie in more
 * pages than the processor knows the addresses of, a store each costs more than two into the cache.
 */
@inline
function scatterByLines<T>(values: usize, parts: usize, count: i32, cursors: usize, partitions: i32, lines: usize): void {
  const last = cursors + (<usize>partitions << 2);
  // What lies before the first value of a line stays as it is.
  for (let cursor = cursors, line = lines; cursor < last; cursor += 4, line += LINE) {
    copyLine(line, <usize>load<u32>(cursor) & ~(LINE - 1));
  }
  for (const end = parts + (<usize>count << 2); parts < end; parts += 4, values += sizeof<T>()) {
    const part = <usize>load<u32>(parts);
    const cursor = cursors + (part << 2);
    const line = lines + part * LINE;
    const at = <usize>load<u32>(cursor);
    copyValue<T>(line + (at & (LINE - 1)), values);
    const next = at + sizeof<T>();
    store<u32>(cursor, next);
    if ((next & (LINE - 1)) == 0) copyLine(next - LINE, line);
  }
  for (let cursor = cursors, line = lines; cursor < last; cursor += 4, line += LINE) {
    const at = <usize>load<u32>(cursor);
    memory.copy(at & ~(LINE - 1), line, at & (LINE - 1));
  }
}

@inline
function scatter<T>(values: usize, parts: usize, count: i32, cursors: usize, partitions: i32, lines: usize): void {
  if (count >= partitions * 8) return scatterByLines<T>(values, parts, count, cursors, partitions, lines);
  for (const end = parts + (<usize>count << 2); parts < end; parts += 4, values += sizeof<T>()) {
    const cursor = cursors + (<usize>load<u32>(parts) << 2);
    const at = load<u32>(cursor);
    copyValue<T>(at, values);
    store<u32>(cursor, at + sizeof<T>());
  }
}

export function radixScatter(
  values: usize,
  width: i32,
  parts: usize,
  count: i32,
  cursors: usize,
  partitions: i32,
  lines: usize,
): void {
  if (width == 8) scatter<u64>(values, parts, count, cursors, partitions, lines);
  else if (width == 4) scatter<u32>(values, parts, count, cursors, partitions, lines);
  else if (width == 16) scatter<v128>(values, parts, count, cursors, partitions, lines);
  else if (width == 2) scatter<u16>(values, parts, count, cursors, partitions, lines);
  else scatter<u8>(values, parts, count, cursors, partitions, lines);
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
