/**
 * The window expressions of one operator over partitions that come in pieces. Keeps where every partition stands from
 * piece to piece, says which rows have their final values, and which have to be there again in the next piece.
 */
import type { GroupTable } from '@datafusion-ts/compute';
import {
  concatVectors,
  constantVector,
  flatten,
  getScalar,
  mem,
  rowsOf,
  takeVector,
  vectorFromScalars,
  type Arena,
  type Batch,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import { isUnbounded, type EarlierRows, type PartitionEvaluator } from '@datafusion-ts/expr';
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import { arrangeRows } from './arrange.js';
import { evaluateAggregate } from './evaluate-aggregate.js';
import { evaluateStandard } from './evaluate-standard.js';
import { PartitionPlaces } from './partition-places.js';
import { Progress, type Carry, type Piece } from './progress.js';
import { firstNeeded, firstUnsettled, frameHas, type ExprPiece } from './settled.js';
import { WindowInput, type Arrangement } from './window-input.js';

/** A piece that was computed. */
export interface ComputedPiece {
  /** A column an expression over all rows of the piece; final for the first `settled`. */
  readonly columns: readonly ColumnVector[];
  readonly settled: number;
}

/** What the next piece has to begin with. */
export interface KeptRows {
  /** Rows of the piece, ascending. */
  readonly rows: Uint32Array;
  /** How many of them are done: these come first. */
  readonly done: number;
}

/** One expression with what it knows of the open partitions. */
interface ExprState {
  readonly expr: WindowExpr;
  readonly evaluator: PartitionEvaluator | undefined;
  carries: (Carry | undefined)[];
}

/** One expression over the piece at hand. */
interface ExprWork {
  readonly piece: ExprPiece;
  readonly progress: Progress;
}

/** Expressions of one window over partitions in pieces. */
export class BoundedRun {
  readonly #states: readonly ExprState[];
  readonly #charge: MemoryCharge;
  /** Numbers the partitions when their rows do not lie together. */
  readonly #table: GroupTable | undefined;
  readonly #places = new PartitionPlaces();
  #work: readonly ExprWork[] = [];
  #arrangement: Arrangement | undefined;
  #settled = 0;

  /** `evaluators` are undefined for aggregates. With `scattered` rows of a partition may lie anywhere in a piece. */
  constructor(
    exprs: readonly WindowExpr[],
    evaluators: readonly (PartitionEvaluator | undefined)[],
    scattered: GroupTable | undefined,
    charge: MemoryCharge,
  ) {
    this.#states = exprs.map((expr, i) => ({ expr, evaluator: evaluators[i], carries: [] }));
    this.#table = scattered;
    this.#charge = charge;
  }

  /**
   * Computes a piece. Its first `done` rows were given out before. An open piece goes on in the next one, which begins
   * with the rows {@link keep} names; partitions of one that is not open are over.
   */
  compute(rows: Batch, done: number, isOpen: boolean, arena: Arena): ComputedPiece {
    const { partitionBy } = this.#states[0]!.expr;
    const table = this.#table;
    const arrangement = table === undefined ? undefined : arrangeRows(partitionBy, rows, table, arena);
    this.#arrangement = arrangement;
    const pieces: ExprPiece[] = [];
    for (const { expr, evaluator } of this.#states) {
      const input = new WindowInput(expr, rows, arrangement, arena, pieces[0]?.input);
      pieces.push({ expr, evaluator, input });
    }
    const { partitions } = pieces[0]!.input;
    this.#settled = isOpen ? this.#settledRows(pieces, partitions, rows.rowCount) : rows.rowCount;
    const range: Piece = { ...this.#ranges(partitions, done), isOpen };
    const { goneOf } = this.#places;
    this.#work = pieces.map((piece, i) => ({
      piece,
      progress: new Progress(partitions, range, goneOf, this.#states[i]!.carries),
    }));
    const earlier = this.#places.earlierRows(partitions.length - 1);
    const columns = this.#work.map((work) => work.piece.input.restore(this.#evaluate(work, earlier)));
    return { columns, settled: this.#settled };
  }

  /** The rows of the open piece just computed that later rows look at, and those that are not done. */
  keep(): KeptRows {
    const [first] = this.#work;
    const { input } = first!.piece;
    const { progress } = first!;
    const { partitions, peers, rowCount } = input;
    const isKept = new Uint8Array(rowCount);
    let count = 0;
    let run = 0;
    for (let p = 0; p + 1 < partitions.length; p++) {
      const [start, end] = [partitions[p]!, partitions[p + 1]!];
      if (start === end) continue;
      // The last row tells whether the next one is a peer of it, or of another partition.
      const from = this.#work.reduce(
        (least, { piece, progress: own }) => Math.min(least, firstNeeded(piece, own, p)),
        Math.min(progress.to[p]!, end - 1),
      );
      const firstRun = run;
      while (run + 1 < peers.length && peers[run + 1]! <= from) run++;
      this.#places.move(p, from - start, run - firstRun, peers[run]! - start);
      while (run + 1 < peers.length && peers[run]! < end) run++;
      for (let row = from; row < end; row++) isKept[this.#rowOf(row)] = 1;
      count += end - from;
    }
    const rows = new Uint32Array(count);
    let done = 0;
    for (let row = 0, at = 0; row < rowCount; row++) {
      if (isKept[row] === 0) continue;
      if (row < this.#settled) done++;
      rows[at++] = row;
    }
    return { rows, done };
  }

  /** Forgets all partitions. */
  close(): void {
    for (const state of this.#states) {
      for (const carry of state.carries) carry?.accumulator?.release?.();
      state.carries = [];
    }
    this.#places.clear();
    this.#table?.release();
  }

  /** The row of the piece at a place of the arrangement. */
  #rowOf(place: number): number {
    return this.#arrangement === undefined ? place : mem.u32[(this.#arrangement.rows >>> 2) + place]!;
  }

  /** How many of the first rows are settled for all expressions. */
  #settledRows(pieces: readonly ExprPiece[], partitions: Uint32Array, rowCount: number): number {
    let settled = rowCount;
    for (const piece of pieces) {
      for (let p = 0; p + 1 < partitions.length; p++) {
        const row = firstUnsettled(piece, p);
        if (row < partitions[p + 1]!) settled = Math.min(settled, this.#rowOf(row));
      }
    }
    return settled;
  }

  /** The rows of every partition that are computed now. */
  #ranges(partitions: Uint32Array, done: number): { readonly from: Uint32Array; readonly to: Uint32Array } {
    const count = partitions.length - 1;
    const [from, to] = [new Uint32Array(count), new Uint32Array(count)];
    for (let p = 0; p < count; p++) {
      const [start, end] = [partitions[p]!, partitions[p + 1]!];
      from[p] = this.#firstFrom(done, start, end);
      to[p] = this.#firstFrom(this.#settled, from[p]!, end);
    }
    return { from, to };
  }

  /** The first place between two of one partition whose row is not before `row`. */
  #firstFrom(row: number, start: number, end: number): number {
    if (this.#arrangement === undefined) return Math.min(end, Math.max(start, row));
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#rowOf(middle) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #evaluate(work: ExprWork, earlier: EarlierRows | undefined): ColumnVector {
    const { piece, progress } = work;
    const { expr, input } = piece;
    if (expr.kind === 'Aggregate') return evaluateAggregate(expr, input, this.#charge, progress);
    const values = evaluateStandard(expr, input, earlier);
    const settles = piece.evaluator?.reach?.front !== undefined && isUnbounded(expr.frame.startBound);
    return settles ? withSettled(work, values) : values;
  }
}

/**
 * Values of a function that is settled once a growing frame has enough rows: the rows it was settled by are gone, so that
 * the value is put in; and it is kept when it is settled now.
 */
function withSettled({ piece, progress }: ExprWork, values: ColumnVector): ColumnVector {
  const { partitions, rowCount, arena } = piece.input;
  const count = partitions.length - 1;
  const known = Array.from({ length: count }, (_, p) => progress.known(p)?.settled);
  if (progress.isOpen) keepSettled({ piece, progress }, values);
  const [only] = known;
  if (known.every((value) => value === undefined)) return values;
  if (count === 1 && only !== undefined) return constantVector(only, rowCount);
  const { type } = values;
  const fallback = known.find((value) => value !== undefined)!;
  const scalars = vectorFromScalars(
    type,
    known.map((value) => value ?? fallback),
    arena,
  );
  const all = flatten(concatVectors([flatten(values, arena), scalars], type, arena), arena);
  const rows = new Uint32Array(rowCount);
  for (let p = 0; p < count; p++) {
    for (let row = partitions[p]!; row < partitions[p + 1]!; row++)
      rows[row] = known[p] === undefined ? row : rowCount + p;
  }
  return takeVector(all, rowsOf(rows, arena), rowCount, arena);
}

function keepSettled({ piece, progress }: ExprWork, values: ColumnVector): void {
  const { front = 0 } = piece.evaluator!.reach!;
  const { ends } = piece.input.frames();
  for (let p = 0; p + 1 < piece.input.partitions.length; p++) {
    const to = progress.to[p]!;
    if (to === progress.from[p] || progress.known(p)?.settled !== undefined) continue;
    if (frameHas(piece, p, ends[to - 1]!, front)) progress.carry(p).settled = getScalar(values, to - 1);
  }
}
