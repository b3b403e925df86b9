/**
 * Rows of fixed width, kept by partition: chunks of memory with one array a column in each. Rows of a partition keep
 * their order.
 */
import { fillBytes, GrowableBuffer, kernels, mem, type Arena, type MemoryCharge } from '@datafusion-ts/compute';

/** A partition is chosen by so many bits of a hash. */
export const PARTITIONS = 64;

/** Bytes of the first chunk of a partition, if its rows are not too wide; others have twice those of the one before. */
const CHUNK_BYTES = 64 * 1024 - 64;
/** A chunk has at most so many times the bytes of the first one. */
const LARGEST_CHUNK = 4;
/** Bytes of a line of the cache, which `radixScatter` fills for each partition before it writes them. */
const LINE_BYTES = 64;
/** Rows of chunks are a multiple of this, so that every column is aligned. */
const ROW_STEP = 16;

/** Values of a batch on their way to partitions: `width` bytes each, or bits (none at address 0: all are set). */
export interface DealtColumn {
  readonly address: number;
  readonly isBits: boolean;
}

interface Chunk {
  readonly memory: GrowableBuffer;
  readonly capacity: number;
  rows: number;
}

/** The rows of all partitions; memory is charged. */
export class RowPartitions {
  readonly #widths: readonly number[];
  /** Bytes of the columns before each one, a row. */
  readonly #offsets: readonly number[];
  readonly #charge: MemoryCharge;
  readonly #rowBytes: number;
  /** Columns that are written: all but bits that were set in every row so far. */
  readonly #isKept: boolean[];
  readonly #chunks: Chunk[][] = Array.from({ length: PARTITIONS }, () => []);
  #bytes = 0;

  /** `widths` are the bytes of a value of each column; bits take one. */
  constructor(widths: readonly number[], charge: MemoryCharge) {
    this.#widths = widths;
    this.#charge = charge;
    let bytes = 0;
    this.#offsets = widths.map((width) => {
      const offset = bytes;
      bytes += width;
      return offset;
    });
    this.#rowBytes = bytes;
    this.#isKept = widths.map(() => false);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Deals rows out: a partition number (u32) a row, and how many rows each partition gets. */
  add(columns: readonly DealtColumn[], parts: number, counts: number, rowCount: number, arena: Arena): void {
    const open: Chunk[] = [];
    for (let part = 0; part < PARTITIONS; part++) open.push(this.#chunkFor(part, mem.u32[(counts >>> 2) + part]!));
    const cursors = arena.alloc(PARTITIONS * 4);
    const lines = arena.alloc(PARTITIONS * LINE_BYTES);
    const k = kernels();
    columns.forEach(({ address, isBits }, i) => {
      if (!this.#keeps(i, address)) return;
      const width = this.#widths[i]!;
      const u32 = mem.u32;
      for (let part = 0; part < PARTITIONS; part++) {
        u32[(cursors >>> 2) + part] = this.#addressOf(open[part]!, i) + open[part]!.rows * width;
      }
      if (isBits) k.radixScatterBits(address, parts, rowCount, cursors);
      else k.radixScatter(address, width, parts, rowCount, cursors, PARTITIONS, lines);
    });
    for (let part = 0; part < PARTITIONS; part++) open[part]!.rows += mem.u32[(counts >>> 2) + part]!;
  }

  /** Whether a column has to be written; where all bits were set before, they are written now. */
  #keeps(column: number, address: number): boolean {
    if (this.#isKept[column]! || address === 0) return this.#isKept[column]!;
    this.#isKept[column] = true;
    for (const chunk of this.#chunks.flat())
      fillBytes(this.#addressOf(chunk, column), chunk.rows * this.#widths[column]!, 1);
    return true;
  }

  /** Rows of a partition. */
  rowsOf(partition: number): number {
    return this.#chunks[partition]!.reduce((rows, chunk) => rows + chunk.rows, 0);
  }

  /** Gives the rows of a partition out, by the addresses of their columns (0 for bits all set), and forgets them. */
  drain(partition: number, use: (columns: readonly number[], rowCount: number) => void): void {
    const chunks = this.#chunks[partition]!;
    for (const chunk of chunks) {
      const columns = this.#isKept.map((isKept, i) => (isKept ? this.#addressOf(chunk, i) : 0));
      if (chunk.rows > 0) use(columns, chunk.rows);
      this.#free(chunk);
    }
    chunks.length = 0;
  }

  release(): void {
    for (const chunks of this.#chunks) {
      for (const chunk of chunks) this.#free(chunk);
      chunks.length = 0;
    }
  }

  #addressOf(chunk: Chunk, column: number): number {
    return chunk.memory.address + chunk.capacity * this.#offsets[column]!;
  }

  #free(chunk: Chunk): void {
    this.#bytes -= chunk.memory.capacity;
    chunk.memory.release();
  }

  /** The last chunk of a partition, with room for so many more rows. */
  #chunkFor(partition: number, rows: number): Chunk {
    const chunks = this.#chunks[partition]!;
    const last = chunks.at(-1);
    if (last !== undefined && last.rows + rows <= last.capacity) return last;
    const usual = Math.floor((CHUNK_BYTES * Math.min(2 ** chunks.length, LARGEST_CHUNK)) / this.#rowBytes);
    const capacity = Math.ceil(Math.max(usual - ROW_STEP, rows, 1) / ROW_STEP) * ROW_STEP;
    const memory = new GrowableBuffer(this.#charge);
    memory.restart(capacity * this.#rowBytes);
    const chunk = { memory, capacity, rows: 0 };
    this.#bytes += memory.capacity;
    chunks.push(chunk);
    return chunk;
  }
}
