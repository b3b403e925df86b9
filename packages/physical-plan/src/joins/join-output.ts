/**
 * Making output rows of pairs of row numbers. Columns are gathered only here, late, and only those that the join gives
 * out. {@link NO_ROW} on the build side stands for the nulls that outer joins pad with.
 */
import type { Schema } from '@datafusion-ts/common';
import {
  Batch,
  constantVector,
  flatVector,
  kernels,
  nullVector,
  padRows,
  takePadded,
  takeVector,
  type Arena,
  type ColumnVector,
  type PaddedRows,
} from '@datafusion-ts/compute';
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import type { ColumnIndex } from './join-parts.js';

/** Rows of one input for an output batch. */
export interface SideRows {
  readonly batch: Batch;
  /** Address of u32 row numbers into the batch's rows that count. */
  readonly rows: number;
  /** True when there may be {@link NO_ROW} among them; the batch must not have a selection then. */
  readonly padded: boolean;
  /** True when the rows are 0, 1, 2 … to the end of the batch: columns pass as they are. */
  readonly all?: boolean;
}

/** What the columns of one side of the output are: gathered rows, or nulls only. */
export type OutputSide = SideRows | undefined;

/** An output batch of `count` rows; `mark` is the address of the bits of the mark column. */
export function joinedBatch(
  schema: Schema,
  columns: readonly ColumnIndex[],
  left: OutputSide,
  right: OutputSide,
  count: number,
  arena: Arena,
  mark = 0,
): Batch {
  const leftRows = rowsOfSide(left, count, arena);
  const rightRows = rowsOfSide(right, count, arena);
  const vectors = columns.map(({ index, side }, i): ColumnVector => {
    if (side === 'None') return markColumn(mark, count);
    const source = side === 'Left' ? left : right;
    if (source === undefined) return nullVector(schema.fields[i]!.dataType, count);
    return takeColumn(source, index, side === 'Left' ? leftRows : rightRows, count, arena);
  });
  return new Batch(schema, vectors, count);
}

/** What the columns of a side are taken at; padding is sorted out once for all of them. */
function rowsOfSide(side: OutputSide, count: number, arena: Arena): number | PaddedRows {
  if (side?.padded === true) return padRows(side.rows, count, arena);
  return physicalRows(side, count, arena);
}

/** Row numbers into the columns themselves, behind the selection of the batch. */
function physicalRows(side: OutputSide, count: number, arena: Arena): number {
  if (side === undefined) return 0;
  const { selection } = side.batch;
  if (selection === undefined || side.all === true) return side.rows;
  const rows = arena.alloc(count * 4);
  kernels().gather4(selection.rows, side.rows, count, rows);
  return rows;
}

function takeColumn(
  side: SideRows,
  index: number,
  rows: number | PaddedRows,
  count: number,
  arena: Arena,
): ColumnVector {
  if (side.all === true) return side.batch.column(index, arena);
  const column = side.batch.columns[index]!;
  return typeof rows === 'number' ? takeVector(column, rows, count, arena) : takePadded(column, rows, arena);
}

/** The mark column: bits at an address, or all false without one. */
function markColumn(bits: number, count: number): ColumnVector {
  if (bits === 0) return constantVector(new ScalarValue(DataTypes.Boolean, false), count);
  return flatVector(DataTypes.Boolean, count, { values: bits });
}
