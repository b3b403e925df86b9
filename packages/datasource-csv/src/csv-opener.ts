import { Schema } from '@datafusion-ts/common';
import { Arena, Batch } from '@datafusion-ts/compute';
import { openBytes, type FileOpener, type FileOpenerArgs, type PartitionedFile } from '@datafusion-ts/datasource';
import type { CsvReadOptions } from './csv-read-options.js';
import { ColumnDecoder } from './decode-column.js';
import { RecordSplitter, type Records } from './record-splitter.js';

/** Reads CSV files: records are split for all columns, values decoded for the wanted ones. */
export class CsvOpener implements FileOpener {
  readonly #args: FileOpenerArgs;
  readonly #options: CsvReadOptions;
  readonly #schema: Schema;

  constructor(args: FileOpenerArgs, options: CsvReadOptions) {
    this.#args = args;
    this.#options = options;
    this.#schema = new Schema(args.columns.map((i) => args.fileSchema.field(i)));
  }

  async *open(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
    const { store, fileSchema, columns, batchSize } = this.#args;
    const { dialect, compression, hasHeader } = this.#options;
    const arena = new Arena();
    const splitter = new RecordSplitter(dialect, fileSchema.fields.length, columns, batchSize);
    let skipHeader = hasHeader && (file.range === undefined || file.range.start === 0);
    const batches = (final: boolean): Generator<Batch, void, undefined> => this.#batches(splitter, final, arena);
    const source = await openBytes(store, file.meta, file.range, compression);
    try {
      while (await source.readTo(splitter.window)) {
        if (skipHeader) skipHeader = !splitter.skipRecord(false);
        if (!skipHeader) yield* batches(false);
      }
      if (skipHeader) splitter.skipRecord(true);
      yield* batches(true);
    } finally {
      await source.close();
      splitter.release();
      arena.release();
    }
  }

  *#batches(splitter: RecordSplitter, final: boolean, arena: Arena): Generator<Batch, void, undefined> {
    for (;;) {
      arena.reset();
      const records = splitter.next(final, arena);
      if (records === undefined) return;
      yield this.#decode(splitter, records, arena);
    }
  }

  #decode(splitter: RecordSplitter, records: Records, arena: Arena): Batch {
    const { columns, fileSchema } = this.#args;
    const decoder = new ColumnDecoder(splitter, records, this.#options.nullRegex, arena);
    const vectors = columns.map((column, slot) => decoder.decode(slot, column, fileSchema.field(column).dataType));
    return new Batch(this.#schema, vectors, records.count);
  }
}
