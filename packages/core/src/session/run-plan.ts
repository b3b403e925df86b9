/** Running physical plans to their end. */
import { toHost, type HostBatch } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import {
  batchStream,
  endExecution,
  executeStream,
  outputPartitionCount,
  shareSubPlans,
  type BatchStream,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PlanLease } from './physical-plans.js';
import type { SessionState } from './session-state.js';
import { guardStackAsync, guardStackOf } from './stack-guard.js';

/** All rows of every partition, copied out of the engine memory. Partitions run side by side; the first to fail stops all. */
export async function collectPartitions(
  state: SessionState,
  plan: ExecutionPlan,
  signal?: AbortSignal,
): Promise<readonly (readonly HostBatch[])[]> {
  const own = new AbortController();
  const context = state.taskContext(signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]));
  if (state.sharesSubPlans) shareSubPlans(plan, context);
  const partitions = Array.from({ length: outputPartitionCount(plan) }, (_, partition) =>
    guardStackAsync(() => collectOne(plan, partition, context)).catch((error: unknown) => {
      own.abort(error);
      throw error;
    }),
  );
  try {
    // All have to have ended before what they share can go.
    await Promise.allSettled(partitions);
    return await Promise.all(partitions);
  } finally {
    await endExecution(context);
  }
}

async function collectOne(plan: ExecutionPlan, partition: number, context: TaskContext): Promise<readonly HostBatch[]> {
  const batches: HostBatch[] = [];
  for await (const batch of plan.execute(partition, context)) if (batch.rowCount > 0) batches.push(toHost(batch));
  return batches;
}

/** The rows of all partitions as one stream. When all have been given out, the plan goes back. */
export function streamPlan(state: SessionState, { plan, giveBack }: PlanLease, signal?: AbortSignal): BatchStream {
  const context = state.taskContext(signal);
  const stream = batchStream(plan.schema, async function* () {
    try {
      if (state.sharesSubPlans) shareSubPlans(plan, context);
      yield* executeStream(plan, context);
    } finally {
      await endExecution(context);
    }
    giveBack();
  });
  return guardStackOf(stream);
}
