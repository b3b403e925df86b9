/** Reading one input of a join to its end into memory of the join's own. */
import {
  Arena,
  Batch,
  concatBatches,
  concatVectors,
  copyBatch,
  emptyVector,
  nullVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { Schema } from '@datafusion-ts/common';
import type { BatchStream } from '../execution-plan.js';

/** What watches the reading: told of every batch, and runs the clock while rows are kept. */
export interface BuildWatch {
  onBatch(batch: Batch): void;
  /** Starts the clock; the result stops it. */
  start(): () => void;
}

/** The rows of one input, kept in an arena until `release`. */
export class BuiltBatches {
  readonly schema: Schema;
  readonly batches: Batch[] = [];
  readonly arena: Arena;
  rowCount = 0;

  constructor(schema: Schema, charge: MemoryCharge) {
    this.schema = schema;
    this.arena = new Arena(charge);
  }

  /** Copies all rows of a stream; throws `ResourcesExhaustedError` when the charge is refused. */
  async read(stream: BatchStream, context: TaskContext, watch: BuildWatch): Promise<void> {
    for await (const batch of stream) {
      checkCancelled(context);
      watch.onBatch(batch);
      if (batch.rowCount === 0) continue;
      const stop = watch.start();
      this.batches.push(copyBatch(batch, this.arena));
      stop();
      this.rowCount += batch.rowCount;
    }
  }

  /** All rows as one batch; `reversed` puts the last batch first. */
  joined(reversed: boolean): Batch {
    if (this.batches.length === 0) return emptyBatch(this.schema, this.arena);
    const order = reversed ? [...this.batches].reverse() : this.batches;
    return concatBatches(this.schema, order, this.arena);
  }

  /** Likewise with the rows of some columns only; the others are NULL throughout and stay in {@link batches}. */
  joinedColumns(reversed: boolean, wanted: ReadonlySet<number>): Batch {
    const order = reversed ? [...this.batches].reverse() : this.batches;
    const columns = this.schema.fields.map(({ dataType }, i) => {
      const parts = wanted.has(i) ? order.map((batch) => batch.columns[i]!) : [];
      return parts.length === 0 ? nullVector(dataType, this.rowCount) : concatVectors(parts, dataType, this.arena);
    });
    return new Batch(this.schema, columns, this.rowCount);
  }

  release(): void {
    this.arena.release();
  }
}

/** A batch without rows. */
function emptyBatch(schema: Schema, arena: Arena): Batch {
  return new Batch(
    schema,
    schema.fields.map(({ dataType }) => emptyVector(dataType, arena)),
    0,
  );
}
