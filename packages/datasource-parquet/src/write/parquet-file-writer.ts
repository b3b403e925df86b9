/**
 * Writes one Parquet file by parquet-wasm: record batches go in as Arrow IPC, encoded bytes come out as they are ready and
 * go to the object store part by part. One row group is held in memory at a time.
 */
import { DataFusionError, ParquetError, type Schema } from '@datafusion-ts/common';
import { loadArrow, toHost, type ArrowBridge, type Batch, type HostBatch } from '@datafusion-ts/compute';
import type { FileWriter } from '@datafusion-ts/datasource';
import type { MultipartUpload } from '@datafusion-ts/execution';
import type * as parquetWasm from 'parquet-wasm';
import { writerProperties, type ParquetWriteOptions } from './parquet-write-options.js';

type Wasm = typeof parquetWasm;

/** Bytes gathered before a part is uploaded. */
const PART_BYTES = 8 * 1024 * 1024;

/** Opens a writer of rows of a schema. */
export async function openParquetWriter(
  schema: Schema,
  options: ParquetWriteOptions,
  upload: MultipartUpload,
): Promise<FileWriter> {
  const [bridge, wasm] = await Promise.all([loadArrow(), import('parquet-wasm')]);
  return new ParquetFileWriter(schema, options, upload, bridge, wasm);
}

class ParquetFileWriter implements FileWriter {
  readonly #schema: Schema;
  readonly #upload: MultipartUpload;
  readonly #bridge: ArrowBridge;
  readonly #wasm: Wasm;
  readonly #queue = new BatchQueue();
  readonly #output: Promise<number>;
  #rows = 0;

  constructor(schema: Schema, options: ParquetWriteOptions, upload: MultipartUpload, bridge: ArrowBridge, wasm: Wasm) {
    this.#schema = schema;
    this.#upload = upload;
    this.#bridge = bridge;
    this.#wasm = wasm;
    this.#output = this.#encode(options);
    // Looked at in `finish`; a writer that is given up must not end the process.
    this.#output.catch(() => undefined);
  }

  async write(batch: Batch): Promise<void> {
    await this.#add(toHost(batch));
  }

  async finish(): Promise<number> {
    try {
      if (this.#rows === 0)
        await this.#add({ schema: this.#schema, rowCount: 0, columns: emptyColumns(this.#bridge, this.#schema) });
      this.#queue.end();
      const size = await this.#output;
      await this.#upload.complete();
      return size;
    } catch (error) {
      throw asParquetError(error);
    }
  }

  async abort(): Promise<void> {
    this.#queue.fail(new ParquetError('writing was given up'));
    await this.#output.catch(() => undefined);
    await this.#upload.abort();
  }

  async #add(host: HostBatch): Promise<void> {
    const { arrow } = this.#bridge;
    this.#rows += host.rowCount;
    const batch = this.#bridge.arrowFromHost({ ...host, schema: this.#schema });
    const bytes = arrow.tableToIPC(new arrow.Table([batch]), 'stream');
    const table = this.#wasm.Table.fromIPCStream(bytes);
    // An encoder that has failed takes nothing any more.
    for (const part of table.recordBatches()) await Promise.race([this.#queue.put(part), this.#output]);
  }

  async #encode(options: ParquetWriteOptions): Promise<number> {
    const encoded = await this.#wasm.transformParquetStream(
      this.#queue.stream,
      writerProperties(this.#wasm, options, this.#schema),
    );
    const reader = (encoded as ReadableStream<Uint8Array>).getReader();
    let size = 0;
    let pending: Uint8Array[] = [];
    let gathered = 0;
    const flush = async (): Promise<void> => {
      for (const part of pending) await this.#upload.putPart(part);
      pending = [];
      gathered = 0;
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      gathered += value.byteLength;
      pending.push(value);
      if (gathered >= PART_BYTES) await flush();
    }
    await flush();
    return size;
  }
}

/** Columns without rows. */
function emptyColumns(bridge: ArrowBridge, schema: Schema): HostBatch['columns'] {
  const { arrow } = bridge;
  const arrowSchema = bridge.toArrowSchema(schema);
  const data = arrow.makeData({ type: new arrow.Struct(arrowSchema.fields), length: 0, nullCount: 0 });
  return bridge.hostFromArrow(new arrow.RecordBatch(arrowSchema, data), schema).columns;
}

/** Hands batches to the encoder; `put` waits until the one before was taken. */
class BatchQueue {
  readonly stream: ReadableStream<parquetWasm.RecordBatch>;
  #controller!: ReadableStreamDefaultController<parquetWasm.RecordBatch>;
  #wanted: (() => void) | undefined;
  #ready = false;

  constructor() {
    this.stream = new ReadableStream<parquetWasm.RecordBatch>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          if (this.#wanted === undefined) this.#ready = true;
          else this.#wanted();
          this.#wanted = undefined;
        },
      },
      { highWaterMark: 1 },
    );
  }

  async put(batch: parquetWasm.RecordBatch): Promise<void> {
    if (!this.#ready) await new Promise<void>((resolve) => (this.#wanted = resolve));
    this.#ready = false;
    this.#controller.enqueue(batch);
  }

  end(): void {
    this.#controller.close();
  }

  fail(error: Error): void {
    this.#controller.error(error);
  }
}

function asParquetError(error: unknown): DataFusionError {
  if (error instanceof DataFusionError) return error;
  return new ParquetError(error instanceof Error ? error.message : String(error), { cause: error });
}
