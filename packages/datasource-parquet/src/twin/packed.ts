/** Twins of assembly/packed.ts. */
import { mem } from '@datafusion-ts/compute';
import { bitsAt, u32At, varintAt } from './bytes.js';

/** Visits the codes of ascending rows; 0, -1 for damaged runs, -2 for codes beyond the dictionary. */
function walk(
  src: number,
  end: number,
  slots: number,
  size: number,
  rows: number,
  count: number,
  first: number,
  places: number,
  visit: (row: number, code: number) => void,
): number {
  if (count === 0) return 0;
  if (src >= end || size === 0) return -1;
  const { u8, u32 } = mem;
  const width = u8[src]!;
  if (width > 32) return -1;
  const valueBytes = (width + 7) >>> 3;
  let s = src + 1;
  let runEnd = 0;
  for (let i = 0; i < count;) {
    const head = varintAt(s, end);
    const runStart = runEnd;
    if (head === undefined || runStart >= slots) return -1;
    s = head.next;
    const isPacked = (head.value & 1) === 1;
    const run = Math.min(isPacked ? (head.value >>> 1) * 8 : head.value >>> 1, slots - runStart);
    const needed = isPacked ? Math.ceil((run * width) / 8) : valueBytes;
    if (run === 0 || needed > end - s) return -1;
    runEnd = runStart + run;
    const same = valueBytes === 4 ? u32At(s) : u32At(s) & ((1 << (valueBytes * 8)) - 1);
    if (!isPacked && same >= size) return -2;
    for (; i < count; i++) {
      const row = u32[(rows >>> 2) + i]!;
      const place = places === 0 ? row - first : u32[(places >>> 2) + i]!;
      if (place >= runEnd) break;
      const code = isPacked ? bitsAt(s, (place - runStart) * width, width) : same;
      if (code >= size) return -2;
      visit(row, code);
    }
    s = isPacked ? Math.min(end, s + (head.value >>> 1) * width) : s + valueBytes;
  }
  return 0;
}

/** The rows whose code, found at their place or by their number, passes; gives how many, or a negative number. */
export function narrowPacked(
  src: number,
  end: number,
  slots: number,
  size: number,
  rows: number,
  count: number,
  first: number,
  places: number,
  table: number,
  to: number,
): number {
  const { u8, u32 } = mem;
  let kept = 0;
  const result = walk(src, end, slots, size, rows, count, first, places, (row, code) => {
    if (u8[table + code] !== 0) u32[(to >>> 2) + kept++] = row;
  });
  return result < 0 ? result : kept;
}

type PickCodes = (
  src: number,
  end: number,
  slots: number,
  size: number,
  rows: number,
  count: number,
  first: number,
  to: number,
) => number;

/** Codes at ascending rows of a page whose first row is `first`, as unsigned integers of a width. */
function pick(width: 1 | 2 | 4): PickCodes {
  return (src, end, slots, size, rows, count, first, to) => {
    const codes = width === 1 ? mem.u8 : width === 2 ? mem.u16 : mem.u32;
    let at = to / width;
    return walk(src, end, slots, size, rows, count, first, 0, (_row, code) => {
      codes[at++] = code;
    });
  };
}

/** Codes of one, two and four bytes; 0, or negative as from `walk`. */
export const pickCodes1 = pick(1);
export const pickCodes2 = pick(2);
export const pickCodes4 = pick(4);
