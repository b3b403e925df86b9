import { loadArrow, type ArrowBridge } from '@datafusion-ts/compute';
import type { BatchStream } from '@datafusion-ts/physical-plan';
import type { RecordBatch, Schema } from 'apache-arrow';

/**
 * Rows as apache-arrow record batches in ordinary memory. Ending early (`break`, `await using`) stops the query and releases
 * what it holds.
 */
export interface RecordBatchStream extends AsyncIterable<RecordBatch>, AsyncDisposable {
  readonly schema: Schema;
}

/** Begins to load apache-arrow; a failure is reported to who awaits it. */
export function preloadArrow(): Promise<ArrowBridge> {
  const loading = loadArrow();
  loading.catch(() => undefined);
  return loading;
}

/** Copies the batches of a stream out as they come. */
export function toRecordBatches(stream: BatchStream, arrow: ArrowBridge): RecordBatchStream {
  const iterator = copyOut();
  async function* copyOut(): AsyncGenerator<RecordBatch, void, undefined> {
    for await (const batch of stream) if (batch.rowCount > 0) yield arrow.toArrowBatch(batch);
  }
  return {
    schema: arrow.toArrowSchema(stream.schema),
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => {
      await iterator.return();
    },
  };
}
