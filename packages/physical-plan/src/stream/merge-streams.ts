import type { Batch } from '@datafusion-ts/compute';
import type { BatchStream } from '../execution-plan.js';
import { batchStream } from './batch-stream.js';

interface Arrival {
  readonly index: number;
  readonly result: IteratorResult<Batch, void>;
}

/**
 * Batches of several streams in the order they arrive, all streams waiting at once: for sources that wait for the
 * outside. A stream is asked again only after its batch was used, so every batch stays valid as long as it should.
 */
export function mergeStreams(schema: BatchStream['schema'], streams: readonly BatchStream[]): BatchStream {
  return batchStream(schema, async function* () {
    const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
    const pending = new Map<number, Promise<Arrival>>();
    const ask = (index: number): void => {
      pending.set(
        index,
        iterators[index]!.next().then((result) => ({ index, result })),
      );
    };
    try {
      for (let i = 0; i < iterators.length; i++) ask(i);
      while (pending.size > 0) {
        const { index, result } = await Promise.race(pending.values());
        pending.delete(index);
        if (result.done === true) continue;
        yield result.value;
        ask(index);
      }
    } finally {
      await Promise.allSettled(pending.values());
      await Promise.all(iterators.map((iterator) => iterator.return?.()));
    }
  });
}

/**
 * Starts a stream at once and keeps its next batch on the way while the current one is used, for work that overlaps
 * waiting. Gives the same batches in the same order; `copy` must make a batch that outlives the next pull.
 */
export function spawnBuffered(stream: BatchStream, copy: (batch: Batch, slot: number) => Batch): BatchStream {
  return batchStream(stream.schema, async function* () {
    const iterator = stream[Symbol.asyncIterator]();
    let slot = 0;
    const pull = async (): Promise<Batch | undefined> => {
      const result = await iterator.next();
      if (result.done === true) return undefined;
      slot = 1 - slot;
      return copy(result.value, slot);
    };
    let next = pull();
    try {
      for (let batch = await next; batch !== undefined; batch = await next) {
        next = pull();
        yield batch;
      }
    } finally {
      await next.catch(() => undefined);
      await iterator.return?.();
    }
  });
}
