/** Twins of assembly/sort.ts: 64-bit sort keys, stable radix and merge sorts of row numbers, top k. */
import { mem } from '../memory/engine-memory.js';
import { compareBytes } from './rows.js';

/** Value classes of `sortKeys`. */
export const KEY_UNSIGNED = 0;
export const KEY_SIGNED = 1;
export const KEY_FLOAT = 2;

/** Values of 1, 2, 4 or 8 bytes (`stride` apart) as u64 whose unsigned order is the values', or its reverse. */
export function sortKeys(
  values: number,
  width: number,
  stride: number,
  kind: number,
  count: number,
  descending: number,
  keys: number,
): void {
  const { u8, u16, u32 } = mem;
  const flip = descending === 0 ? 0 : -1;
  for (let i = 0; i < count; i++) {
    const at = values + i * stride;
    let low = width === 1 ? u8[at]! : width === 2 ? u16[at >>> 1]! : u32[at >>> 2]!;
    let high = width === 8 ? u32[(at >>> 2) + 1]! : 0;
    const top = width === 8 ? high >>> 31 : (low >>> (width * 8 - 1)) & 1;
    if (kind === KEY_FLOAT && top === 1) {
      low = ~low;
      high = ~high;
    } else if (kind !== KEY_UNSIGNED) {
      if (width === 8) high ^= 0x8000_0000;
      else low ^= 1 << (width * 8 - 1);
    }
    if (width === 1) low &= 0xff;
    if (width === 2) low &= 0xffff;
    if (width < 8) high = 0;
    u32[(keys >>> 2) + i * 2] = low ^ flip;
    u32[(keys >>> 2) + i * 2 + 1] = high ^ flip;
  }
}

/** Bits as u64 keys: `ifClear` and `ifSet`. */
export function bitKeys(bits: number, count: number, ifClear: number, ifSet: number, keys: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    u32[(keys >>> 2) + i * 2] = ((u8[bits + (i >>> 3)]! >>> (i & 7)) & 1) === 1 ? ifSet : ifClear;
    u32[(keys >>> 2) + i * 2 + 1] = 0;
  }
}

/** Eight bytes from `skip` on of the byte strings at `rows`, big-endian, filled up with zeros. */
export function prefixKeys(
  rows: number,
  count: number,
  offsets: number,
  bytes: number,
  skip: number,
  keys: number,
): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    const start = bytes + u32[(offsets >>> 2) + row]! + skip;
    const end = bytes + u32[(offsets >>> 2) + row + 1]!;
    for (let half = 0; half < 2; half++) {
      let word = 0;
      for (let j = 0; j < 4; j++) {
        const at = start + half * 4 + j;
        word = (word << 8) | (at < end ? u8[at]! : 0);
      }
      u32[(keys >>> 2) + i * 2 + 1 - half] = word;
    }
  }
}

/** Bytes that all byte strings at `rows` start with, given that they share the first `skip`. */
export function commonPrefix(rows: number, count: number, offsets: number, bytes: number, skip: number): number {
  const { u8, u32 } = mem;
  const first = u32[rows >>> 2]!;
  const from = bytes + u32[(offsets >>> 2) + first]!;
  let common = u32[(offsets >>> 2) + first + 1]! - u32[(offsets >>> 2) + first]!;
  for (let i = 1; i < count && common > skip; i++) {
    const row = u32[(rows >>> 2) + i]!;
    const start = u32[(offsets >>> 2) + row]!;
    const end = Math.min(common, u32[(offsets >>> 2) + row + 1]! - start);
    let j = skip;
    while (j < end && u8[from + j] === u8[bytes + start + j]) j++;
    common = j;
  }
  return Math.max(common, skip);
}

/**
 * Sorts `rows` by `keys` (u64, one for each position), stable, both in place; `scratch` has room for count keys, count
 * rows (each part rounded up to 16 bytes) and 8 KiB of counters.
 */
export function radixSort(keys: number, rows: number, count: number, scratch: number): void {
  const u32 = mem.u32;
  const otherKeys = scratch;
  const otherRows = scratch + ((count * 8 + 15) & ~15);
  const counters = otherRows + ((count * 4 + 15) & ~15);
  const histogram = u32.subarray(counters >>> 2, (counters >>> 2) + 2048);
  histogram.fill(0);
  for (let i = 0; i < count; i++) {
    const low = u32[(keys >>> 2) + i * 2]!;
    const high = u32[(keys >>> 2) + i * 2 + 1]!;
    for (let b = 0; b < 4; b++) {
      histogram[b * 256 + ((low >>> (b * 8)) & 255)]!++;
      histogram[(b + 4) * 256 + ((high >>> (b * 8)) & 255)]!++;
    }
  }
  let fromKeys = keys;
  let fromRows = rows;
  let toKeys = otherKeys;
  let toRows = otherRows;
  for (let b = 0; b < 8; b++) {
    if (!startsOf(histogram, b * 256, count)) continue;
    const half = b >> 2;
    const shift = (b & 3) * 8;
    for (let i = 0; i < count; i++) {
      const digit = (u32[(fromKeys >>> 2) + i * 2 + half]! >>> shift) & 255;
      const place = histogram[b * 256 + digit]!++;
      u32[(toKeys >>> 2) + place * 2] = u32[(fromKeys >>> 2) + i * 2]!;
      u32[(toKeys >>> 2) + place * 2 + 1] = u32[(fromKeys >>> 2) + i * 2 + 1]!;
      u32[(toRows >>> 2) + place] = u32[(fromRows >>> 2) + i]!;
    }
    [fromKeys, toKeys] = [toKeys, fromKeys];
    [fromRows, toRows] = [toRows, fromRows];
  }
  if (fromKeys === keys) return;
  u32.copyWithin(keys >>> 2, fromKeys >>> 2, (fromKeys >>> 2) + count * 2);
  u32.copyWithin(rows >>> 2, fromRows >>> 2, (fromRows >>> 2) + count);
}

