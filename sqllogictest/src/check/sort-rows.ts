/**
 * `rowsort`, `valuesort` and `hash-threshold`: what is done to the rows before they are compared. Sorting is by the
 * bytes of the cells' UTF-8 text, cell by cell.
 */
import { createHash } from 'node:crypto';
import type { SortMode } from '../parser/record.js';

type Row = readonly string[];

/** Orders as UTF-8 bytes do; JavaScript's own order differs beyond the basic plane. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const ascii = /^[\0-\uD7FF]*$/;
  if (ascii.test(left) && ascii.test(right)) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function compareRows(left: Row, right: Row): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const order = compareText(left[index] as string, right[index] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** The rows in the order of `mode`; `valuesort` makes every cell a row of its own. */
export function sortRows(rows: readonly Row[], mode: SortMode | undefined): readonly Row[] {
  if (mode === 'rowsort') return [...rows].sort(compareRows);
  if (mode === 'valuesort')
    return rows
      .flat()
      .sort(compareText)
      .map((cell) => [cell]);
  return rows;
}

/** Rows with more than `threshold` values (0: no limit) become one line with their count and MD5. */
export function hashRows(rows: readonly Row[], threshold: number): readonly Row[] {
  const count = rows.reduce((total, row) => total + row.length, 0);
  if (threshold === 0 || count <= threshold) return rows;
  const digest = createHash('md5');
  for (const cell of rows.flat()) digest.update(`${cell}\n`);
  return [[`${count} values hashing to ${digest.digest('hex')}`]];
}
