/**
 * The rows of one row group, in batches: those that pass the filter, if there is one.
 *
 * With conditions on dictionary entries, a long stretch of rows is tested at once. Where few rows pass, the columns of the
 * output are fetched for these only; where many do, batches keep all values and say which rows count.
 */
import { Arena, mem, nullVector, type Batch, type ColumnVector, type Selection } from '@datafusion-ts/compute';
import {
  firstAtLeast,
  GATHER_SHARE,
  MaskedRows,
  relativeRows,
  SegmentFilter,
  type FileOpenerArgs,
  type FilterPart,
  type RowFilter,
} from '@datafusion-ts/datasource';
import type { RowRange } from './page-pruning.js';
import type { ReadPlan } from './read-plan.js';
import type { RowGroupReader } from './row-group-reader.js';
import type { ScanMetrics } from './scan-metrics.js';

/** Rows tested at once when conditions can be tested on dictionary entries, and otherwise. */
const LONG_SEGMENT = 128 * 1024;
const SHORT_SEGMENT = 16 * 1024;

/** Dictionaries are not searched for what a batch may need when they have more entries than this a row of it. */
const MOST_ENTRIES = 16;

/** Gives the batches of row groups, one after the other. */
export class SelectedRows {
  #reader: RowGroupReader;
  readonly #plan: ReadPlan;
  readonly #filter: RowFilter | undefined;
  readonly #args: FileOpenerArgs;
  readonly #metrics: ScanMetrics;
  readonly #segmentFilter: SegmentFilter;
  /** Holds the batch that is out. */
  readonly #arena = new Arena();
  /** Holds the rows of the segment that pass. */
  readonly #segmentArena = new Arena();

  constructor(
    reader: RowGroupReader,
    plan: ReadPlan,
    filter: RowFilter | undefined,
    args: FileOpenerArgs,
    metrics: ScanMetrics,
  ) {
    this.#reader = reader;
    this.#plan = plan;
    this.#filter = filter;
    this.#args = args;
    this.#metrics = metrics;
    this.#segmentFilter = new SegmentFilter(plan, reader, args.batchSize);
  }

  /** The batches; undefined instead, now and then, where a filter leaves nothing to hand on. */
  *read(ranges: readonly RowRange[]): Generator<Batch | undefined, void, undefined> {
    let row = 0;
    for (const { start, end } of ranges) {
      this.#reader.advance(start - row);
      for (row = start; row < end;) {
        const parts = this.#filter?.parts() ?? [];
        const count = Math.min(this.#segmentRows(parts), end - row);
        if (parts.length === 0) {
          this.#arena.reset();
          yield this.#slice(0, count, undefined);
        } else yield* this.#filtered(parts, count);
        this.#reader.advance(count);
        row += count;
      }
    }
  }

  /** Goes on with another row group, in the same memory, after `end`. */
  begin(reader: RowGroupReader): void {
    this.#reader = reader;
    this.#segmentFilter.begin(reader);
  }

  /** Lets go of what batches of a row group show, when the last one is out of use. */
  end(): void {
    this.#arena.reset();
    this.#segmentArena.reset();
    this.#segmentFilter.end();
  }

  release(): void {
    this.#arena.release();
    this.#segmentArena.release();
    this.#segmentFilter.release();
  }

  #segmentRows(parts: readonly FilterPart[]): number {
    const { batchSize } = this.#args;
    if (parts.length === 0) return batchSize;
    const onEntries = parts.some((part) => this.#segmentFilter.isOnEntries(part));
    return Math.max(batchSize, onEntries ? LONG_SEGMENT : SHORT_SEGMENT);
  }

  *#filtered(parts: readonly FilterPart[], count: number): Generator<Batch | undefined, void, undefined> {
    const { batchSize } = this.#args;
    this.#segmentArena.reset();
    const selection = this.#metrics.filterTime.measure(() =>
      this.#segmentFilter.select(parts, count, this.#segmentArena),
    );
    const passing = selection?.count ?? count;
    this.#record(count, passing);
    if (passing === 0) yield undefined;
    else if (selection === undefined || passing > count * GATHER_SHARE) yield* this.#batches(count, selection);
    else {
      for (let at = 0; at < passing; at += batchSize)
        yield this.#fetch(selection.rows + at * 4, Math.min(batchSize, passing - at));
    }
  }

  #record(count: number, passing: number): void {
    this.#filter!.record(count, passing);
    const { filter } = this.#args;
    filter?.onRows(count, passing);
    if (filter !== undefined) return;
    this.#metrics.rowsMatched.add(passing);
    this.#metrics.rowsPruned.add(count - passing);
    this.#metrics.cacheInnerRecords.add(count * this.#plan.sharedColumns);
    this.#metrics.cacheRecords.add(passing * this.#plan.sharedColumns);
  }

  /** Batches of all rows, with those that pass selected. */
  *#batches(count: number, selection: Selection | undefined): Generator<Batch, void, undefined> {
    const { batchSize } = this.#args;
    let done = 0;
    for (let from = 0; from < count; from += batchSize) {
      const rows = Math.min(batchSize, count - from);
      this.#arena.reset();
      if (selection === undefined || selection instanceof MaskedRows) {
        const chosen = selection?.within(from, rows, this.#arena);
        if (chosen?.count !== 0) yield this.#slice(from, rows, chosen);
        continue;
      }
      const next = firstAtLeast(selection.rows, done, selection.count, from + rows);
      const chosen = next - done;
      if (chosen > 0) {
        const own = relativeRows(selection.rows + done * 4, chosen, from, this.#arena);
        yield this.#slice(from, rows, chosen === rows ? undefined : { rows: own, count: chosen });
      }
      done = next;
    }
  }

  /** Rows `[from, from + count)`, of which those in `selection` count, which is numbered from there. */
  #slice(from: number, count: number, selection: Selection | undefined): Batch {
    const arena = this.#arena;
    const vectors: ColumnVector[] = [];
    // No callback: one that is this small and calls this much is compiled, at length, in a first run.
    for (const [place, i] of this.#plan.output.readers.entries())
      vectors.push(this.#unneeded(i, place, from, count, count) ?? this.#reader.slice(i, from, count, arena));
    return this.#plan.output.batch(vectors, count, selection, arena);
  }

  /** NULL for `length` rows among `[from, from + span)` of a column when nobody needs what its dictionary holds. */
  #unneeded(index: number, place: number, from: number, span: number, length: number): ColumnVector | undefined {
    const { needs } = this.#args;
    const column = needs && this.#plan.output.given[place];
    const reader = column === undefined ? undefined : this.#reader.flat(index);
    const entries = reader?.entriesOf(from, span);
    if (entries === undefined || entries.column.length > length * MOST_ENTRIES || needs!.needs(column!, entries))
      return undefined;
    return nullVector(reader!.type, length);
  }

  #fetch(rows: number, count: number): Batch {
    const arena = this.#arena;
    arena.reset();
    const { u32 } = mem;
    const from = u32[rows >>> 2]!;
    const span = u32[(rows >>> 2) + count - 1]! + 1 - from;
    const vectors: ColumnVector[] = [];
    for (const [place, i] of this.#plan.output.readers.entries())
      vectors.push(this.#unneeded(i, place, from, span, count) ?? this.#reader.gather(i, rows, count, arena));
    return this.#plan.output.batch(vectors, count, undefined, arena);
  }
}
