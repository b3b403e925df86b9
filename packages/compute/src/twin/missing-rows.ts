/** Twins of assembly/missing-rows.ts: row lists in which 0xffffffff stands for no row, as on the padded side of outer joins. */
import { mem } from '../memory/engine-memory.js';

const NO_ROW = 0xffff_ffff;

/**
 * Copies row numbers with 0 for each that is missing; bit `i` of `present` tells whether row `i` is there, the bits behind
 * the last in its byte are 0. Gives the number of missing rows.
 */
export function presentRows(rows: number, count: number, to: number, present: number): number {
  const { u8, u32 } = mem;
  let missing = 0;
  for (let base = 0; base < count; base += 8) {
    let byte = 0;
    for (let i = base, end = Math.min(base + 8, count); i < end; i++) {
      const row = u32[(rows >>> 2) + i]!;
      if (row === NO_ROW) missing++;
      else byte |= 1 << (i & 7);
      u32[(to >>> 2) + i] = row === NO_ROW ? 0 : row;
    }
    u8[present + (base >>> 3)] = byte;
  }
  return missing;
}

/**
 * The rows from `from` up to `end` whose bit is not set, at `right`, each with no row at `left`; gives their number. There
 * must be room for one more.
 */
export function unmatchedRows(matched: number, from: number, end: number, left: number, right: number): number {
  const { u8, u32 } = mem;
  let count = 0;
  for (let row = from; row < end; row++) {
    if ((u8[matched + (row >>> 3)]! >>> (row & 7)) & 1) continue;
    u32[(left >>> 2) + count] = NO_ROW;
    u32[(right >>> 2) + count++] = row;
  }
  return count;
}

/** Pairs in the order of their right rows, and among them the right rows of {@link unmatchedRows}; gives the number of all. */
export function padPairs(
  pairsLeft: number,
  pairsRight: number,
  pairs: number,
  matched: number,
  from: number,
  end: number,
  left: number,
  right: number,
): number {
  const { u8, u32 } = mem;
  let count = 0;
  let at = 0;
  const put = (leftRow: number, rightRow: number): void => {
    u32[(left >>> 2) + count] = leftRow;
    u32[(right >>> 2) + count++] = rightRow;
  };
  for (let row = from; row < end; row++) {
    for (; at < pairs && u32[(pairsRight >>> 2) + at]! <= row; at++)
      put(u32[(pairsLeft >>> 2) + at]!, u32[(pairsRight >>> 2) + at]!);
    if (((u8[matched + (row >>> 3)]! >>> (row & 7)) & 1) === 0) put(NO_ROW, row);
  }
  for (; at < pairs; at++) put(u32[(pairsLeft >>> 2) + at]!, u32[(pairsRight >>> 2) + at]!);
  return count;
}
