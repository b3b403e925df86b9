/** Columns of one row group: bytes read with few requests into engine memory, decoded as rows are asked for. */
import { Arena, mem, type ColumnVector } from '@datafusion-ts/compute';
import { coalesceRanges, type ByteRange, type ObjectReader, type ObjectStore } from '@datafusion-ts/execution';
import type { ChunkSource } from '../decode/chunk-source.js';
import { loadCodec, loadedCodec } from '../decode/codec.js';
import type { ColumnReader } from '../decode/column-reader.js';
import { FlatReader } from '../decode/flat-reader.js';
import { leafStore } from '../decode/leaf-store.js';
import { HEADER_SPACE } from '../decode/page-header.js';
import { NestedReader } from '../decode/nested-reader.js';
import { RepeatableReader } from '../decode/repeatable-reader.js';
import type { ChunkReading } from '../decode/shared-chunk.js';
import { chunkRange, type ColumnChunk, type FileMetadata, type RowGroup } from '../metadata/file-metadata.js';
import { parquetError, parquetNotImplemented } from '../parquet-error.js';
import { leavesOf, type ColumnNode } from '../schema/column-node.js';

/** A file that is being read. */
export interface OpenFile {
  readonly store: ObjectStore;
  /** The file held open, where its store can do that. */
  readonly reader?: ObjectReader | undefined;
  readonly location: string;
  readonly size: number;
  readonly metadata: FileMetadata;
}

/** Gaps up to this size are read along rather than asked for separately, of a file held open and of others. */
const OPEN_GAP = 4 * 1024;
const LOCAL_GAP = 64 * 1024;

const NOWHERE = { address: 0, end: 0 };

/** Memory for the pages of a leaf, which outlives the row group. */
export type LeafArenas = Pick<ChunkSource, 'arenas' | 'arenasForValues'>;

/** What columns of a row group are read from. */
export interface ReadParts {
  readonly fetched: FetchedChunks;
  /** By leaf. */
  readonly memory: ReadonlyMap<number, LeafArenas>;
  readonly readings: Readings | undefined;
}

/** By leaf, the reading of chunks that other scans of the execution read, too. */
export type Readings = ReadonlyMap<number, ChunkReading>;

const NO_READINGS: Readings = new Map();

/** What kernels may touch behind bytes that were read. */
const SLACK = 72;

/**
 * Bytes of column chunks of a row group in engine memory. A file held open is read when the bytes are wanted; others are
 * asked for at once, so that they arrive while another row group is decoded.
 */
export class FetchedChunks {
  readonly byteCount: number;
  readonly #file: OpenFile;
  readonly #leaves: readonly number[];
  readonly #ranges: readonly ByteRange[];
  readonly #arena = new Arena();
  readonly #places = new Map<number, { readonly address: number; readonly end: number }>();
  #headerSpace = 0;
  #done: Promise<void> | undefined;
  #isRead = false;

  /** `leaves` that are `known` need no bytes, but count as read. */
  constructor(file: OpenFile, group: RowGroup, leaves: readonly number[], known: Readings = NO_READINGS) {
    this.#file = file;
    const ranges = leaves.map((leaf) => checkedRange(file, group.columns[leaf]!));
    this.byteCount = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    const isRead = (i: number): boolean => known.get(leaves[i]!)?.whole === undefined;
    this.#leaves = leaves.filter((_, i) => isRead(i));
    this.#ranges = ranges.filter((_, i) => isRead(i));
    if (file.reader === undefined) this.#start();
  }

  /** Reads a file that is held open. */
  #readNow(reader: ObjectReader): void {
    for (const { range, address } of this.#allocate(this.#leaves, this.#ranges, OPEN_GAP)) {
      const length = range.end - range.start;
      const found = reader.readInto(range.start, mem.u8.subarray(address, address + length));
      checkFound(this.#file, found, length);
    }
    this.#isRead = true;
  }

