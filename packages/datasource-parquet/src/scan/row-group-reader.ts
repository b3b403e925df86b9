/** Columns of one row group: bytes read with few requests into engine memory, decoded as rows are asked for. */
import { Arena, mem, type ColumnVector } from '@datafusion-ts/compute';
import type { ByteRange, ObjectStore } from '@datafusion-ts/execution';
import type { ChunkSource } from '../decode/chunk-source.js';
import { loadCodec } from '../decode/codec.js';
import { FlatReader, type ColumnReader } from '../decode/flat-reader.js';
import { leafStore } from '../decode/leaf-store.js';
import { NestedReader } from '../decode/nested-reader.js';
import { chunkRange, type ColumnChunk, type FileMetadata, type RowGroup } from '../metadata/file-metadata.js';
import { parquetError, parquetNotImplemented } from '../parquet-error.js';
import { leavesOf, type ColumnNode } from '../schema/column-node.js';

/** A file that is being read. */
export interface OpenFile {
  readonly store: ObjectStore;
  readonly location: string;
  readonly size: number;
  readonly metadata: FileMetadata;
}

/** Bytes of column chunks, fetched but not yet in engine memory. */
export interface FetchedChunks {
  readonly byLeaf: ReadonlyMap<number, Uint8Array>;
  readonly byteCount: number;
}

/** Reads the chunks of some leaves of a row group. */
export async function fetchChunks(file: OpenFile, group: RowGroup, leaves: readonly number[]): Promise<FetchedChunks> {
  const ranges = leaves.map((leaf) => checkedRange(file, group.columns[leaf]!));
  const parts = ranges.length === 0 ? [] : await file.store.getRanges(file.location, ranges);
  const byLeaf = new Map<number, Uint8Array>();
  parts.forEach((bytes, i) => {
    if (bytes.length !== ranges[i]!.end - ranges[i]!.start) throw parquetError(`EOF: ${file.location} ends inside a column chunk`);
    byLeaf.set(leaves[i]!, bytes);
  });
  return { byLeaf, byteCount: parts.reduce((sum, part) => sum + part.length, 0) };
}

function checkedRange(file: OpenFile, chunk: ColumnChunk): ByteRange {
  if (chunk.encrypted) throw parquetNotImplemented('encrypted columns');
  if (chunk.filePath !== undefined) throw parquetNotImplemented('column chunks in other files');
  const { start, end } = chunkRange(chunk);
  if (start < 0 || end < start || end > file.size) {
    throw parquetError(`EOF: column chunk at ${start}..${end} lies outside of the file of ${file.size} bytes`);
  }
  return { start, end };
}

export class RowGroupReader {
  readonly rowCount: number;
  readonly #arena = new Arena();
  readonly #readers: readonly ColumnReader[];

  private constructor(rowCount: number, make: (arena: Arena) => readonly ColumnReader[]) {
    this.rowCount = rowCount;
    try {
      this.#readers = make(this.#arena);
    } catch (error) {
      this.#arena.release();
      throw error;
    }
  }

  /** Readers of some columns over fetched chunks. */
  static async create(group: RowGroup, nodes: readonly ColumnNode[], fetched: FetchedChunks): Promise<RowGroupReader> {
    const leaves = nodes.flatMap(leavesOf);
    const codecs = new Map(await Promise.all(leaves.map(async ({ leafIndex }) => [leafIndex, await loadCodec(group.columns[leafIndex]!.codec)] as const)));
    return new RowGroupReader(group.rowCount, (arena) => {
      const readers: ColumnReader[] = [];
      try {
        for (const node of nodes) {
          const source = (leafIndex: number): ChunkSource => {
            const bytes = fetched.byLeaf.get(leafIndex)!;
            const address = arena.alloc(bytes.length);
            mem.u8.set(bytes, address);
            const meta = group.columns[leafIndex]!;
            return { address, end: address + bytes.length, codec: codecs.get(leafIndex)!, meta, rowCount: group.rowCount };
          };
          readers.push(readerOf(node, source));
        }
      } catch (error) {
        for (const reader of readers) reader.release();
        throw error;
      }
      return readers;
    });
  }

  /** The next rows of column `index`. */
  read(index: number, count: number, arena: Arena): ColumnVector {
    return this.#readers[index]!.read(count, arena);
  }

  skip(index: number, count: number): void {
    this.#readers[index]!.skip(count);
  }

  release(): void {
    for (const reader of this.#readers) reader.release();
    this.#arena.release();
  }
}

function readerOf(node: ColumnNode, source: (leafIndex: number) => ChunkSource): ColumnReader {
  if (node.kind === 'Leaf' && node.levels.repetition === 0 && node.levels.definition <= 1) {
    return new FlatReader(leafStore(node), source(node.leafIndex));
  }
  return new NestedReader(node, source);
}
