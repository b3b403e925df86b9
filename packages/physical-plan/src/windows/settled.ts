/**
 * Partitions computed in pieces: which rows have their final value although the partition goes on, and which rows are
 * looked at by rows to come.
 *
 * A row of a frame is settled once a row behind its frame has been seen; a row that looks ahead, once the rows it looks at
 * are there. What is needed of the past is the frame of the last row done (frames never move backwards); of a frame
 * without a beginning only what the function cannot carry on by itself.
 */
import { flatten, isNull, type ColumnVector } from '@datafusion-ts/compute';
import { isUnbounded, type PartitionEvaluator } from '@datafusion-ts/expr';
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import { frameDistance } from './frames.js';
import type { Progress } from './progress.js';
import type { WindowInput } from './window-input.js';

/** One window expression over one piece. */
export interface ExprPiece {
  readonly expr: WindowExpr;
  /** Of window functions; undefined for aggregates. */
  readonly evaluator: PartitionEvaluator | undefined;
  readonly input: WindowInput;
}

/** Whether a window expression can be computed while its partition goes on. */
export function canBePieced(expr: WindowExpr, evaluator: PartitionEvaluator | undefined): boolean {
  if (evaluator === undefined) return true;
  if (evaluator.evaluatePartitions === undefined) return false;
  return evaluator.reach !== undefined || (evaluator.usesWindowFrame && !isUnbounded(expr.frame.startBound));
}

/** The first row of a partition whose value may still change; the partition's end when all are settled. */
export function firstUnsettled(piece: ExprPiece, partition: number): number {
  const { expr, evaluator, input } = piece;
  const [start, end] = [input.partitions[partition]!, input.partitions[partition + 1]!];
  if (evaluator === undefined || evaluator.usesWindowFrame) return firstOpenFrame(expr, input, start, end);
  const { ahead = 0, onlyValid = false } = evaluator.reach ?? {};
  return rowsBack(onlyValid ? firstArgument(piece) : undefined, start, end, ahead);
}

function firstOpenFrame({ frame }: WindowExpr, input: WindowInput, start: number, end: number): number {
  // A frame without an end holds rows that have not come.
  if (isUnbounded(frame.endBound)) return start;
  if (frame.units === 'Rows') return Math.min(end, Math.max(start, end - frameDistance(frame.endBound)));
  const { ends } = input.frames();
  let row = end;
  while (row > start && ends[row - 1]! >= end) row--;
  return row;
}

/** The first row of a partition that rows behind those done now still look at. */
export function firstNeeded(piece: ExprPiece, progress: Progress, partition: number): number {
  const { evaluator, expr, input } = piece;
  const start = input.partitions[partition]!;
  const to = progress.to[partition]!;
  const grows = isUnbounded(expr.frame.startBound);
  if (evaluator === undefined) {
    const carry = progress.known(partition);
    if (carry === undefined) return start;
    const end = progress.here(partition, carry.end);
    // The last row seen stays, so that a frame that has rows does not look empty.
    return grows ? Math.max(start, end - 1) : Math.min(progress.here(partition, carry.first), end);
  }
  const { behind = 0, front, onlyValid = false } = evaluator.reach ?? {};
  const values = onlyValid ? firstArgument(piece) : undefined;
  if (!evaluator.usesWindowFrame) return rowsBack(values, start, to, behind);
  if (to === progress.from[partition]) return start;
  const { starts, ends } = input.frames();
  if (!grows) return Math.min(to, starts[to - 1]!);
  if (front !== undefined) return progress.known(partition)?.settled === undefined ? start : to;
  return rowsBack(values, start, Math.min(to, ends[to - 1]!), behind);
}

/** The rows of a growing frame up to a row, as far as `reach` counts them. */
export function frameHas(piece: ExprPiece, partition: number, end: number, count: number): boolean {
  const start = piece.input.partitions[partition]!;
  if (piece.evaluator?.reach?.onlyValid !== true) return end - start >= count;
  const values = firstArgument(piece);
  let found = 0;
  for (let row = start; row < end && found < count; row++) if (!isNull(values, row)) found++;
  return found >= count;
}

/** The row `count` rows (with a value) before `end`, or `start` when there are not so many. */
function rowsBack(values: ColumnVector | undefined, start: number, end: number, count: number): number {
  if (values === undefined) return Math.max(start, end - count);
  let row = end;
  for (let left = count; left > 0 && row > start; row--) if (!isNull(values, row - 1)) left--;
  return row;
}

const firstArgument = ({ expr, input }: ExprPiece): ColumnVector =>
  flatten(input.column((expr.kind === 'Standard' ? expr.args : expr.aggregate.args)[0]!), input.arena);
