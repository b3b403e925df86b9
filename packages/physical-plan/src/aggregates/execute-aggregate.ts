import type { TaskContext } from '@datafusion-ts/execution';
import type { BatchStream } from '../execution-plan.js';
import { meteredStream } from '../stream/batch-stream.js';
import type { AggregateExec } from './aggregate-exec.js';
import { distinctRows } from './distinct-rows.js';
import { GroupMetrics } from './group-metrics.js';
import { groupedStream } from './grouped-stream.js';
import { ungroupedStream } from './ungrouped-stream.js';

/** Starts a partition of an aggregation with the algorithm that fits its grouping. */
export function executeAggregate(exec: AggregateExec, partition: number, context: TaskContext): BatchStream {
  if (exec.groupBy.isEmpty) return ungroupedStream(exec, partition, context);
  const rows = distinctRows(exec, partition, context);
  if (rows !== undefined) return rows;
  const stages = exec.stagesInOne(context);
  if (stages === undefined) return groupedStream(exec, partition, context);
  const { baseline } = new GroupMetrics(exec, partition, false);
  return meteredStream(exec.schema, baseline, async function* () {
    yield* groupedStream(stages.both, partition, context, stages.first);
  });
}
