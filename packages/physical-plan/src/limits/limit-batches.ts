import { Arena, sliceBatch, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { BatchStream } from '../execution-plan.js';

/** The rows of a stream behind the first `skip`, at most `fetch` of them; the input is left as soon as they are found. */
export async function* limitBatches(
  input: BatchStream,
  skip: number,
  fetch: number | undefined,
  context: TaskContext,
): AsyncGenerator<Batch, void, undefined> {
  let toSkip = skip;
  let left = fetch ?? Infinity;
  if (left === 0) return;
  const arena = new Arena();
  try {
    for await (const batch of input) {
      checkCancelled(context);
      if (batch.rowCount <= toSkip) {
        toSkip -= batch.rowCount;
        continue;
      }
      arena.reset();
      const count = Math.min(batch.rowCount - toSkip, left);
      const part = sliceBatch(batch, toSkip, count, arena);
      toSkip = 0;
      left -= count;
      yield part;
      if (left === 0) return;
    }
  } finally {
    arena.release();
  }
}
