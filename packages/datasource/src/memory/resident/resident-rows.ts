/**
 * The rows of a table that pass a filter, in batches. A segment is tested at once, by codes where there are some; where few
 * rows pass, the columns of the output are gathered for these only; where many do, batches are slices that say which rows
 * count.
 */
import type { Schema } from '@datafusion-ts/common';
import { Arena, Batch, type ColumnVector, type Selection } from '@datafusion-ts/compute';
import { firstAtLeast, relativeRows } from '../../filter/row-numbers.js';
import type { FilterPart, RowFilter } from '../../filter/row-filter.js';
import { GATHER_SHARE, SegmentFilter } from '../../filter/segment-filter.js';
import type { FilterColumns, ReadColumns } from '../../filter/segment-reader.js';
import { ResidentReader } from './resident-reader.js';
import type { ResidentTable } from './resident-table.js';
import type { SegmentPruner } from './segment-pruner.js';
import type { Place } from './segment.js';

/** Rows tested at once when no condition can be tested on entries. */
const SHORT_STRETCH = 32 * 1024;

/** Share of rows below which so few pass that a whole segment gives no more than some: fewer, larger batches. */
const SPARSE_SHARE = 1 / 128;

/** Rows whose values are tested in one step: slices cost nothing, and results stay in the second cache. */
const TEST_STEP = 32 * 1024;

/** What a scan of a table wants. */
export interface RowsWanted {
  readonly table: ResidentTable;
  /** Positions in the table of the columns to give. */
  readonly columns: readonly number[];
  readonly schema: Schema;
  readonly filter: RowFilter | undefined;
  /** Knows segments without a row that passes. */
  readonly pruner?: SegmentPruner | undefined;
  readonly batchSize: number;
  /** Whether rows of two batches that were given must not come out in one, as long as no filter leaves any out. */
  readonly keepsBatches: boolean;
  /** Told how many rows were looked at and how many passed. */
  readonly onRows?: ((seen: number, passed: number) => void) | undefined;
}

/** Gives the rows of places of a table. */
export class ResidentRows implements FilterColumns {
  readonly nullPasses = new Map<FilterPart, boolean>();
  readonly #wanted: RowsWanted;
  /** Positions in the table of the columns that are read. */
  readonly #used: readonly number[];
  readonly #reader: ResidentReader;
  readonly #output: ReadColumns;
  readonly #tested: readonly number[];
  readonly #columns = new Map<readonly number[], ReadColumns>();
  #segmentFilter: SegmentFilter | undefined;
  /** Whether hardly any of the rows tested last passed. */
  #isSparse = false;
  /** Whose entries the segment filter knows. */
  #entries: readonly (object | undefined)[] = [];
  /** Holds the batch that is out. */
  readonly #arena = new Arena();
  /** Holds the rows of the stretch that pass. */
  readonly #stretch = new Arena();

  constructor(wanted: RowsWanted) {
    this.#wanted = wanted;
    this.#used = [...new Set([...wanted.columns, ...(wanted.filter?.columns ?? [])])];
    this.#reader = new ResidentReader(wanted.table, this.#used);
    this.#output = this.#reading(wanted.columns, wanted.schema);
    this.#tested = (wanted.filter?.columns ?? []).map((column) => this.#used.indexOf(column));
  }

  columns(tableColumns: readonly number[]): ReadColumns {
    let columns = this.#columns.get(tableColumns);
    if (columns === undefined) {
      columns = this.#reading(tableColumns, this.#wanted.table.schema.project(tableColumns));
      this.#columns.set(tableColumns, columns);
    }
    return columns;
  }

  #reading(tableColumns: readonly number[], schema: Schema): ReadColumns {
    return {
      readers: tableColumns.map((column) => this.#used.indexOf(column)),
      batch: (vectors, count, selection) => new Batch(schema, vectors, count, selection),
    };
  }