/** Counts to start positions; false when all values have the same digit. */
function startsOf(histogram: Uint32Array, first: number, count: number): boolean {
  let sum = 0;
  for (let digit = 0; digit < 256; digit++) {
    const here = histogram[first + digit]!;
    if (here === count) return false;
    histogram[first + digit] = sum;
    sum += here;
  }
  return true;
}

/** Sorts row numbers by byte strings, stable; `scratch` has room for count rows. */
export function mergeSortRows(rows: number, count: number, offsets: number, bytes: number, scratch: number): void {
  const u32 = mem.u32;
  const compare = (x: number, y: number): number => {
    const a = u32[(offsets >>> 2) + x]!;
    const b = u32[(offsets >>> 2) + y]!;
    return compareBytes(bytes + a, u32[(offsets >>> 2) + x + 1]! - a, bytes + b, u32[(offsets >>> 2) + y + 1]! - b);
  };
  let from = rows >>> 2;
  let to = scratch >>> 2;
  for (let width = 1; width < count; width *= 2) {
    for (let start = 0; start < count; start += width * 2) {
      const middle = Math.min(start + width, count);
      const end = Math.min(start + width * 2, count);
      let left = start;
      let right = middle;
      for (let out = start; out < end; out++) {
        const takeLeft = left < middle && (right >= end || compare(u32[from + left]!, u32[from + right]!) <= 0);
        u32[to + out] = takeLeft ? u32[from + left++]! : u32[from + right++]!;
      }
    }
    [from, to] = [to, from];
  }
  if (from !== rows >>> 2) u32.copyWithin(rows >>> 2, from, from + count);
}

/** Numbers of the rows whose key is not above the `k` smallest, ascending; `heap` has room for k u64. Returns how many. */
export function topRows(keys: number, count: number, k: number, heap: number, rows: number): number {
  const u32 = mem.u32;
  const size = Math.min(k, count);
  if (size === 0) return 0;
  const less = (a: number, b: number): boolean =>
    u32[a + 1]! < u32[b + 1]! || (u32[a + 1] === u32[b + 1] && u32[a]! < u32[b]!);
  const set = (position: number, key: number): void => {
    u32[(heap >>> 2) + position * 2] = u32[key]!;
    u32[(heap >>> 2) + position * 2 + 1] = u32[key + 1]!;
  };
  /** Puts a key at the hole and lets it sink below larger ones. */
  const sink = (hole: number, low: number, high: number): void => {
    let position = hole;
    for (;;) {
      let child = position * 2 + 1;
      if (child >= size) break;
      const at = (heap >>> 2) + child * 2;
      if (child + 1 < size && less(at, at + 2)) child++;
      const largest = (heap >>> 2) + child * 2;
      if (u32[largest + 1]! < high || (u32[largest + 1] === high && u32[largest]! <= low)) break;
      set(position, largest);
      position = child;
    }
    u32[(heap >>> 2) + position * 2] = low;
    u32[(heap >>> 2) + position * 2 + 1] = high;
  };
  for (let i = 0; i < size; i++) set(i, (keys >>> 2) + i * 2);
  for (let i = (size >>> 1) - 1; i >= 0; i--) {
    sink(i, u32[(heap >>> 2) + i * 2]!, u32[(heap >>> 2) + i * 2 + 1]!);
  }
  for (let i = size; i < count; i++) {
    const key = (keys >>> 2) + i * 2;
    if (less(key, heap >>> 2)) sink(0, u32[key]!, u32[key + 1]!);
  }
  let found = 0;
  for (let i = 0; i < count; i++) {
    if (!less(heap >>> 2, (keys >>> 2) + i * 2)) u32[(rows >>> 2) + found++] = i;
  }
  return found;
}

/** Dense ranks along a sorted order by byte strings: equal strings share one. */
export function denseRanks(rows: number, count: number, offsets: number, bytes: number, ranks: number): void {
  const u32 = mem.u32;
  let rank = 0;
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    if (i > 0) {
      const before = u32[(rows >>> 2) + i - 1]!;
      const a = u32[(offsets >>> 2) + before]!;
      const b = u32[(offsets >>> 2) + row]!;
      const order = compareBytes(
        bytes + a,
        u32[(offsets >>> 2) + before + 1]! - a,
        bytes + b,
        u32[(offsets >>> 2) + row + 1]! - b,
      );
      if (order !== 0) rank++;
    }
    u32[(ranks >>> 2) + row] = rank;
  }
}

/** The runs of more than one equal 8-byte key: first and length of each, in order; gives how many there are. */
export function equalRuns(keys: number, count: number, runs: number): number {
  const { u32 } = mem;
  let found = 0;
  let first = 0;
  for (let i = 1; i <= count; i++) {
    const at = (keys >>> 2) + i * 2;
    if (i < count && u32[at] === u32[at - 2] && u32[at + 1] === u32[at - 1]) continue;
    if (i - first > 1) {
      u32[(runs >>> 2) + found * 2] = first;
      u32[(runs >>> 2) + found * 2 + 1] = i - first;
      found++;
    }
    first = i;
  }
  return found;
}
