/**
 * Aggregates over windows, for all partitions of a chunk:
 *
 * - the frame is the whole partition: partitions are groups, aggregated at once, and the results repeated;
 * - the frame only grows: rows are added to one accumulator, which is read when the frame's end has moved;
 * - the frame slides: rows that leave are taken out again, so that every row is added and removed once.
 *
 * Sums, counts and the like of common types need no accumulator (`frame-aggregates.ts`).
 */
import { ScalarValue } from '@datafusion-ts/common';
import {
  Arena,
  constantVector,
  filterToSelection,
  getScalar,
  makeBuilder,
  mem,
  sliceVector,
  takeSelection,
  takeVector,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import { isUnbounded } from '@datafusion-ts/expr';
import type { Accumulator } from '@datafusion-ts/expr-common';
import type { AggregateWindowExpr } from '@datafusion-ts/physical-expr';
import { aggregateFrames } from './frame-aggregates.js';
import { Progress } from './progress.js';
import type { WindowInput } from './window-input.js';

/** The result for every row, in the order of the window. */
export function evaluateAggregate(
  expr: AggregateWindowExpr,
  input: WindowInput,
  charge: MemoryCharge,
  progress: Progress = Progress.whole(input.partitions),
): ColumnVector {
  const values = expr.aggregate.args.map((arg) => input.column(arg));
  const filter = expr.filter === undefined ? undefined : input.column(expr.filter);
  if (isUnbounded(expr.frame.startBound) && isUnbounded(expr.frame.endBound)) {
    const whole = wholePartitions(expr, input, values, filter, charge);
    if (whole !== undefined) return whole;
  }
  return (
    aggregateFrames(expr, input, values, filter, progress) ?? byFrames(expr, input, values, filter, charge, progress)
  );
}

/** Results by partition; undefined when the function has no state by groups. */
function wholePartitions(
  expr: AggregateWindowExpr,
  input: WindowInput,
  values: readonly ColumnVector[],
  filter: ColumnVector | undefined,
  charge: MemoryCharge,
): ColumnVector | undefined {
  const { rowCount, partitions, arena } = input;
  const accumulator = expr.aggregate.createGroupsAccumulator(charge);
  if (accumulator === undefined) return undefined;
  try {
    const groups = arena.alloc(rowCount * 4);
    for (let p = 0; p + 1 < partitions.length; p++) {
      mem.u32.fill(p, (groups >>> 2) + partitions[p]!, (groups >>> 2) + partitions[p + 1]!);
    }
    const totalGroups = partitions.length - 1;
    accumulator.updateBatch(values, { address: groups, rowCount, totalGroups }, filter);
    const results = accumulator.evaluate({ kind: 'All' }, arena);
    const typed = { ...results, type: expr.field.dataType };
    if (totalGroups === 1) return constantVector(getScalar(typed, 0), rowCount);
    return takeVector(typed, groups, rowCount, arena);
  } finally {
    accumulator.release();
  }
}

function byFrames(
  expr: AggregateWindowExpr,
  input: WindowInput,
  values: readonly ColumnVector[],
  filter: ColumnVector | undefined,
  charge: MemoryCharge,
  progress: Progress,
): ColumnVector {
  const { rowCount, partitions, arena } = input;
  const builder = makeBuilder(expr.field.dataType, rowCount, arena);
  const empty = expr.aggregate.defaultValue() ?? new ScalarValue(expr.field.dataType, null);
  const { starts, ends } = input.frames();
  const scratch = new Arena();
  for (let p = 0; p + 1 < partitions.length; p++) {
    const carry = progress.carry(p);
    const accumulator = (carry.accumulator ??= newAccumulator(expr, charge));
    const first = expr.isSliding ? progress.here(p, carry.first) : partitions[p]!;
    const run = new FrameRun(accumulator, values, filter, first, progress.here(p, carry.end), scratch);
    const [from, to] = [progress.from[p]!, progress.to[p]!];
    try {
      for (let row = partitions[p]!; row < from; row++) builder.append(empty);
      for (let row = from; row < to; row++) {
        builder.append(starts[row]! >= ends[row]! ? empty : run.value(starts[row]!, ends[row]!));
      }
      for (let row = to; row < partitions[p + 1]!; row++) builder.append(empty);
      progress.advance(p, run.start, run.end);
    } finally {
      if (!progress.isOpen) accumulator.release?.();
      scratch.release();
    }
  }
  return builder.finish();
}

const newAccumulator = (expr: AggregateWindowExpr, charge: MemoryCharge): Accumulator =>
  expr.isSliding ? expr.aggregate.createSlidingAccumulator(charge) : expr.aggregate.createAccumulator(charge);

/** An accumulator over a frame that moves on. */
class FrameRun {
  readonly #accumulator: Accumulator;
  readonly #values: readonly ColumnVector[];
  readonly #filter: ColumnVector | undefined;
  /** Scratch of one step. */
  readonly #arena: Arena;
  #start: number;
  #end: number;
  #last: ScalarValue | undefined;

  constructor(
    accumulator: Accumulator,
    values: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    start: number,
    end: number,
    arena: Arena,
  ) {
    this.#accumulator = accumulator;
    this.#values = values;
    this.#filter = filter;
    this.#arena = arena;
    this.#start = start;
    this.#end = end;
  }

  /** The accumulator has the rows from here … */
  get start(): number {
    return this.#start;
  }

  /** … to (not including) here. */
  get end(): number {
    return this.#end;
  }

  /** The value over rows `start` to `end`. */
  value(start: number, end: number): ScalarValue {
    const known = this.#last;
    if (known !== undefined && start === this.#start && end === this.#end) return known;
    if (end > this.#end) this.#accumulator.updateBatch(this.#rows(this.#end, end));
    if (start > this.#start) this.#accumulator.retractBatch?.(this.#rows(this.#start, start));
    this.#start = start;
    this.#end = Math.max(this.#end, end);
    return (this.#last = this.#accumulator.evaluate());
  }

  #rows(from: number, to: number): readonly ColumnVector[] {
    this.#arena.reset();
    const slice = (column: ColumnVector): ColumnVector => sliceVector(column, from, to - from, this.#arena);
    const rows = this.#values.map(slice);
    if (this.#filter === undefined) return rows;
    const kept = filterToSelection(slice(this.#filter), to - from, this.#arena);
    return rows.map((column) => takeSelection(column, kept, this.#arena));
  }
}
