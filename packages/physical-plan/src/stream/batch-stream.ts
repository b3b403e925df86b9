import type { Schema } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import type { BatchStream } from '../execution-plan.js';
import type { BaselineMetrics } from '../metrics/baseline-metrics.js';

/** A stream of the batches a generator gives; the generator starts with the first batch asked for. */
export function batchStream(schema: Schema, start: () => AsyncGenerator<Batch, void, undefined>): BatchStream {
  return { schema, [Symbol.asyncIterator]: start };
}

/** Likewise, counting what is given out; the caller adds its own time to `baseline.elapsedCompute`. */
export function meteredStream(
  schema: Schema,
  baseline: BaselineMetrics,
  start: () => AsyncGenerator<Batch, void, undefined>,
): BatchStream {
  return batchStream(schema, async function* () {
    try {
      for await (const batch of start()) yield baseline.recordOutput(batch);
    } finally {
      baseline.done();
    }
  });
}

/** A stream without batches. */
export const emptyStream = (schema: Schema): BatchStream => batchStream(schema, async function* () {});

/** A stream of batches that exist already and stay valid. */
export const streamOf = (schema: Schema, batches: readonly Batch[]): BatchStream =>
  batchStream(schema, async function* () {
    yield* batches;
  });
