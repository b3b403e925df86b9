/**
 * Joins whose only condition is one comparison of a left with a right expression: with `enable_piecewise_merge_join` they
 * become a `PiecewiseMergeJoinExec`, which walks along ordered rows instead of comparing all pairs.
 */
import type { Column, DFSchema, JoinType } from '@datafusion-ts/common';
import { exprListToColumns, type Expr } from '@datafusion-ts/expr';
import { PiecewiseMergeJoinExec, type ExecutionPlan, type RangeOperator } from '@datafusion-ts/physical-plan';
import type { PhysicalPlanner } from './physical-planner.js';

/** An input with the schema its expressions are resolved in. */
export interface RangeJoinSide {
  readonly plan: ExecutionPlan;
  readonly schema: DFSchema;
}

const SWAPPED: Readonly<Record<RangeOperator, RangeOperator>> = { Lt: 'Gt', LtEq: 'GtEq', Gt: 'Lt', GtEq: 'LtEq' };

/** The join, or undefined when the condition or the type of join is another. */
export function planRangeJoin(
  planner: PhysicalPlanner,
  joinType: JoinType,
  condition: Expr | undefined,
  left: RangeJoinSide,
  right: RangeJoinSide,
): ExecutionPlan | undefined {
  if (!planner.state.config.optimizer.enablePiecewiseMergeJoin || condition?.kind !== 'BinaryExpr') return undefined;
  if (!['Inner', 'Left', 'Right', 'Full'].includes(joinType)) return undefined;
  const { op } = condition;
  if (op !== 'Lt' && op !== 'LtEq' && op !== 'Gt' && op !== 'GtEq') return undefined;
  const sides = [sideOf(condition.left, left, right), sideOf(condition.right, left, right)].join();
  if (sides !== 'left,right' && sides !== 'right,left') return undefined;
  const straight = sides === 'left,right';
  const [l, r] = straight ? [condition.left, condition.right] : [condition.right, condition.left];
  return new PiecewiseMergeJoinExec({
    left: left.plan,
    right: right.plan,
    on: [planner.expr(l, left.schema), planner.expr(r, right.schema)],
    operator: straight ? op : SWAPPED[op],
    joinType,
  });
}

/** The side all columns of an expression are of; undefined when it has none, or of both. */
function sideOf(expr: Expr, left: RangeJoinSide, right: RangeJoinSide): 'left' | 'right' | undefined {
  const columns = exprListToColumns([expr]);
  const within = (side: RangeJoinSide): boolean =>
    columns.every((column: Column) => side.schema.maybeIndexOfColumn(column) !== undefined);
  if (columns.length === 0) return undefined;
  return within(left) ? 'left' : within(right) ? 'right' : undefined;
}
