/**
 * `ORDER BY max(x) DESC LIMIT n` over groups (and `SELECT DISTINCT x ORDER BY x LIMIT n`): only the best `n` groups can be
 * in the result, so that a partition gives out no others. Groups without a value of the aggregate are left out, as
 * DataFusion does; a NULL among distinct keys stays, since only the sort above knows where it goes.
 */
import type { Arena } from '@datafusion-ts/compute';
import { Batch, isNull, mem, sortIndices, takeVector, type ColumnVector } from '@datafusion-ts/compute';
import type { AggregateExec } from './aggregate-exec.js';

/** True when an aggregation is limited to its best groups. */
export const isTopK = (exec: AggregateExec): boolean =>
  exec.limitOptions !== undefined && !exec.isUnorderedUnfilteredGroupByDistinct() && exec.aggregates.length <= 1;

/** The best groups of a batch of all groups, in memory of `arena`. */
export function bestGroups(exec: AggregateExec, groups: Batch, arena: Arena): Batch {
  const limit = exec.limitOptions!.limit;
  const descending = exec.limitOptions!.descending ?? false;
  const distinct = exec.aggregates.length === 0;
  const values = groups.column(distinct ? 0 : exec.groupBy.outputCount, arena);
  const order = sortIndices([values], [{ descending, nullsFirst: false }], undefined, arena);
  const nulls = countNulls(values);
  const best = Math.min(limit, groups.rowCount - nulls);
  const count = best + (distinct ? nulls : 0);
  const rows = arena.alloc(count * 4);
  const u32 = mem.u32;
  for (let i = 0; i < best; i++) u32[(rows >>> 2) + i] = u32[(order >>> 2) + i]!;
  for (let i = best; i < count; i++) u32[(rows >>> 2) + i] = u32[(order >>> 2) + groups.rowCount - nulls + i - best]!;
  const columns = groups.columns.map((column) => takeVector(column, rows, count, arena));
  return new Batch(groups.schema, columns, count);
}

function countNulls(values: ColumnVector): number {
  let count = 0;
  for (let row = 0; row < values.length; row++) if (isNull(values, row)) count++;
  return count;
}
