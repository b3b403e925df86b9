/** Window functions that are no aggregates, over all partitions of a chunk. */
import { InternalError } from '@datafusion-ts/common';
import { concatVectors, flatten, makeBuilder, sliceVector, type ColumnVector } from '@datafusion-ts/compute';
import type { EarlierRows, PartitionEvaluator, RowRange } from '@datafusion-ts/expr';
import type { StandardWindowExpr } from '@datafusion-ts/physical-expr';
import type { WindowInput } from './window-input.js';

/** The function's evaluator; throws what the function throws about its arguments. */
export function evaluatorOf(expr: StandardWindowExpr): PartitionEvaluator {
  return expr.func.partitionEvaluator({
    inputFields: expr.inputFields,
    isReversed: expr.isReversed,
    ignoreNulls: expr.ignoreNulls,
    literals: expr.args.map((arg) => arg.literal),
  });
}

/** The result for every row, in the order of the window; `earlier` where partitions go on from an earlier piece. */
export function evaluateStandard(expr: StandardWindowExpr, input: WindowInput, earlier?: EarlierRows): ColumnVector {
  const evaluator = evaluatorOf(expr);
  const values = expr.args.map((arg) => input.column(arg));
  const { rowCount, partitions, peers, arena } = input;
  if (evaluator.evaluatePartitions !== undefined) {
    const frames = evaluator.usesWindowFrame ? input.frames() : undefined;
    return evaluator.evaluatePartitions({ values, rowCount, partitions, peers, frames, earlier, arena });
  }
  const parts: ColumnVector[] = [];
  for (let p = 0; p + 1 < partitions.length; p++) {
    if (partitions[p] === partitions[p + 1]) continue;
    parts.push(
      onePartition(p === 0 ? evaluator : evaluatorOf(expr), expr, input, values, partitions[p]!, partitions[p + 1]!),
    );
  }
  return concatVectors(
    parts.map((part) => flatten(part, arena)),
    expr.field.dataType,
    arena,
  );
}

/** A partition through the methods of a function that knows one partition at a time. */
function onePartition(
  evaluator: PartitionEvaluator,
  expr: StandardWindowExpr,
  input: WindowInput,
  values: readonly ColumnVector[],
  from: number,
  to: number,
): ColumnVector {
  const { arena } = input;
  const rowCount = to - from;
  const own = values.map((value) => sliceVector(value, from, rowCount, arena));
  if (!evaluator.usesWindowFrame) {
    if (evaluator.includeRank && evaluator.evaluateAllWithRank !== undefined) {
      return evaluator.evaluateAllWithRank(rowCount, peerRanges(input.peers, from, to), arena);
    }
    if (evaluator.evaluateAll !== undefined) return evaluator.evaluateAll(own, rowCount, arena);
  }
  if (evaluator.evaluate === undefined)
    throw new InternalError(`Window function ${expr.func.name} cannot be evaluated`);
  const frames = evaluator.usesWindowFrame ? input.frames() : undefined;
  const builder = makeBuilder(expr.field.dataType, rowCount, arena);
  for (let row = 0; row < rowCount; row++) {
    const range: RowRange =
      frames === undefined
        ? (evaluator.getRange?.(row, rowCount) ?? { start: row, end: row + 1 })
        : { start: frames.starts[from + row]! - from, end: frames.ends[from + row]! - from };
    builder.append(evaluator.evaluate(own, range));
  }
  return builder.finish();
}

function peerRanges(peers: Uint32Array, from: number, to: number): readonly RowRange[] {
  const ranges: RowRange[] = [];
  for (let g = 0; g + 1 < peers.length; g++) {
    if (peers[g]! >= from && peers[g]! < to) ranges.push({ start: peers[g]! - from, end: peers[g + 1]! - from });
  }
  return ranges;
}
