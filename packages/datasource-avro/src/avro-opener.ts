import { Schema } from '@datafusion-ts/common';
import { Arena, Batch } from '@datafusion-ts/compute';
import {
  adaptBatch,
  mapColumns,
  mappedFileColumns,
  type FileOpener,
  type FileOpenerArgs,
  type PartitionedFile,
} from '@datafusion-ts/datasource';
import { avroError } from './avro-error.js';
import { loadCodec } from './container/codec.js';
import { FileBytes } from './container/file-bytes.js';
import { readBlocks } from './container/read-blocks.js';
import { readHeader, type AvroHeader } from './container/read-header.js';
import { Cursor } from './decode/cursor.js';
import { RecordDecoder } from './decode/record-decoder.js';
import { arrowField } from './schema/arrow-type.js';

/** Reads Avro files: wanted fields of the records go into columns, the others are stepped over. */
export class AvroOpener implements FileOpener {
  readonly #args: FileOpenerArgs;
  readonly #output: Schema;

  constructor(args: FileOpenerArgs) {
    this.#args = args;
    this.#output = new Schema(args.columns.map((i) => args.fileSchema.field(i)));
  }

  async *open(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
    const bytes = new FileBytes(this.#args.store, file.meta);
    const header = await readHeader(bytes);
    if (header !== undefined) yield* this.#batches(bytes, header);
  }

  async *#batches(bytes: FileBytes, header: AvroHeader): AsyncGenerator<Batch, void, undefined> {
    const { batchSize, columns, fileSchema } = this.#args;
    const found = new Schema(header.fields.map(arrowField));
    const mapping = mapColumns(found, fileSchema, columns);
    const used = mappedFileColumns(mapping);
    const read = new Schema(used.map((i) => found.field(i)));
    const records = new RecordDecoder(header.fields, used);
    const arena = new Arena();
    const finish = (): Batch => {
      arena.reset();
      const { rows, columns: vectors } = records.finish(arena);
      return adaptBatch(new Batch(read, vectors, rows), mapping, used, this.#output, arena);
    };
    try {
      for await (const block of readBlocks(bytes, header.sync, await loadCodec(header.codec))) {
        const cursor = new Cursor(block.bytes);
        for (let left = block.count; left > 0;) {
          const count = Math.min(left, batchSize - records.rows);
          records.read(cursor, count);
          left -= count;
          if (records.rows === batchSize) yield finish();
        }
        if (cursor.at !== cursor.end) throw avroError('Parser error: block is longer than its records');
      }
      if (records.rows > 0) yield finish();
    } finally {
      records.release();
      arena.release();
    }
  }
}
