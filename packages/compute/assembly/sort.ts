/** Sort keys, radix and merge sorts of row numbers, top k; src/twin/sort.ts describes them. */
import { compareBytes } from './rows';

const KEY_UNSIGNED: i32 = 0;
const KEY_FLOAT: i32 = 2;

export function sortKeys(
  values: usize,
  width: i32,
  stride: i32,
  kind: i32,
  count: i32,
  descending: i32,
  keys: usize,
): void {
  const flip: u64 = descending == 0 ? 0 : ~(<u64>0);
  const bits = <u64>width << 3;
  const top: u64 = <u64>1 << (bits - 1);
  const all: u64 = width == 8 ? ~(<u64>0) : (<u64>1 << bits) - 1;
  for (let i = 0; i < count; i++, values += stride, keys += 8) {
    let value: u64;
    if (width == 8) value = load<u64>(values);
    else if (width == 4) value = load<u32>(values);
    else if (width == 2) value = load<u16>(values);
    else value = load<u8>(values);
    if (kind == KEY_FLOAT && (value & top) != 0) value = ~value & all;
    else if (kind != KEY_UNSIGNED) value ^= top;
    store<u64>(keys, value ^ flip);
  }
}

export function bitKeys(bits: usize, count: i32, ifClear: u32, ifSet: u32, keys: usize): void {
  for (let i = 0; i < count; i++, keys += 8) {
    store<u64>(keys, <u64>(((load<u8>(bits + (i >>> 3)) >>> (i & 7)) & 1) == 1 ? ifSet : ifClear));
  }
}

/** Eight bytes from `skip` on of the string at `row`, big-endian. */
@inline
function prefixOf(row: usize, offsets: usize, bytes: usize, skip: u32): u64 {
  const at = offsets + (row << 2);
  const start = load<u32>(at) + skip;
  const end = load<u32>(at + 4);
  if (start >= end) return 0;
  const word = bswap<u64>(load<u64>(bytes + start));
  const length = end - start;
  return length >= 8 ? word : word & ~((<u64>1 << ((8 - length) << 3)) - 1);
}

export function prefixKeys(rows: usize, count: i32, offsets: usize, bytes: usize, skip: u32, keys: usize): void {
  for (let i = 0; i < count; i++) {
    store<u64>(keys + (<usize>i << 3), prefixOf(load<u32>(rows + (<usize>i << 2)), offsets, bytes, skip));
  }
}

export function commonPrefix(rows: usize, count: i32, offsets: usize, bytes: usize, skip: u32): u32 {
  const first = offsets + (<usize>load<u32>(rows) << 2);
  const from = bytes + load<u32>(first);
  let common = load<u32>(first + 4) - load<u32>(first);
  for (let i = 1; i < count && common > skip; i++) {
    const at = offsets + (<usize>load<u32>(rows + (<usize>i << 2)) << 2);
    const other = bytes + load<u32>(at);
    const end = min(common, load<u32>(at + 4) - load<u32>(at));
    let j = skip;
    while (j + 8 <= end && load<u64>(from + j) == load<u64>(other + j)) j += 8;
    while (j < end && load<u8>(from + j) == load<u8>(other + j)) j++;
    common = j;
  }
  return max(common, skip);
}

