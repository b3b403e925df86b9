import type { Schema } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { Batch } from '../vector/batch.js';
import { fromHost, HostDictionaries } from './from-host.js';
import { hostByteLength, type HostBatch } from './host-column.js';
import { toHost } from './to-host.js';

/** A table in garbage-collected memory: in-memory tables, cached results, the user's Arrow tables (by reference). */
export class HostTable {
  readonly schema: Schema;
  readonly #batches: HostBatch[];

  constructor(schema: Schema, batches: readonly HostBatch[] = []) {
    this.schema = schema;
    this.#batches = [...batches];
  }

  get batches(): readonly HostBatch[] {
    return this.#batches;
  }

  /** Rows of all batches. */
  get rowCount(): number {
    return this.#batches.reduce((sum, batch) => sum + batch.rowCount, 0);
  }

  /** Bytes of all columns. */
  get byteLength(): number {
    return this.#batches.reduce((sum, batch) => sum + batch.columns.reduce((s, c) => s + hostByteLength(c), 0), 0);
  }

  /** Appends a deep copy of a batch. */
  append(batch: Batch): void {
    if (batch.rowCount > 0) this.#batches.push(toHost(batch));
  }

  /** Appends rows that are in host memory already. */
  appendHost(batch: HostBatch): void {
    if (batch.rowCount > 0) this.#batches.push(batch);
  }

  /**
   * Batches of at most `batchSize` rows of some columns (default: all), each in the arena, which is reset before the
   * next. Dictionaries stay resident until the generator ends, so drain it or return from it.
   */
  *scan(columns: readonly number[] | undefined, batchSize: number, arena: Arena): Generator<Batch, void> {
    const dictionaries = new HostDictionaries();
    try {
      for (const host of this.#batches) {
        for (let offset = 0; offset < host.rowCount; offset += batchSize) {
          arena.reset();
          const length = Math.min(batchSize, host.rowCount - offset);
          yield fromHost(host, columns, arena, offset, length, dictionaries);
        }
      }
    } finally {
      dictionaries.release();
    }
  }
}
