import { ArrowError, Schema } from '@datafusion-ts/common';
import { Arena, Batch } from '@datafusion-ts/compute';
import { openBytes, type FileOpener, type FileOpenerArgs, type PartitionedFile } from '@datafusion-ts/datasource';
import { BatchReader } from './batch-reader.js';
import { decodeField } from './decode/decode-column.js';
import { fieldRows } from './decode/field-rows.js';
import { wrongShape } from './decode/rows.js';
import { FlatRecords } from './fast/flat-records.js';
import type { JsonReadOptions } from './json-read-options.js';
import { RecordScanner } from './scan/record-scanner.js';
import { NULL, OBJECT, type Tape } from './scan/tape.js';

/** Reads JSON files: records go on a tape, and the wanted fields from there into columns. */
export class JsonOpener implements FileOpener {
  readonly #args: FileOpenerArgs;
  readonly #options: JsonReadOptions;
  readonly #schema: Schema;

  constructor(args: FileOpenerArgs, options: JsonReadOptions) {
    this.#args = args;
    this.#options = options;
    this.#schema = new Schema(args.columns.map((i) => args.fileSchema.field(i)));
  }

  async *open(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
    const { store, batchSize } = this.#args;
    const { compression, newlineDelimited } = this.#options;
    const arena = new Arena();
    const scanner = new RecordScanner(batchSize, !newlineDelimited);
    const flat =
      newlineDelimited && FlatRecords.knows(this.#schema) ? new FlatRecords(this.#schema, batchSize) : undefined;
    const reader = new BatchReader(scanner, flat, batchSize, (tape, rows) => this.#decode(tape, rows, arena));
    const source = await openBytes(store, file.meta, file.range, compression);
    try {
      while (await source.readTo(scanner.window)) {
        yield* reader.batches(false, arena);
      }
      yield* reader.batches(true, arena);
    } finally {
      await source.close();
      scanner.release();
      flat?.release();
      arena.release();
    }
  }

  #decode(tape: Tape, rows: readonly number[], arena: Arena): Batch {
    arena.reset();
    for (const row of rows) {
      const kind = tape.kind(row);
      if (kind === NULL) throw new ArrowError('Json error', 'expected { got null');
      if (kind !== OBJECT) throw wrongShape(tape, row, '{');
    }
    const at = Int32Array.from(rows);
    const columns = fieldRows(
      { tape, at },
      this.#schema.fields.map(({ name }) => name),
    );
    const vectors = columns.map((column, i) => decodeField(column, this.#schema.field(i), arena));
    return new Batch(this.#schema, vectors, rows.length);
  }
}
