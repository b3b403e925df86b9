import type { Schema } from '@datafusion-ts/common';
import { Arena, type Batch } from '@datafusion-ts/compute';
import type { DiskManager, TempFile } from '@datafusion-ts/execution';
import type { BatchStream } from '../execution-plan.js';
import type { SpillMetrics } from '../metrics/baseline-metrics.js';
import { batchStream } from '../stream/batch-stream.js';
import { decodeBatch, encodeBatch } from './batch-codec.js';
import { ByteReader, ByteWriter } from './bytes.js';

/** Batches on disk: written once, read any number of times, deleted with `release`. */
export class SpillFile {
  readonly schema: Schema;
  readonly #file: TempFile;
  #rows = 0;

  private constructor(schema: Schema, file: TempFile) {
    this.schema = schema;
    this.#file = file;
  }

  /** Opens an empty file; `reason` appears in errors. */
  static async create(schema: Schema, disk: DiskManager, reason: string): Promise<SpillFile> {
    return new SpillFile(schema, await disk.createTmpFile(reason));
  }

  get rowCount(): number {
    return this.#rows;
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#file.size;
  }

  /** Appends a batch. */
  write(batch: Batch, writer: ByteWriter = new ByteWriter()): void {
    const scratch = new Arena();
    try {
      writer.reset();
      const head = writer.reserve(4);
      encodeBatch(batch, scratch, writer);
      const length = new ByteWriter();
      length.u32(writer.finish().length - 4);
      writer.patch(head, length.finish());
      this.#file.write(writer.finish());
      this.#rows += batch.rowCount;
    } finally {
      scratch.release();
    }
  }

  /** Appends all batches of an iteration, counting them. */
  writeAll(batches: Iterable<Batch>, metrics?: SpillMetrics): void {
    const before = this.size;
    const rows = this.#rows;
    const writer = new ByteWriter();
    for (const batch of batches) this.write(batch, writer);
    this.#file.finish();
    metrics?.spillCount.add(1);
    metrics?.spilledBytes.add(this.size - before);
    metrics?.spilledRows.add(this.#rows - rows);
  }

  /** The batches, each valid until the next is asked for. */
  read(): BatchStream {
    const { schema } = this;
    return batchStream(schema, () => this.#readAll());
  }

  async *#readAll(): AsyncGenerator<Batch, void, undefined> {
    const arena = new Arena();
    const reader = this.#file.retain().open();
    const head = new Uint8Array(4);
    try {
      while (reader.read(head) === 4) {
        const bytes = new Uint8Array(new DataView(head.buffer).getUint32(0, true));
        reader.read(bytes);
        arena.reset();
        yield decodeBatch(this.schema, new ByteReader(bytes), arena);
      }
    } finally {
      reader.close();
      this.#file.release();
      arena.release();
    }
  }

  release(): void {
    this.#file.release();
  }
}
