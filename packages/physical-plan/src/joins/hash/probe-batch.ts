/**
 * One probe batch against the table: pairs in pieces of about `batchSize`, filtered, completed by what the join type
 * wants of rows without a partner. Pairs come by probe row, partners of a row in the order of the build input.
 */
import type { JoinType, Schema } from '@datafusion-ts/common';
import {
  allocBitmap,
  Batch,
  flatVector,
  kernels,
  mem,
  selectRows,
  type Arena,
  copyBytesTo,
} from '@datafusion-ts/compute';
import { DataTypes } from '@datafusion-ts/common';
import { pairsPassing, selectPairs, type RowPairs } from '../filter-pairs.js';
import { joinedBatch } from '../join-output.js';
import type { ColumnIndex, JoinFilter } from '../join-parts.js';
import type { BuildSide } from './build-side.js';
import { pairTestOf } from './pair-test.js';

/** What a probe needs to know of the join. */
export interface ProbePlan {
  readonly joinType: JoinType;
  readonly filter: JoinFilter | undefined;
  readonly schema: Schema;
  readonly columns: readonly ColumnIndex[];
  readonly batchSize: number;
  /** Right joins: keep probe rows in order, with or without partner. */
  readonly keepsProbeOrder: boolean;
}

/** What a probe counts. */
export interface ProbeCounts {
  pairs: number;
  hits: number;
}

/** A probe batch whose groups are known. */
export interface Probe {
  readonly plan: ProbePlan;
  readonly build: BuildSide;
  readonly batch: Batch;
  readonly groups: number;
  readonly counts: ProbeCounts;
  /** Lasts as long as the batch. */
  readonly arena: Arena;
  /** Holds some of the pairs, and what comes out of them: reset when the next ones are made. */
  readonly pieces: Arena;
}

/** Joins the rows of a batch; marks build rows that met a partner. `undefined` where a piece of the pairs gave no rows. */
export function* probeBatch(probe: Probe): Generator<Batch | undefined> {
  const { plan, build, batch, groups, arena } = probe;
  if (plan.filter === undefined) {
    switch (plan.joinType) {
      case 'RightSemi':
      case 'RightAnti':
        return yield hitsOnly(probe, plan.joinType === 'RightSemi');
      case 'RightMark': {
        const rows = arena.alloc(batch.rowCount * 4 + 64);
        const marks = allocBitmap(batch.rowCount, false, arena);
        kernels().joinMark(rows, build.table.hits(groups, batch.rowCount, true, rows), marks);
        return yield markedBatch(plan, batch, marks, arena);
      }
      case 'Right':
        if (build.table.isUnique) return yield allProbeRows(probe);
    }
  }
  yield* new ProbeRun(probe).run();
}

/** Probe rows with or without partner, by a selection. */
function hitsOnly({ plan, build, batch, groups, arena }: Probe, wanted: boolean): Batch {
  const rows = arena.alloc(batch.rowCount * 4 + 64);
  const count = build.table.hits(groups, batch.rowCount, wanted, rows);
  return onlyProbeColumns(plan, count === batch.rowCount ? batch : selectRows(batch, { rows, count }, arena));
}

/** Right joins by unique keys: every probe row comes out once, so that its columns pass as they are. */
function allProbeRows({ plan, build, batch, groups, counts, arena }: Probe): Batch {
  const { rowCount } = batch;
  const rows = arena.alloc(rowCount * 4);
  const found = build.table.heads(groups, rowCount, rows);
  counts.pairs += found;
  counts.hits += found;
  const left = { batch: build.batch, rows, padded: true };
  const right = { batch, rows: 0, padded: false, all: true };
  return joinedBatch(plan.schema, plan.columns, left, right, rowCount, arena);
}

/** The columns of the probe side that the join gives out, sharing the selection. */
function onlyProbeColumns(plan: ProbePlan, batch: Batch): Batch {
  const columns = plan.columns.map(({ index }) => batch.columns[index]!);
  return new Batch(plan.schema, columns, batch.rowCount, batch.selection);
}

/** All probe rows with a mark. */
function markedBatch(plan: ProbePlan, batch: Batch, marks: number, arena: Arena): Batch {
  const mark = flatVector(DataTypes.Boolean, batch.rowCount, { values: marks });
  const columns = plan.columns.map(({ index, side }) => (side === 'None' ? mark : batch.column(index, arena)));
  return new Batch(plan.schema, columns, batch.rowCount);
}

/** The walk over the pairs of one batch. */
class ProbeRun {
  readonly #plan: ProbePlan;
  readonly #build: BuildSide;
  readonly #batch: Batch;
  readonly #groups: number;
  readonly #counts: ProbeCounts;
  readonly #arena: Arena;
  readonly #pieces: Arena;
  /** Bits of probe rows with a partner; 0 when the join type does not ask. */
  readonly #matched: number;
  /** Probe rows below are done: their pairs, or their lack of any, have come out. */
  #aligned = 0;

  constructor({ plan, build, batch, groups, counts, arena, pieces }: Probe) {
    this.#plan = plan;
    this.#build = build;
    this.#batch = batch;
    this.#groups = groups;
    this.#counts = counts;
    this.#arena = arena;
    // With unique keys there is one piece, and columns gathered for the keys may be part of it.
    this.#pieces = build.table.isUnique ? arena : pieces;
    this.#matched = asksForMatches(plan.joinType) ? allocBitmap(batch.rowCount, false, arena) : 0;
  }

