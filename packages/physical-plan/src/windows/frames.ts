/**
 * Frames of all rows of some partitions: for each row the rows `[start, end)` its window function sees.
 *
 * ROWS counts rows, GROUPS runs of peers; RANGE looks for the first row whose key is not before `key - offset` (or
 * behind `key + offset`), walking on from where the row before has got: frames never move backwards.
 */
import { InternalError, maxOf, minOf, type ScalarValue } from '@datafusion-ts/common';
import {
  allRows,
  arithmetic,
  compare,
  concatVectors,
  constantVector,
  filterToSelection,
  flatten,
  isNull,
  makeComparator,
  mem,
  takeVector,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { WindowFrame, WindowFrameBound } from '@datafusion-ts/expr';
import type { SortOptions } from '@datafusion-ts/expr-common';

/** First row of every row's frame, and the row behind its last. */
export interface Frames {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** The rows to make frames for. */
export interface FrameRows {
  readonly rowCount: number;
  readonly partitions: Uint32Array;
  readonly peers: Uint32Array;
  /** The ordering keys with their directions. */
  readonly keys: readonly { readonly column: ColumnVector; readonly options: SortOptions }[];
  readonly arena: Arena;
}

/** Computes the frames of all rows. */
export function computeFrames(frame: WindowFrame, rows: FrameRows): Frames {
  return {
    starts: edges(frame, frame.startBound, 'start', rows),
    ends: edges(frame, frame.endBound, 'end', rows),
  };
}

type Side = 'start' | 'end';

function edges(frame: WindowFrame, bound: WindowFrameBound, side: Side, rows: FrameRows): Uint32Array {
  if (bound.kind !== 'CurrentRow' && bound.value.isNull) return partitionEdges(bound.kind === 'Preceding', rows);
  switch (frame.units) {
    case 'Rows':
      return rowEdges(bound, side, rows);
    case 'Groups':
      return groupEdges(bound, side, rows);
    case 'Range':
      return bound.kind === 'CurrentRow' ? groupEdges(bound, side, rows) : rangeEdges(bound, side, rows);
  }
}

function partitionEdges(first: boolean, { rowCount, partitions }: FrameRows): Uint32Array {
  const result = new Uint32Array(rowCount);
  for (let p = 0; p + 1 < partitions.length; p++)
    result.fill(partitions[first ? p : p + 1]!, partitions[p]!, partitions[p + 1]!);
  return result;
}

/** How far a bound lies from the current row: negative before it. */
export function frameDistance(bound: WindowFrameBound): number {
  if (bound.kind === 'CurrentRow') return 0;
  const { value } = bound.value;
  if (typeof value !== 'bigint' && typeof value !== 'number')
    throw new InternalError('Frame offsets must be whole numbers');
  return bound.kind === 'Preceding' ? -Number(value) : Number(value);
}

function rowEdges(bound: WindowFrameBound, side: Side, { rowCount, partitions }: FrameRows): Uint32Array {
  const result = new Uint32Array(rowCount);
  const by = frameDistance(bound) + (side === 'end' ? 1 : 0);
  for (let p = 0; p + 1 < partitions.length; p++) {
    const [from, to] = [partitions[p]!, partitions[p + 1]!];
    for (let row = from; row < to; row++) result[row] = Math.min(to, Math.max(from, row + by));
  }
  return result;
}

function groupEdges(bound: WindowFrameBound, side: Side, { rowCount, partitions, peers }: FrameRows): Uint32Array {
  const result = new Uint32Array(rowCount);
  const by = frameDistance(bound) + (side === 'end' ? 1 : 0);
  let first = 0;
  for (let p = 0; p + 1 < partitions.length; p++) {
    const to = partitions[p + 1]!;
    let last = first;
    while (peers[last]! < to) last++;
    for (let g = first; g < last; g++)
      result.fill(peers[Math.min(last, Math.max(first, g + by))]!, peers[g]!, peers[g + 1]!);
    first = last;
  }
  return result;
}

function rangeEdges(
  bound: Exclude<WindowFrameBound, { kind: 'CurrentRow' }>,
  side: Side,
  rows: FrameRows,
): Uint32Array {
  const { rowCount, partitions, keys, arena } = rows;
  const [key] = keys;
  if (key === undefined || keys.length !== 1)
    throw new InternalError('RANGE with an offset needs exactly one ordering key');
  const back = bound.kind === 'Preceding';
  const column = flatten(key.column, arena);
  const targets = shiftedKeys(column, bound.value, key.options.descending === back ? 'add' : 'sub', arena);
  const before = isBefore(column, targets, key.options, side);
  const result = new Uint32Array(rowCount);
  for (let p = 0; p + 1 < partitions.length; p++) {
    const to = partitions[p + 1]!;
    let at = partitions[p]!;
    for (let row = partitions[p]!; row < to; row++) {
      while (at < to && before(at, row)) at++;
      result[row] = at;
    }
  }
  return result;
}

/** Whether the key of row `at` comes before the frame's edge for `row` (ends: or at it). */
function isBefore(
  column: ColumnVector,
  targets: ColumnVector,
  options: SortOptions,
  side: Side,
): (at: number, row: number) => boolean {
  const compare = makeComparator(column, targets);
  const sign = options.descending ? -1 : 1;
  const nullSign = options.nullsFirst ? -1 : 1;
  const limit = side === 'start' ? 0 : 1;
  return (at, row) => {
    const [a, b] = [isNull(column, at), isNull(targets, row)];
    const order = a || b ? (a && b ? 0 : a ? nullSign : -nullSign) : sign * compare(at, row);
    return order < limit;
  };
}

/** Keys moved by an offset; whole numbers stop at the ends of their type. */
function shiftedKeys(column: FlatVector, offset: ScalarValue, op: 'add' | 'sub', arena: Arena): ColumnVector {
  if (/^U?Int(8|16|32|64)$/.test(column.type.kind)) return saturated(column, offset, op, arena);
  return flatten(arithmetic(op, column, constantVector(offset, column.length), column.type, arena), arena);
}

function saturated(column: FlatVector, offset: ScalarValue, op: 'add' | 'sub', arena: Arena): ColumnVector {
  const limit = op === 'add' ? maxOf(column.type) : minOf(column.type);
  const by = constantVector(offset, column.length);
  const moved = flatten(arithmetic(op, column, by, column.type, arena), arena);
  // Arithmetic wraps: a key that moved the wrong way is beyond the type's end.
  const wrapped = compare(op === 'add' ? 'lt' : 'gt', moved, column, arena);
  const rows = filterToSelection(wrapped, column.length, arena);
  if (rows.count === 0 || limit === undefined) return moved;
  const both = concatVectors([moved, flatten(constantVector(limit, 1), arena)], column.type, arena);
  const chosen = allRows(column.length, arena).rows;
  for (let i = 0; i < rows.count; i++) mem.u32[(chosen >>> 2) + mem.u32[(rows.rows >>> 2) + i]!] = column.length;
  return takeVector(both, chosen, column.length, arena);
}