export function radixSort(keys: usize, rows: usize, count: i32, scratch: usize): void {
  const otherRows = scratch + <usize>((count * 8 + 15) & ~15);
  const counters = otherRows + <usize>((count * 4 + 15) & ~15);
  memory.fill(counters, 0, 8192);
  for (let i = 0; i < count; i++) {
    let key = load<u64>(keys + (<usize>i << 3));
    for (let at = counters; at < counters + 8192; at += 1024) {
      const counter = at + ((<usize>key & 255) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
      key >>= 8;
    }
  }
  let fromKeys = keys;
  let fromRows = rows;
  let toKeys = scratch;
  let toRows = otherRows;
  for (let b: u64 = 0; b < 8; b++) {
    const histogram = counters + (<usize>b << 10);
    if (!startsOf(histogram, count)) continue;
    const shift = b << 3;
    for (let i = 0; i < count; i++) {
      const key = load<u64>(fromKeys + (<usize>i << 3));
      const counter = histogram + ((<usize>(key >> shift) & 255) << 2);
      const place = load<u32>(counter);
      store<u32>(counter, place + 1);
      store<u64>(toKeys + (<usize>place << 3), key);
      store<u32>(toRows + (<usize>place << 2), load<u32>(fromRows + (<usize>i << 2)));
    }
    const k = fromKeys;
    fromKeys = toKeys;
    toKeys = k;
    const r = fromRows;
    fromRows = toRows;
    toRows = r;
  }
  if (fromKeys == keys) return;
  memory.copy(keys, fromKeys, <usize>count << 3);
  memory.copy(rows, fromRows, <usize>count << 2);
}

/** Counts to start positions; false when all values have the same digit. */
function startsOf(histogram: usize, count: i32): bool {
  let sum = 0;
  for (let at = histogram; at < histogram + 1024; at += 4) {
    const here = load<i32>(at);
    if (here == count) return false;
    store<i32>(at, sum);
    sum += here;
  }
  return true;
}

@inline
function compareRow(x: u32, y: u32, offsets: usize, bytes: usize): i32 {
  const xAt = offsets + (<usize>x << 2);
  const yAt = offsets + (<usize>y << 2);
  const a = load<u32>(xAt);
  const b = load<u32>(yAt);
  return compareBytes(bytes + a, load<u32>(xAt + 4) - a, bytes + b, load<u32>(yAt + 4) - b);
}

export function mergeSortRows(rows: usize, count: i32, offsets: usize, bytes: usize, scratch: usize): void {
  let from = rows;
  let to = scratch;
  for (let width = 1; width < count; width *= 2) {
    for (let start = 0; start < count; start += width * 2) {
      const middle = min(start + width, count);
      const end = min(start + width * 2, count);
      let left = start;
      let right = middle;
      for (let out = start; out < end; out++) {
        let row: u32;
        if (left < middle) {
          row = load<u32>(from + (<usize>left << 2));
          if (right < end) {
            const other = load<u32>(from + (<usize>right << 2));
            if (compareRow(row, other, offsets, bytes) <= 0) {
              left++;
            } else {
              row = other;
              right++;
            }
          } else {
            left++;
          }
        } else {
          row = load<u32>(from + (<usize>right << 2));
          right++;
        }
        store<u32>(to + (<usize>out << 2), row);
      }
    }
    const other = from;
    from = to;
    to = other;
  }
  if (from != rows) memory.copy(rows, from, <usize>count << 2);
}

/** Puts a key at the hole of a heap and lets it sink below larger ones. */
function sink(heap: usize, size: i32, hole: i32, key: u64): void {
  let position = hole;
  for (;;) {
    let child = position * 2 + 1;
    if (child >= size) break;
    let largest = load<u64>(heap + (<usize>child << 3));
    if (child + 1 < size) {
      const other = load<u64>(heap + (<usize>child << 3) + 8);
      if (largest < other) {
        child++;
        largest = other;
      }
    }
    if (largest <= key) break;
    store<u64>(heap + (<usize>position << 3), largest);
    position = child;
  }
  store<u64>(heap + (<usize>position << 3), key);
}

export function topRows(keys: usize, count: i32, k: i32, heap: usize, rows: usize): i32 {
  const size = min(k, count);
  if (size == 0) return 0;
  memory.copy(heap, keys, <usize>size << 3);
  for (let i = (size >> 1) - 1; i >= 0; i--) sink(heap, size, i, load<u64>(heap + (<usize>i << 3)));
  for (let i = size; i < count; i++) {
    const key = load<u64>(keys + (<usize>i << 3));
    if (key < load<u64>(heap)) sink(heap, size, 0, key);
  }
  const largest = load<u64>(heap);
  let out = rows;
  for (let i = 0; i < count; i++) {
    if (load<u64>(keys + (<usize>i << 3)) <= largest) {
      store<u32>(out, i);
      out += 4;
    }
  }
  return <i32>((out - rows) >>> 2);
}

export function denseRanks(rows: usize, count: i32, offsets: usize, bytes: usize, ranks: usize): void {
  let rank: u32 = 0;
  let before: u32 = 0;
  for (let i = 0; i < count; i++) {
    const row = load<u32>(rows + (<usize>i << 2));
    if (i > 0 && compareRow(before, row, offsets, bytes) != 0) rank++;
    store<u32>(ranks + (<usize>row << 2), rank);
    before = row;
  }
}

export function equalRuns(keys: usize, count: i32, runs: usize): i32 {
  let found = 0;
  let first = 0;
  for (let i = 1; i <= count; i++) {
    const at = keys + (<usize>i << 3);
    if (i < count && load<u64>(at) == load<u64>(at - 8)) continue;
    if (i - first > 1) {
      store<i32>(runs + (<usize>found << 3), first);
      store<i32>(runs + (<usize>found << 3), i - first, 4);
      found++;
    }
    first = i;
  }
  return found;
}
