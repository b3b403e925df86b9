import { Schema } from '@datafusion-ts/common';
import { Arena, fromHost, HostDictionaries, type Batch } from '@datafusion-ts/compute';
import {
  adaptBatch,
  mapColumns,
  mappedFileColumns,
  type FileOpener,
  type FileOpenerArgs,
  type PartitionedFile,
} from '@datafusion-ts/datasource';
import { loadIpc } from './load-ipc.js';
import { batchesInRange, batchesOf, hostBatches, openIpc, schemaOf } from './open-ipc.js';

/** Reads Arrow files: used columns are copied into the engine memory, batch by batch. */
export class ArrowOpener implements FileOpener {
  readonly #args: FileOpenerArgs;

  constructor(args: FileOpenerArgs) {
    this.#args = args;
  }

  async *open(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
    const { store, fileSchema, columns, batchSize } = this.#args;
    const arrow = await loadIpc();
    const reader = openIpc(arrow, await store.get(file.meta.location));
    const found = schemaOf(arrow, reader);
    const mapping = mapColumns(found, fileSchema, columns);
    const used = mappedFileColumns(mapping);
    const toHost = hostBatches(arrow, found, used);
    const output = new Schema(columns.map((i) => fileSchema.field(i)));
    const arena = new Arena();
    const dictionaries = new HostDictionaries();
    try {
      const batches = file.range === undefined ? batchesOf(reader) : batchesInRange(reader, file.range, file.meta.size);
      for (const arrowBatch of batches) {
        const host = toHost(arrowBatch);
        for (let offset = 0; offset < host.rowCount; offset += batchSize) {
          arena.reset();
          const length = Math.min(batchSize, host.rowCount - offset);
          const batch = fromHost(host, used, arena, offset, length, dictionaries);
          yield adaptBatch(batch, mapping, used, output, arena);
        }
      }
    } finally {
      dictionaries.release();
      arena.release();
    }
  }
}
