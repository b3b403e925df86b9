/**
 * Pages that several scans of one execution read. The scans are announced before the execution begins, so that the first
 * one of a column knows that others follow. Kept is what comes first, up to a bound: scans read files from front to back,
 * where keeping what was read last would serve nobody. What is kept is charged to the memory pool.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import type { ExpectedScan } from '@datafusion-ts/datasource';
import { MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import { onExecutionEnd } from '@datafusion-ts/physical-plan';
import { leafStore } from '../decode/leaf-store.js';
import { SharedChunk, type ChunkReading, type PageBudget } from '../decode/shared-chunk.js';
import type { ColumnChunk, RowGroup } from '../metadata/file-metadata.js';
import type { ColumnNode } from '../schema/column-node.js';

/** Bytes that are kept at most… */
const MOST_BYTES = 32 * 1024 * 1024;
/** …and the part of a limited pool: operators that cannot do without memory come first. */
const SHARE_OF_POOL = 8;

const states = new WeakMap<TaskContext, SharedPages>();

/** Notes that the execution of `context` will run a scan. */
export function expectScan(scan: ExpectedScan, context: TaskContext): void {
  let state = states.get(context);
  if (state === undefined) {
    const pages = (state = new SharedPages(context));
    states.set(context, pages);
    onExecutionEnd(context, async () => pages.close());
  }
  state.expect(scan);
}

/** What the scans of an execution share of a file; undefined for a file that only one of them reads. */
export const sharedFile = (context: TaskContext, location: string): SharedFile | undefined =>
  states.get(context)?.file(location);

/** The scans and column chunks of an execution. */
class SharedPages {
  readonly #scans: ExpectedScan[] = [];
  readonly #chunks = new Map<ColumnChunk, SharedChunk>();
  readonly #budget: Budget;
  /** How many scans read a column, by file and name; made when the first file is opened. */
  #readers: ReadonlyMap<string, ReadonlyMap<string, number>> | undefined;

  constructor(context: TaskContext) {
    this.#budget = new Budget(context);
  }

  expect(scan: ExpectedScan): void {
    this.#scans.push(scan);
  }

  file(location: string): SharedFile | undefined {
    if (this.#scans.length < 2) return undefined;
    const readers = (this.#readers ??= countReaders(this.#scans)).get(location);
    return readers && new SharedFile((chunk, node) => this.#chunkOf(chunk, node, readers.get(node.field.name) ?? 0));
  }

  #chunkOf(meta: ColumnChunk, node: ColumnNode, expected: number): SharedChunk | undefined {
    if (expected < 2 || node.kind !== 'Leaf' || node.levels.repetition > 0 || node.levels.definition > 1)
      return undefined;
    let chunk = this.#chunks.get(meta);
    if (chunk === undefined) {
      chunk = new SharedChunk(leafStore(node), meta.valueCount, expected, this.#budget);
      this.#chunks.set(meta, chunk);
    }
    // Read as another type, it is another column.
    return chunk.store === leafStore(node) ? chunk : undefined;
  }

  close(): void {
    for (const chunk of this.#chunks.values()) chunk.close();
    this.#chunks.clear();
    this.#budget.close();
  }
}

/** Columns of files that several scans read, each counted once a scan. */
function countReaders(scans: readonly ExpectedScan[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const files = new Map<string, ExpectedScan[]>();
  for (const scan of scans) {
    for (const { meta } of scan.fileGroups.flat()) {
      const known = files.get(meta.location);
      if (known === undefined) files.set(meta.location, [scan]);
      else if (known.at(-1) !== scan) known.push(scan);
    }
  }
  const readers = new Map<string, ReadonlyMap<string, number>>();
  for (const [location, ofFile] of files) if (ofFile.length > 1) readers.set(location, countColumns(ofFile));
  return readers;
}

function countColumns(scans: readonly ExpectedScan[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { columns } of scans) {
    for (const name of new Set(columns)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What one scan sees of the chunks of a file. */
export class SharedFile {
  readonly #chunkOf: (meta: ColumnChunk, node: ColumnNode) => SharedChunk | undefined;
  readonly #begun = new Set<RowGroup>();

  constructor(chunkOf: (meta: ColumnChunk, node: ColumnNode) => SharedChunk | undefined) {
    this.#chunkOf = chunkOf;
  }

  /** Begins to read columns of a row group; by leaf, those that are shared. Each reading must be ended. */
  begin(group: RowGroup, nodes: readonly ColumnNode[]): ReadonlyMap<number, ChunkReading> {
    this.#begun.add(group);
    const readings = new Map<number, ChunkReading>();
    for (const node of nodes) {
      if (node.kind !== 'Leaf') continue;
      const reading = this.#chunkOf(group.columns[node.leafIndex]!, node)?.begin();
      if (reading !== undefined) readings.set(node.leafIndex, reading);
    }
    return readings;
  }

  /** Says that the scan is over: other scans are not to keep for it what it did not begin to read. */
  end(groups: readonly RowGroup[], nodes: readonly ColumnNode[]): void {
    for (const group of groups) {
      if (this.#begun.has(group)) continue;
      for (const node of nodes) if (node.kind === 'Leaf') this.#chunkOf(group.columns[node.leafIndex]!, node)?.skip();
    }
  }
}

/** Bytes kept in an execution, charged to its pool. */
class Budget implements PageBudget {
  readonly #context: TaskContext;
  readonly #capacity: number;
  #reservation: MemoryReservation | undefined;

  constructor(context: TaskContext) {
    this.#context = context;
    const limit = context.runtime.memoryPool.memoryLimit();
    this.#capacity = limit.kind === 'Finite' ? Math.min(MOST_BYTES, limit.bytes / SHARE_OF_POOL) : MOST_BYTES;
  }

  take(bytes: number): boolean {
    const reservation = this.#open();
    if (reservation.size + bytes > this.#capacity) return false;
    try {
      reservation.tryGrow(bytes);
      return true;
    } catch (error) {
      if (error instanceof ResourcesExhaustedError) return false;
      throw error;
    }
  }

  give(bytes: number): void {
    if (bytes > 0) this.#reservation?.shrink(bytes);
  }

  close(): void {
    this.#reservation?.release();
    this.#reservation = undefined;
  }

  #open(): MemoryReservation {
    return (this.#reservation ??= new MemoryConsumer('SharedPages').register(this.#context.runtime.memoryPool));
  }
}