  /** Starts reading; the promise is kept from being reported as unhandled, since `ready` reports it. */
  #start(): Promise<void> {
    const reads = this.#allocate(this.#leaves, this.#ranges, LOCAL_GAP);
    const done = Promise.allSettled(reads.map(({ range, address }) => readTo(this.#file, range, address)));
    this.#done = done.then(throwFirst);
    this.#done.catch(() => undefined);
    return this.#done;
  }

  /** Memory for the ranges, near ones together. All of it exists before anything is read. */
  #allocate(
    leaves: readonly number[],
    ranges: readonly ByteRange[],
    gap: number,
  ): readonly { readonly range: ByteRange; readonly address: number }[] {
    try {
      return coalesceRanges(ranges, gap).map((range) => {
        const length = range.end - range.start;
        // Behind the slack of the bytes read: a block of its own would cost more than the headers.
        const address = this.#arena.alloc(length + SLACK + HEADER_SPACE);
        this.#headerSpace = ((address + length + SLACK) & ~7) >>> 0;
        ranges.forEach(({ start, end }, i) => {
          if (start < range.start || end > range.end) return;
          this.#places.set(leaves[i]!, { address: address + start - range.start, end: address + end - range.start });
        });
        return { range, address };
      });
    } catch (error) {
      this.#arena.release();
      throw error;
    }
  }

  /** What to wait for until all bytes are there, if anything; throws what reading threw. */
  ready(): Promise<void> | undefined {
    const { reader } = this.#file;
    if (reader === undefined) return this.#done;
    if (!this.#isRead) this.#readNow(reader);
    return undefined;
  }

  /** Memory for reading page headers. */
  get headerSpace(): number {
    return this.#headerSpace;
  }

  /** Where a leaf's chunk lies; nowhere when its bytes are not needed. */
  place(leaf: number): { readonly address: number; readonly end: number } {
    return this.#places.get(leaf) ?? NOWHERE;
  }

  /** Gives the memory back, once nothing writes to it any more. */
  async release(): Promise<void> {
    await this.#done?.catch(() => undefined);
    this.#arena.release();
  }
}

function throwFirst(results: readonly PromiseSettledResult<void>[]): void {
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Reads a range to an address. Memory that is not shared may move meanwhile, so its views must not be written to later. */
async function readTo(file: OpenFile, range: ByteRange, address: number): Promise<void> {
  const { store, location } = file;
  const length = range.end - range.start;
  const isShared = typeof SharedArrayBuffer !== 'undefined' && mem.u8.buffer instanceof SharedArrayBuffer;
  let found: number;
  if (store.readInto !== undefined && isShared)
    found = await store.readInto(location, range.start, mem.u8.subarray(address, address + length));
  else {
    const bytes = await store.getRange(location, range);
    mem.u8.set(bytes.subarray(0, length), address);
    found = bytes.length;
  }
  checkFound(file, found, length);
}

function checkFound({ location }: OpenFile, found: number, length: number): void {
  if (found < length) throw parquetError(`EOF: ${location} ends inside a column chunk`);
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
  readonly #readers: readonly ColumnReader[];

  private constructor(rowCount: number, readers: readonly ColumnReader[]) {
    this.rowCount = rowCount;
    this.#readers = readers;
  }

  /**
   * Readers of some columns over fetched chunks, which must live as long. `tested` are the positions of those that a
   * filter asks for as well.
   */
  static async create(
    group: RowGroup,
    nodes: readonly ColumnNode[],
    { fetched, memory, readings = NO_READINGS }: ReadParts,
    tested: readonly number[] = [],
  ): Promise<RowGroupReader> {
    const { rowCount, columns } = group;
    await fetched.ready();
    for (const { leafIndex } of nodes.flatMap(leavesOf)) {
      const { codec } = columns[leafIndex]!;
      if (loadedCodec(codec) === undefined) await loadCodec(codec);
    }
    const source = (leaf: number): ChunkSource => {
      const { address, end } = fetched.place(leaf);
      const meta = columns[leaf]!;
      const { arenas, arenasForValues } = memory.get(leaf)!;
      const codec = loadedCodec(meta.codec)!;
      return { address, end, headerSpace: fetched.headerSpace, arenas, arenasForValues, codec, meta, rowCount };
    };
    const readers: ColumnReader[] = [];
    try {
      for (const [i, node] of nodes.entries()) {
        const reader = readerOf(node, source, readings);
        const isAskedAgain = tested.includes(i) && reader instanceof NestedReader;
        readers.push(isAskedAgain ? new RepeatableReader(reader) : reader);
      }
    } catch (error) {
      for (const reader of readers) reader.release();
      throw error;
    }
    return new RowGroupReader(rowCount, readers);
  }

  /** Rows `[from, from + count)` of column `index`, counted from where the reader stands. */
  slice(index: number, from: number, count: number, arena: Arena): ColumnVector {
    return this.#readers[index]!.slice(from, count, arena);
  }

  /** The rows of column `index` at ascending row numbers, counted from where the reader stands. */
  gather(index: number, rows: number, count: number, arena: Arena): ColumnVector {
    return this.#readers[index]!.gather(rows, count, arena);
  }

  /** The reader of column `index` unless the column is nested. */
  flat(index: number): FlatReader | undefined {
    const reader = this.#readers[index];
    return reader instanceof FlatReader ? reader : undefined;
  }

  /** Names the reader of the same columns in the next row group, so that pages of both are decompressed together. */
  pairWith(next: RowGroupReader | undefined): void {
    for (const [i, reader] of this.#readers.entries()) if (reader instanceof FlatReader) reader.partner = next?.flat(i);
  }

  /** Passes rows of all columns. */
  advance(count: number): void {
    for (const reader of this.#readers) reader.advance(count);
  }

  release(): void {
    for (const reader of this.#readers) reader.release();
  }
}

function readerOf(node: ColumnNode, source: (leafIndex: number) => ChunkSource, readings: Readings): ColumnReader {
  if (node.kind === 'Leaf' && node.levels.repetition === 0 && node.levels.definition <= 1) {
    return new FlatReader(leafStore(node), source(node.leafIndex), readings.get(node.leafIndex));
  }
  return new NestedReader(node, source);
}
