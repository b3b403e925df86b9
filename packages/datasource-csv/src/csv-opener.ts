import { Schema } from '@datafusion-ts/common';
import { Arena, Batch } from '@datafusion-ts/compute';
import { readChunks, type FileOpener, type FileOpenerArgs, type PartitionedFile } from '@datafusion-ts/datasource';
import type { CsvReadOptions } from './csv-read-options.js';
import { decodeColumn, type IsNull } from './decode-column.js';
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
    const { store, fileSchema, batchSize } = this.#args;
    const { dialect, compression, hasHeader } = this.#options;
    const arena = new Arena();
    const splitter = new RecordSplitter(dialect, fileSchema.fields.length, batchSize);
    let skipHeader = hasHeader && (file.range === undefined || file.range.start === 0);
    try {
      for await (const chunk of readChunks(store, file.meta, file.range, compression)) {
        splitter.push(chunk);
        if (skipHeader) skipHeader = !splitter.skipRecord(false);
        if (skipHeader) continue;
        for (let records = splitter.next(false); records !== undefined; records = splitter.next(false)) {
          yield this.#decode(records, arena);
        }
        const rest = splitter.take();
        if (rest !== undefined) yield this.#decode(rest, arena);
      }
      if (skipHeader) splitter.skipRecord(true);
      for (let records = splitter.next(true); records !== undefined; records = splitter.next(true))
        yield this.#decode(records, arena);
    } finally {
      arena.release();
    }
  }

  #decode(records: Records, arena: Arena): Batch {
    arena.reset();
    const { columns, fileSchema } = this.#args;
    const isNull = isNullTest(this.#options.nullRegex);
    const vectors = columns.map((index) =>
      decodeColumn(records, index, fileSchema.fields.length, fileSchema.field(index), isNull, arena),
    );
    return new Batch(this.#schema, vectors, records.count);
  }
}

function isNullTest(pattern: RegExp | undefined): IsNull {
  if (pattern === undefined) return (_bytes, start, end) => start === end;
  const decoder = new TextDecoder();
  return (bytes, start, end) => pattern.test(decoder.decode(bytes.subarray(start, end)));
}