  *run(): Generator<Batch | undefined> {
    const { table } = this.#build;
    const { rowCount } = this.#batch;
    const capacity = table.isUnique ? Math.max(rowCount, 1) : this.#plan.batchSize;
    const state = table.startProbe(this.#arena);
    const { filter } = this.#plan;
    const test = table.isUnique ? undefined : pairTestOf(filter, this.#build.batch, this.#batch, this.#arena);
    do {
      if (!table.isUnique) this.#pieces.reset();
      const right = this.#pieces.alloc(capacity * 4 + 64);
      const left = this.#pieces.alloc(capacity * 4 + 64);
      const count =
        test === undefined
          ? table.probe(this.#groups, rowCount, state, capacity, right, left)
          : table.probeTested(this.#groups, rowCount, state, capacity, test, right, left);
      const made = { left, right, count };
      if (test === undefined) this.#count(made);
      const pairs = test === undefined ? this.#filtered(made) : made;
      yield this.#piece(pairs, table.isProbed(state, rowCount));
    } while (!table.isProbed(state, rowCount));
    if (test !== undefined) {
      this.#counts.pairs += mem.u32[(state >>> 2) + 2]!;
      this.#counts.hits += mem.u32[(state >>> 2) + 3]!;
    }
    const last = this.#atEnd();
    if (last !== undefined) yield last;
  }

  #count(pairs: RowPairs): void {
    this.#counts.pairs += pairs.count;
    this.#counts.hits += this.#distinctRows(pairs);
  }

  /** One piece of pairs that pass the filter; `isLast` when the batch has no more. */
  #piece(pairs: RowPairs, isLast: boolean): Batch | undefined {
    const { visited } = this.#build;
    if (visited !== 0) kernels().joinMark(pairs.left, pairs.count, visited);
    if (this.#matched !== 0) kernels().joinMark(pairs.right, pairs.count, this.#matched);
    switch (this.#plan.joinType) {
      case 'Inner':
      case 'Left':
        return pairs.count === 0 ? undefined : this.#output(pairs, false);
      case 'Right':
      case 'Full':
        return this.#padded(pairs, isLast);
      default:
        return undefined;
    }
  }

  #distinctRows(pairs: RowPairs): number {
    return this.#build.table.isUnique ? pairs.count : kernels().joinRuns(pairs.right, pairs.count);
  }

  #filtered(pairs: RowPairs): RowPairs {
    const { filter } = this.#plan;
    if (filter === undefined || pairs.count === 0) return pairs;
    const left = { batch: this.#build.batch, rows: pairs.left, padded: false };
    const right = { batch: this.#batch, rows: pairs.right, padded: false };
    return selectPairs(pairs, pairsPassing(filter, left, right, pairs.count, this.#pieces), this.#pieces);
  }

  /** Adds the probe rows without partner up to where the pairs have come. */
  #padded(pairs: RowPairs, isLast: boolean): Batch | undefined {
    const from = this.#aligned;
    const to = isLast
      ? this.#batch.rowCount
      : pairs.count === 0
        ? from
        : mem.u32[(pairs.right >>> 2) + pairs.count - 1]! + 1;
    this.#aligned = to;
    const inOrder = this.#plan.joinType === 'Right' && this.#plan.keepsProbeOrder;
    const all = inOrder ? this.#interleaved(pairs, from, to) : this.#appended(pairs, from, to);
    return all.count === 0 ? undefined : this.#output(all, all.count > pairs.count);
  }

  /** Unmatched rows behind the pairs. */
  #appended(pairs: RowPairs, from: number, to: number): RowPairs {
    const { count } = pairs;
    const { left, right } = this.#roomFor(count + Math.max(0, to - from) + 1);
    copyBytesTo(left, pairs.left, count * 4);
    copyBytesTo(right, pairs.right, count * 4);
    const more = kernels().unmatchedRows(this.#matched, from, to, left + count * 4, right + count * 4);
    return { left, right, count: count + more };
  }

  /** Unmatched rows between the pairs, by probe row. */
  #interleaved(pairs: RowPairs, from: number, to: number): RowPairs {
    const { left, right } = this.#roomFor(pairs.count + Math.max(0, to - from));
    const count = kernels().padPairs(pairs.left, pairs.right, pairs.count, this.#matched, from, to, left, right);
    return { left, right, count };
  }

  #roomFor(pairs: number): { readonly left: number; readonly right: number } {
    return { left: this.#pieces.alloc(pairs * 4), right: this.#pieces.alloc(pairs * 4) };
  }

  #output(pairs: RowPairs, padded: boolean): Batch {
    const { schema, columns } = this.#plan;
    const left = { batch: this.#build.batch, rows: pairs.left, padded };
    // Unique keys that all found their partner: the probe rows are 0, 1, 2 …
    const all = this.#build.table.isUnique && !padded && pairs.count === this.#batch.rowCount;
    const right = { batch: this.#batch, rows: pairs.right, padded: false, all };
    return joinedBatch(schema, columns, left, right, pairs.count, this.#pieces);
  }

  /** What comes once all pairs of the batch are known: probe rows by whether they met a partner. */
  #atEnd(): Batch | undefined {
    const { joinType } = this.#plan;
    const { rowCount } = this.#batch;
    if (joinType === 'RightMark') return markedBatch(this.#plan, this.#batch, this.#matched, this.#arena);
    if (joinType !== 'RightSemi' && joinType !== 'RightAnti') return undefined;
    const rows = this.#arena.alloc(rowCount * 4 + 64);
    const wanted = joinType === 'RightSemi' ? this.#matched : allocBitmap(rowCount, false, this.#arena);
    if (joinType === 'RightAnti') kernels().notBits(this.#matched, rowCount, wanted);
    const count = kernels().bitsToRows(wanted, 0, rowCount, rows);
    return onlyProbeColumns(this.#plan, selectRows(this.#batch, { rows, count }, this.#arena));
  }
}

function asksForMatches(joinType: JoinType): boolean {
  switch (joinType) {
    case 'Right':
    case 'Full':
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return true;
    default:
      return false;
  }
}