  /** The rows at places that follow each other in one segment. */
  *read(places: readonly Place[]): Generator<Batch, void, undefined> {
    const { segment, at } = places[0]!;
    const last = places.at(-1)!;
    if (this.#wanted.pruner?.skips(segment) === true) {
      this.#wanted.onRows?.(last.at + last.rowCount - at, 0);
      return;
    }
    this.#reader.moveTo(segment, at);
    if ((this.#wanted.filter?.parts() ?? []).length === 0) {
      if (!this.#wanted.keepsBatches) return yield* this.#all(at, last.at + last.rowCount - at);
      for (const place of places) yield* this.#all(place.at, place.rowCount);
    } else yield* this.#filtered(at, last.at + last.rowCount);
  }

  release(): void {
    this.#segmentFilter?.release();
    this.#reader.release();
    this.#arena.release();
    this.#stretch.release();
  }

  *#all(start: number, count: number): Generator<Batch, void, undefined> {
    const { batchSize, onRows } = this.#wanted;
    this.#reader.moveWithin(start);
    for (let from = 0; from < count; from += batchSize) {
      const rows = Math.min(batchSize, count - from);
      onRows?.(rows, rows);
      yield this.#slice(from, rows, undefined);
    }
  }

  *#filtered(start: number, end: number): Generator<Batch, void, undefined> {
    const { filter, batchSize, onRows } = this.#wanted;
    for (let at = start; at < end;) {
      this.#reader.moveWithin(at);
      const parts = filter!.parts();
      const tests = this.#filterOfSegment();
      const atOnce = this.#isSparse || parts.some((part) => tests.isOnEntries(part));
      const count = Math.min(end - at, atOnce ? end - at : Math.max(batchSize, SHORT_STRETCH));
      this.#stretch.reset();
      const selection = parts.length === 0 ? undefined : tests.select(parts, count, this.#stretch);
      const passing = selection?.count ?? count;
      filter!.record(count, passing);
      this.#isSparse = passing <= count * SPARSE_SHARE;
      onRows?.(count, passing);
      if (selection !== undefined && passing <= count * GATHER_SHARE) yield* this.#gathered(selection);
      else yield* this.#sliced(count, selection);
      at += count;
    }
  }

  /** Tables of entries are good until a tested column has other ones. */
  #filterOfSegment(): SegmentFilter {
    const entries = this.#tested.map((index) => this.#reader.codesOf(index));
    if (this.#segmentFilter === undefined || entries.some((one, i) => one !== this.#entries[i])) {
      this.#segmentFilter?.release();
      this.#segmentFilter = new SegmentFilter(this, this.#reader, Math.max(TEST_STEP, this.#wanted.batchSize));
      this.#entries = entries;
    }
    return this.#segmentFilter;
  }

  *#gathered({ rows, count }: Selection): Generator<Batch, void, undefined> {
    const { batchSize } = this.#wanted;
    for (let at = 0; at < count; at += batchSize) {
      const wanted = Math.min(batchSize, count - at);
      this.#arena.reset();
      yield this.#batch((i) => this.#reader.gather(i, rows + at * 4, wanted, this.#arena), wanted, undefined);
    }
  }

  /** Batches of all rows, with those that pass selected. */
  *#sliced(count: number, selection: Selection | undefined): Generator<Batch, void, undefined> {
    const { batchSize } = this.#wanted;
    let done = 0;
    for (let from = 0; from < count; from += batchSize) {
      const rows = Math.min(batchSize, count - from);
      if (selection === undefined) {
        yield this.#slice(from, rows, undefined);
        continue;
      }
      const next = firstAtLeast(selection.rows, done, selection.count, from + rows);
      if (next > done) yield this.#slice(from, rows, { rows: selection.rows + done * 4, count: next - done });
      done = next;
    }
  }

  /** Rows `[from, from + count)`; `chosen` numbers rows like `from`. */
  #slice(from: number, count: number, chosen: Selection | undefined): Batch {
    const arena = this.#arena;
    arena.reset();
    const isAll = chosen === undefined || chosen.count === count;
    const selection = isAll
      ? undefined
      : { rows: relativeRows(chosen.rows, chosen.count, from, arena), count: chosen.count };
    return this.#batch((i) => this.#reader.slice(i, from, count, arena), count, selection);
  }

  #batch(column: (reader: number) => ColumnVector, count: number, selection: Selection | undefined): Batch {
    return this.#output.batch(this.#output.readers.map(column), count, selection, this.#arena);
  }
}
