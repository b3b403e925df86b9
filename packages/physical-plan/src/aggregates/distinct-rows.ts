/**
 * DISTINCT of rows that are so already: INTERSECT and EXCEPT put one above each input, whatever that is, so that
 * `a EXCEPT b EXCEPT c` groups what it grouped before. Groups of an aggregation differ in their keys, and filters and joins
 * that only leave rows out keep them apart: such rows pass as they are.
 */
import type { TaskContext } from '@datafusion-ts/execution';
import { Column } from '@datafusion-ts/physical-expr';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { HashJoinExec } from '../joins/hash-join.js';
import { FilterExec } from '../operators/filter.js';
import { projectBatch } from '../operators/project-batch.js';
import { meteredStream } from '../stream/batch-stream.js';
import type { AggregateExec } from './aggregate-exec.js';
import { givesStates, readsRows } from './aggregate-mode.js';
import { GroupMetrics } from './group-metrics.js';

/** The rows of an aggregation that has only to leave out double rows, where there are none; else undefined. */
export function distinctRows(exec: AggregateExec, partition: number, context: TaskContext): BatchStream | undefined {
  const { input, groupBy, mode, aggregates, limitOptions, schema } = exec;
  if (!readsRows(mode) || givesStates(mode) || aggregates.length > 0 || limitOptions !== undefined) return undefined;
  const keys = groupBy.inputExprs();
  if (groupBy.hasGroupingSet || !keys.every((key) => key instanceof Column)) return undefined;
  const columns = keys.map(({ index }) => index);
  if (!differIn(input, new Set(columns))) return undefined;
  return meteredStream(schema, new GroupMetrics(exec, partition, false).baseline, async function* () {
    for await (const batch of input.execute(partition, context)) yield projectBatch(batch, schema, columns);
  });
}

/** True when no two rows of a plan, of whatever partitions, agree in all of the columns at these positions. */
function differIn(plan: ExecutionPlan, columns: ReadonlySet<number>): boolean {
  if (plan.isDistinctBy?.(columns) === true) return true;
  if (plan instanceof FilterExec) return differIn(plan.input, before(columns, plan.projection));
  if (!(plan instanceof HashJoinExec)) return false;
  const kept = before(columns, plan.projection);
  switch (plan.joinType) {
    case 'LeftSemi':
    case 'LeftAnti':
      return differIn(plan.left, kept);
    case 'RightSemi':
    case 'RightAnti':
      return differIn(plan.right, kept);
    default:
      return false;
  }
}

const before = (columns: ReadonlySet<number>, projection: readonly number[] | undefined): ReadonlySet<number> =>
  projection === undefined ? columns : new Set([...columns].map((column) => projection[column]!));
