import type { Schema } from '@datafusion-ts/common';
import { Batch, toHost, type HostBatch } from '@datafusion-ts/compute';
import type { BatchStream, DataSink, DisplayFormat } from '@datafusion-ts/physical-plan';
import type { MemTable } from './mem-table.js';

/** Appends rows to an in-memory table, all at once when the input has ended: a failing INSERT changes nothing. */
export class MemSink implements DataSink {
  readonly #table: MemTable;

  constructor(table: MemTable) {
    this.#table = table;
  }

  get schema(): Schema {
    return this.#table.schema;
  }

  fmtAs(_format: DisplayFormat): string {
    return `MemoryTable (partitions=${this.#table.partitions.length})`;
  }

  async writeAll(input: BatchStream): Promise<number> {
    const batches: HostBatch[] = [];
    let rows = 0;
    for await (const batch of input) {
      if (batch.rowCount === 0) continue;
      batches.push(toHost(new Batch(this.#table.schema, batch.columns, batch.rowCount, batch.selection)));
      rows += batch.rowCount;
    }
    this.#table.append(batches);
    return rows;
  }
}
