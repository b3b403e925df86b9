import { header, putCode } from './run-header';

/**
 * Dictionary codes of few rows, straight from the RLE / bit-packed runs of a page: for these, finding the run and shifting
 * out one value is cheaper than unpacking all. Row numbers are ascending, so the runs are walked once.
 *
 * Where a negative result is possible, it is -1 for damaged runs and -2 for codes that are not below the dictionary's size.
 */

/**
 * With a table, keeps the rows whose code's byte in it is not 0 and writes their numbers; without, writes the codes
 * themselves as T. `src` points at the bit width of a page of `slots` codes; a row's code is at its place among `places`, or,
 * where that is 0, at its number less `first`.
 */
// @ts-ignore: decorator
@inline function walk<T>(src: usize, end: usize, slots: i32, size: u32, rows: usize, count: i32, first: i32, places: usize, table: usize, to: usize): i32 {
  if (count == 0) return 0;
  if (src >= end || size == 0) return -1;
  const width = <u64>load<u8>(src);
  if (width > 32) return -1;
  const valueBytes = <u32>(width + 7) >> 3, mask = <u32>((<u64>1 << width) - 1);
  const rowsEnd = rows + (<usize>count << 2), start = to, aside = places - rows;
  let s = src + 1, runEnd: u32 = 0;
  while (rows < rowsEnd) {
    const head = header(s, end), value = <u32>head, runStart = runEnd;
    if (head == 0 || runStart >= <u32>slots) return -1;
    s = <usize>(head >> 32);
    const left = <u32>slots - runStart, isPacked = (value & 1) == 1;
    const run = <u32>min<u64>(isPacked ? <u64>(value >> 1) << 3 : <u64>(value >> 1), <u64>left);
    const needed = isPacked ? (<u64>run * width + 7) >> 3 : <u64>valueBytes;
    if (run == 0 || needed > <u64>(end - s)) return -1;
    runEnd = runStart + run;
    const same: u32 = valueBytes == 0 ? 0 : load<u32>(s) & (valueBytes == 4 ? 0xffffffff : ((<u32>1) << (valueBytes << 3)) - 1);
    if (!isPacked && same >= size) return -2;
    for (; rows < rowsEnd; rows += 4) {
      const row = load<u32>(rows), place = places == 0 ? row - <u32>first : load<u32>(rows + aside);
      if (place >= runEnd) break;
      let code = same;
      if (isPacked) {
        const bit = <u64>(place - runStart) * width;
        code = <u32>(load<u64>(s + <usize>(bit >> 3)) >> (bit & 7)) & mask;
        if (code >= size) return -2;
      }
      if (table == 0) {
        putCode<T>(to, code);
        to += sizeof<T>();
      } else {
        store<u32>(to, row);
        to += load<u8>(table + code) & 4;
      }
    }
    if (isPacked) {
      const bytes = (value >> 1) * <u32>width;
      s = <usize>bytes > end - s ? end : s + bytes;
    } else s += valueBytes;
  }
  return <i32>((to - start) >> 2);
}

/** The rows whose code, found at their place or by their number, passes: a table of 0 and 255. Gives how many. */
export function narrowPacked(
  src: usize,
  end: usize,
  slots: i32,
  size: i32,
  rows: usize,
  count: i32,
  first: i32,
  places: usize,
  table: usize,
  to: usize,
): i32 {
  return walk<u32>(src, end, slots, size, rows, count, first, places, table, to);
}

/** Codes of one byte at ascending rows of a page whose first row is `first`. 0 or negative. */
export function pickCodes1(
  src: usize,
  end: usize,
  slots: i32,
  size: i32,
  rows: usize,
  count: i32,
  first: i32,
  to: usize,
): i32 {
  return min(walk<u8>(src, end, slots, size, rows, count, first, 0, 0, to), 0);
}
/** Codes of two bytes. */
export function pickCodes2(
  src: usize,
  end: usize,
  slots: i32,
  size: i32,
  rows: usize,
  count: i32,
  first: i32,
  to: usize,
): i32 {
  return min(walk<u16>(src, end, slots, size, rows, count, first, 0, 0, to), 0);
}
/** Codes of four bytes. */
export function pickCodes4(
  src: usize,
  end: usize,
  slots: i32,
  size: i32,
  rows: usize,
  count: i32,
  first: i32,
  to: usize,
): i32 {
  return min(walk<u32>(src, end, slots, size, rows, count, first, 0, 0, to), 0);
}
