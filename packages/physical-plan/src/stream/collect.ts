import { copyBatch, type Arena, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { outputPartitionCount } from '../plan-defaults.js';
import { batchStream } from './batch-stream.js';

/** All batches of a stream, copied into memory of `arena`. */
export async function collect(stream: BatchStream, arena: Arena): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of stream) batches.push(copyBatch(batch, arena));
  return batches;
}

/** Runs all partitions of a plan one after the other as one stream. */
export function executeStream(plan: ExecutionPlan, context: TaskContext): BatchStream {
  const count = outputPartitionCount(plan);
  if (count === 1) return plan.execute(0, context);
  return chainStreams(
    plan.schema,
    Array.from({ length: count }, (_, partition) => () => plan.execute(partition, context)),
    context,
  );
}

/** Streams one after the other; each is started when the one before has ended. */
export function chainStreams(
  schema: BatchStream['schema'],
  starts: readonly (() => BatchStream)[],
  context: TaskContext,
): BatchStream {
  return batchStream(schema, async function* () {
    for (const start of starts) {
      for await (const batch of start()) {
        checkCancelled(context);
        yield batch;
      }
    }
  });
}

/** Copies the batches of every partition into memory of `arena`. */
export async function collectPartitioned(plan: ExecutionPlan, context: TaskContext, arena: Arena): Promise<Batch[][]> {
  const partitions: Batch[][] = [];
  for (let p = 0; p < outputPartitionCount(plan); p++) partitions.push(await collect(plan.execute(p, context), arena));
  return partitions;
}
