import type { TaskContext } from '@datafusion-ts/execution';
import type { BatchStream } from '../execution-plan.js';
import type { AggregateExec } from './aggregate-exec.js';
import { groupedStream } from './grouped-stream.js';
import { ungroupedStream } from './ungrouped-stream.js';

/** Starts a partition of an aggregation with the algorithm that fits its grouping. */
export function executeAggregate(exec: AggregateExec, partition: number, context: TaskContext): BatchStream {
  return exec.groupBy.isEmpty ? ungroupedStream(exec, partition, context) : groupedStream(exec, partition, context);
}
