import { type DataType, type Schema } from '@datafusion-ts/common';
import { Arena, concatBatches, copyBatch, type ArrowBridge, type Batch } from '@datafusion-ts/compute';
import type { FileWriter } from '@datafusion-ts/datasource';
import type { MultipartUpload } from '@datafusion-ts/execution';
import type { RecordBatchFileWriter, Schema as ArrowSchema } from 'apache-arrow';

/** Writes an Arrow IPC file in the file format, uncompressed. */
export class ArrowFileWriter implements FileWriter {
  readonly #bridge: ArrowBridge;
  readonly #schema: Schema;
  readonly #arrowSchema: ArrowSchema;
  readonly #upload: MultipartUpload;
  readonly #writer: RecordBatchFileWriter;
  /** Rows that wait for the end: a file has one dictionary a column, so all its batches are written as one. */
  readonly #held: Batch[] = [];
  readonly #arena: Arena | undefined;

  constructor(bridge: ArrowBridge, schema: Schema, upload: MultipartUpload) {
    this.#bridge = bridge;
    this.#schema = schema;
    this.#arrowSchema = bridge.toArrowSchema(schema);
    this.#upload = upload;
    this.#writer = new bridge.arrow.RecordBatchFileWriter();
    this.#writer.reset(undefined, this.#arrowSchema);
    this.#arena = schema.fields.some((f) => hasDictionary(f.dataType)) ? new Arena() : undefined;
  }

  write(batch: Batch): Promise<void> {
    if (this.#arena === undefined) this.#put(batch);
    else this.#held.push(copyBatch(batch, this.#arena));
    return Promise.resolve();
  }

  async finish(): Promise<number> {
    try {
      if (this.#arena !== undefined && this.#held.length > 0)
        this.#put(concatBatches(this.#schema, this.#held, this.#arena));
    } finally {
      this.#arena?.release();
    }
    this.#writer.finish();
    const bytes = await this.#writer.toUint8Array();
    await this.#upload.putPart(bytes);
    await this.#upload.complete();
    return bytes.length;
  }

  abort(): Promise<void> {
    this.#arena?.release();
    this.#writer.abort();
    return this.#upload.abort();
  }

  #put(batch: Batch): void {
    const arena = new Arena();
    try {
      this.#writer.write(this.#bridge.toArrowBatch(batch.compact(arena), this.#arrowSchema));
    } finally {
      arena.release();
    }
  }
}

function hasDictionary(type: DataType): boolean {
  switch (type.kind) {
    case 'Dictionary':
      return true;
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return hasDictionary(type.field.dataType);
    case 'Struct':
      return type.fields.some((f) => hasDictionary(f.dataType));
    case 'Map':
      return hasDictionary(type.entries.dataType);
    default:
      return false;
  }
}
