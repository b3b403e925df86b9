import type { Schema } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import type { BatchStream } from '../execution-plan.js';
import type { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { giveWay, turnIsOver } from './cooperate.js';

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
  return { schema, [Symbol.asyncIterator]: () => new MeteredIterator(start(), baseline) };
}

/** Counts what passes. By hand and not as a generator, because each generator costs every batch three turns. */
class MeteredIterator implements AsyncIterator<Batch, void, undefined> {
  readonly #inner: AsyncGenerator<Batch, void, undefined>;
  readonly #baseline: BaselineMetrics;

  constructor(inner: AsyncGenerator<Batch, void, undefined>, baseline: BaselineMetrics) {
    this.#inner = inner;
    this.#baseline = baseline;
  }

  next(): Promise<IteratorResult<Batch, void>> {
    return turnIsOver()
      ? giveWay()
          .then(() => this.#inner.next())
          .then(this.#count)
      : this.#inner.next().then(this.#count);
  }

  return(): Promise<IteratorResult<Batch, void>> {
    this.#baseline.done();
    return this.#inner.return();
  }

  readonly #count = (result: IteratorResult<Batch, void>): IteratorResult<Batch, void> => {
    if (result.done === true) this.#baseline.done();
    else this.#baseline.recordOutput(result.value);
    return result;
  };
}

/** A stream without batches. */
export const emptyStream = (schema: Schema): BatchStream => batchStream(schema, async function* () {});

/** A stream of batches that exist already and stay valid. */
export const streamOf = (schema: Schema, batches: readonly Batch[]): BatchStream =>
  batchStream(schema, async function* () {
    yield* batches;
  });
