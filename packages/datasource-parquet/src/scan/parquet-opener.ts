/** Reads Parquet files: footer, row groups that can hold wanted rows, their columns in batches. */
import { Schema } from '@datafusion-ts/common';
import { Arena, Batch } from '@datafusion-ts/compute';
import { adaptBatch, mapColumns, mappedFileColumns, type FileOpener, type FileOpenerArgs, type PartitionedFile } from '@datafusion-ts/datasource';
import type { ByteRange } from '@datafusion-ts/execution';
import { loadMetadata } from '../metadata/load-metadata.js';
import type { FileMetadata, RowGroup } from '../metadata/file-metadata.js';
import type { ParquetReadOptions } from '../parquet-read-options.js';
import { leavesOf, type ColumnNode } from '../schema/column-node.js';
import { readSchemaOf } from '../schema/read-schema-of.js';
import { fetchChunks, RowGroupReader, type FetchedChunks, type OpenFile } from './row-group-reader.js';

export class ParquetOpener implements FileOpener {
  readonly #args: FileOpenerArgs;
  readonly #options: ParquetReadOptions;
  readonly #outputSchema: Schema;

  constructor(args: FileOpenerArgs, options: ParquetReadOptions) {
    this.#args = args;
    this.#options = options;
    this.#outputSchema = new Schema(args.columns.map((i) => args.fileSchema.field(i)));
  }

  async *open(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
    const { store, context, fileSchema, columns } = this.#args;
    const metadata = await loadMetadata(store, file.meta, context.runtime.cacheManager, this.#options.metadataSizeHint);
    const { schema, nodes } = readSchemaOf(metadata, this.#options);
    const mapping = mapColumns(schema, fileSchema, columns);
    const used = mappedFileColumns(mapping);
    const readSchema = schema.project(used);
    const readNodes = used.map((i) => nodes[i]!);
    const open: OpenFile = { store, location: file.meta.location, size: file.meta.size, metadata };
    const arena = new Arena();
    try {
      for await (const [group, fetched] of this.#groups(open, groupsInRange(metadata, file.range), readNodes)) {
        const reader = await RowGroupReader.create(group, readNodes, fetched);
        try {
          const { batchSize } = this.#args;
          for (let row = 0; row < group.rowCount; row += batchSize) {
            arena.reset();
            const count = Math.min(batchSize, group.rowCount - row);
            const vectors = readNodes.map((_, i) => reader.read(i, count, arena));
            yield adaptBatch(new Batch(readSchema, vectors, count), mapping, used, this.#outputSchema, arena);
          }
        } finally {
          arena.reset();
          reader.release();
        }
      }
    } finally {
      arena.release();
    }
  }

  /** Row groups with their bytes; the bytes of the next group are asked for while one is decoded. */
  async *#groups(
    file: OpenFile,
    groups: readonly RowGroup[],
    nodes: readonly ColumnNode[],
  ): AsyncGenerator<readonly [RowGroup, FetchedChunks], void, undefined> {
    const leaves = nodes.flatMap(leavesOf).map(({ leafIndex }) => leafIndex);
    const fetch = (index: number): Promise<FetchedChunks> | undefined => {
      const group = groups[index];
      const pending = group === undefined ? undefined : fetchChunks(file, group, leaves);
      pending?.catch(() => undefined); // reported when it is awaited
      return pending;
    };
    let pending = fetch(0);
    for (let i = 0; i < groups.length; i++) {
      const fetched = await pending!;
      pending = fetch(i + 1);
      yield [groups[i]!, fetched];
    }
  }
}

/** Row groups whose first byte lies in the range. */
function groupsInRange(metadata: FileMetadata, range: ByteRange | undefined): readonly RowGroup[] {
  if (range === undefined) return metadata.rowGroups;
  return metadata.rowGroups.filter(({ columns: [first] }) => {
    if (first === undefined) return range.start === 0;
    const offset = first.dictionaryPageOffset ?? first.dataPageOffset;
    return offset >= range.start && offset < range.end;
  });
}
