/** Running physical plans to their end. */
import { toHost, type HostBatch } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import {
  executeStream,
  outputPartitionCount,
  type BatchStream,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { SessionState } from './session-state.js';
import { guardStackAsync, guardStackOf } from './stack-guard.js';

/** All rows of every partition, copied out of the engine memory. Partitions run side by side. */
export async function collectPartitions(
  state: SessionState,
  plan: ExecutionPlan,
  signal?: AbortSignal,
): Promise<readonly (readonly HostBatch[])[]> {
  return inScope(state, signal, (context) => {
    const partitions = Array.from({ length: outputPartitionCount(plan) }, (_, partition) =>
      collectOne(plan, partition, context),
    );
    return Promise.all(partitions);
  });
}

async function collectOne(plan: ExecutionPlan, partition: number, context: TaskContext): Promise<readonly HostBatch[]> {
  const batches: HostBatch[] = [];
  for await (const batch of plan.execute(partition, context)) if (batch.rowCount > 0) batches.push(toHost(batch));
  return batches;
}

/** Runs something with a context of its own that is aborted as soon as it fails, so that no partition runs on alone. */
async function inScope<T>(
  state: SessionState,
  signal: AbortSignal | undefined,
  work: (context: TaskContext) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const combined = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]);
  try {
    return await guardStackAsync(() => work(state.taskContext(combined)));
  } catch (error) {
    own.abort(error);
    throw error;
  }
}

/** The rows of all partitions as one stream. */
export function streamPlan(state: SessionState, plan: ExecutionPlan, signal?: AbortSignal): BatchStream {
  return guardStackOf(executeStream(plan, state.taskContext(signal)));
}
