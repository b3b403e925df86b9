/** Shared by first_value, last_value and nth_value: one row of each row's frame. */
import { InternalError } from '@datafusion-ts/common';
import { mem, NO_ROW, takeVectorOrNull, type ColumnVector } from '@datafusion-ts/compute';
import type { PartitionEvaluator, WindowRows } from '@datafusion-ts/expr';
import { validRows } from './valid-rows.js';

/**
 * An evaluator of the `n`th row of the frame: 1, 2 … from the front, -1, -2 … from the back, 0 never. With `ignoreNulls`
 * only rows with a value count.
 */
export function nthRowEvaluator(n: number, ignoreNulls: boolean): PartitionEvaluator {
  return {
    usesWindowFrame: true,
    supportsBoundedExecution: true,
    includeRank: false,
    reach: { ...(n > 0 ? { front: n } : { behind: -n }), onlyValid: ignoreNulls },
    evaluatePartitions: (rows) => nthRows(rows, n, ignoreNulls),
  };
}

function nthRows({ values, rowCount, frames, arena }: WindowRows, n: number, ignoreNulls: boolean): ColumnVector {
  const column = values[0];
  if (frames === undefined || column === undefined)
    throw new InternalError('Frames and a value are needed for the nth row');
  const { starts, ends } = frames;
  const valid = ignoreNulls ? validRows(column, rowCount, arena) : undefined;
  const rows = arena.alloc(rowCount * 4);
  const { u32 } = mem;
  for (let i = 0; i < rowCount; i++) {
    const from = valid === undefined ? starts[i]! : valid.before[starts[i]!]!;
    const to = valid === undefined ? ends[i]! : valid.before[ends[i]!]!;
    const at = n > 0 ? from + n - 1 : to + n;
    const inside = n !== 0 && at >= from && at < to;
    u32[(rows >>> 2) + i] = inside ? (valid === undefined ? at : valid.rows[at]!) : NO_ROW;
  }
  return takeVectorOrNull(column, rows, rowCount, arena);
}
