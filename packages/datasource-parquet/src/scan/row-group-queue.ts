/**
 * The row groups of a file one after the other, with the next one ready: its bytes are asked for while this one is
 * decoded, or, where the file is held open, read at once, so that pages of both can be decompressed together.
 */
import type { RowGroup } from '../metadata/file-metadata.js';
import { PageArenas } from '../decode/page-arenas.js';
import { leavesOf, type ColumnNode } from '../schema/column-node.js';
import type { RowRange, SelectedGroup } from './page-pruning.js';
import { FetchedChunks, RowGroupReader, type LeafArenas, type OpenFile, type Readings } from './row-group-reader.js';
import type { SharedFile } from './shared-pages.js';

export interface RowGroupQueueParts {
  readonly file: OpenFile;
  readonly groups: readonly SelectedGroup[];
  /** The columns that are read. */
  readonly nodes: readonly ColumnNode[];
  /** Positions of those that the filter tests as well. */
  readonly tested: readonly number[];
  /** Rows that are enough: while the groups given out may satisfy it, no further one is read ahead. */
  readonly limit: number;
  /** What other scans of the execution read of the file, too. */
  readonly shared: SharedFile | undefined;
  /** Whether a group is excluded by now. */
  isRefuted(index: number): boolean;
}

/** A row group to be read. */
export interface QueuedGroup {
  readonly reader: RowGroupReader;
  readonly ranges: readonly RowRange[];
  readonly byteCount: number;
}

export class RowGroupQueue {
  readonly #parts: RowGroupQueueParts;
  readonly #leaves: readonly number[];
  readonly #arenas = new Map<number, LeafArenas>();
  #index = -1;
  #rows = 0;
  #current: Entry | undefined;
  #ahead: Entry | undefined;

  constructor(parts: RowGroupQueueParts) {
    this.#parts = parts;
    this.#leaves = parts.nodes.flatMap(leavesOf).map(({ leafIndex }) => leafIndex);
    for (const leaf of this.#leaves)
      this.#arenas.set(leaf, { arenas: new PageArenas(), arenasForValues: new PageArenas() });
  }

  /** The next group, valid until the one after is asked for; undefined at the end. */
  async next(): Promise<QueuedGroup | undefined> {
    const { groups, file, limit } = this.#parts;
    do {
      await this.#dropCurrent();
      this.#current = this.#ahead;
      this.#ahead = undefined;
      this.#index++;
    } while (this.#index < groups.length && this.#parts.isRefuted(this.#index));
    const selected = groups[this.#index];
    if (selected === undefined) return undefined;
    const current = (this.#current ??= this.#entry(selected.group));
    const reader = await current.open();
    this.#rows += selected.ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    const following = groups[this.#index + 1];
    if (following !== undefined && this.#rows < limit && !this.#parts.isRefuted(this.#index + 1)) {
      this.#ahead = this.#entry(following.group);
      if (file.reader !== undefined) reader.pairWith(await this.#ahead.open());
    }
    return { reader, ranges: selected.ranges, byteCount: current.fetched.byteCount };
  }

  async release(): Promise<void> {
    await this.#dropCurrent();
    await this.#ahead?.release();
    this.#ahead = undefined;
    for (const { arenas, arenasForValues } of this.#arenas.values()) {
      arenas.release();
      arenasForValues.release();
    }
  }

  async #dropCurrent(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await current?.release();
  }

  #entry(group: RowGroup): Entry {
    return new Entry(group, this.#parts, this.#leaves, this.#arenas);
  }
}

/** A row group's bytes, and its reader once they are there. */
class Entry {
  readonly fetched: FetchedChunks;
  readonly #group: RowGroup;
  readonly #parts: RowGroupQueueParts;
  readonly #arenas: ReadonlyMap<number, LeafArenas>;
  readonly #readings: Readings | undefined;
  #reader: RowGroupReader | undefined;

  constructor(
    group: RowGroup,
    parts: RowGroupQueueParts,
    leaves: readonly number[],
    arenas: ReadonlyMap<number, LeafArenas>,
  ) {
    this.#group = group;
    this.#parts = parts;
    this.#arenas = arenas;
    this.#readings = parts.shared?.begin(group, parts.nodes);
    this.fetched = new FetchedChunks(parts.file, group, leaves, this.#readings);
  }

  async open(): Promise<RowGroupReader> {
    const { nodes, tested } = this.#parts;
    const memory = this.#arenas;
    return (this.#reader ??= await RowGroupReader.create(
      this.#group,
      nodes,
      { fetched: this.fetched, memory, readings: this.#readings },
      tested,
    ));
  }

  async release(): Promise<void> {
    this.#reader?.release();
    // Before the bytes go: pages may lie in them.
    for (const reading of this.#readings?.values() ?? []) reading.end();
    await this.fetched.release();
  }
}
