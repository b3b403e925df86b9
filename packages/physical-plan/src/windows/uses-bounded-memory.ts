import { DataFusionError } from '@datafusion-ts/common';
import { isUnbounded, type PartitionEvaluator } from '@datafusion-ts/expr';
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import { evaluatorOf } from './evaluate-standard.js';

/** Whether a window expression can be computed while the input streams by: its frame must not reach to the end. */
export function usesBoundedMemory(expr: WindowExpr): boolean {
  const toTheEnd = isUnbounded(expr.frame.endBound);
  if (expr.kind === 'Aggregate') return !toTheEnd;
  let evaluator: PartitionEvaluator;
  try {
    evaluator = evaluatorOf(expr);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    // Bad arguments fail when the query runs.
    return false;
  }
  return evaluator.supportsBoundedExecution && (!evaluator.usesWindowFrame || !toTheEnd);
}
