import { NotImplementedError, ObjectStoreError, type Schema } from '@datafusion-ts/common';
import type { MultipartUpload, ObjectStore } from '@datafusion-ts/execution';
import type { BatchStream, DataSink, DisplayFormat } from '@datafusion-ts/physical-plan';
import type { StreamTableConfig } from './stream-table.js';

/** Appends rows to the file of a stream table; the header comes first when the file is new. */
export class StreamSink implements DataSink {
  readonly #config: StreamTableConfig;
  readonly #store: ObjectStore;
  readonly #batchSize: number;

  constructor(config: StreamTableConfig, store: ObjectStore, batchSize: number) {
    this.#config = config;
    this.#store = store;
    this.#batchSize = batchSize;
  }

  get schema(): Schema {
    return this.#config.schema;
  }

  fmtAs(_format: DisplayFormat): string {
    const { location, encoding, header } = this.#config;
    return `StreamWrite { location: ${JSON.stringify(location)}, batch_size: ${this.#batchSize}, encoding: ${encoding}, header: ${header}, .. }`;
  }

  async writeAll(input: BatchStream): Promise<number> {
    const { format, schema, header, url } = this.#config;
    if (format.appendWriter === undefined) throw new NotImplementedError(`Appending to ${format.extension} files`);
    const before = await this.#existing();
    const parts: Uint8Array[] = before === undefined ? [] : [before];
    const writer = format.appendWriter(schema, header && before === undefined, collector(parts));
    let rows = 0;
    for await (const batch of input) {
      await writer.write(batch);
      rows += batch.rowCount;
    }
    await writer.finish();
    await this.#store.put(url.prefix, new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
    return rows;
  }

  async #existing(): Promise<Uint8Array | undefined> {
    try {
      return await this.#store.get(this.#config.url.prefix);
    } catch (error) {
      if (error instanceof ObjectStoreError && error.message.startsWith('Object at location')) return undefined;
      throw error;
    }
  }
}

/** An upload that only keeps its parts. */
const collector = (parts: Uint8Array[]): MultipartUpload => ({
  putPart: (bytes): Promise<void> => {
    parts.push(bytes.slice());
    return Promise.resolve();
  },
  complete: () => Promise.resolve(),
  abort: () => Promise.resolve(),
});
