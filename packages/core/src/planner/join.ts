/**
 * Joins. Keys that are not columns are computed by a projection below first. The algorithm: hash join for equal keys (sort
 * merge join when settings prefer it), cross join without any condition, nested loops for the rest; which side is built
 * and whether both are partitioned is decided by the rule JoinSelection.
 */
import { DFSchema, fieldNotFound, Schema, type Column as LogicalColumn, type Field } from '@datafusion-ts/common';
import {
  columnExprsOf,
  displayExpr,
  exprListToColumns,
  LogicalPlanBuilder,
  schemaName,
  schemaOf,
  columnExpr,
  exprAsOutputColumn,
  type Expr,
  type Join,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import { columnProjection, createPhysicalExpr } from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  CrossJoinExec,
  HashJoinExec,
  NestedLoopJoinExec,
  ProjectionExec,
  SortMergeJoinExec,
  type ExecutionPlan,
  type JoinFilter,
} from '@datafusion-ts/physical-plan';
import type { PhysicalPlanner } from './physical-planner.js';
import { planRangeJoin } from './range-join.js';

type Keys = readonly (readonly [Expr, Expr])[];

export async function planJoin(planner: PhysicalPlanner, plan: Join): Promise<ExecutionPlan> {
  const left = withKeyColumns(
    plan.left,
    plan.on.map(([l]) => l),
  );
  const right = withKeyColumns(
    plan.right,
    plan.on.map(([, r]) => r),
  );
  const physicalLeft = await planSide(planner, left);
  const physicalRight = await planSide(planner, right);
  const keys: Keys = plan.on.map((_, i) => [left.keys[i]!, right.keys[i]!]);
  const joined = makeJoin(planner, plan, left.plan, right.plan, physicalLeft, physicalRight, keys);
  return left.added || right.added ? dropKeyColumns(plan, left.plan, joined) : joined;
}

interface JoinSide {
  /** The input, with computed keys as further columns. */
  readonly plan: LogicalPlan;
  /** The keys as columns of `plan`. */
  readonly keys: readonly Expr[];
  readonly added: boolean;
}

/** Adds a projection that computes the keys which are not columns. */
function withKeyColumns(input: LogicalPlan, keys: readonly Expr[]): JoinSide {
  if (keys.every((key) => key.kind === 'Column')) return { plan: input, keys, added: false };
  const exprs = [...columnExprsOf(schemaOf(input))];
  const asColumns = keys.map((written): Expr => {
    if (written.kind === 'Column') return written;
    // A cast has the name of what it casts, which may be a column of the input: it needs a name of its own.
    const key = written.kind === 'Cast' || written.kind === 'TryCast' ? written.alias(displayExpr(written)) : written;
    const name = schemaName(key);
    if (!exprs.some((expr) => schemaName(expr) === name)) exprs.push(key);
    return columnExpr(exprAsOutputColumn(key));
  });
  return { plan: LogicalPlanBuilder.from(input).project(exprs).build(), keys: asColumns, added: true };
}

/** Plans an input; a projection added for keys is planned over the input's own plan. */
const planSide = (planner: PhysicalPlanner, side: JoinSide): Promise<ExecutionPlan> => planner.plan(side.plan);

/** Takes computed keys out of the output again: they stand behind each input's own columns. */
function dropKeyColumns(plan: Join, left: LogicalPlan, joined: ExecutionPlan): ExecutionPlan {
  const wideLeft = outputsLeft(plan.joinType) ? schemaOf(left).length : 0;
  const ownLeft = outputsLeft(plan.joinType) ? schemaOf(plan.left).length : 0;
  const wanted = schemaOf(plan).length;
  const positions = Array.from({ length: wanted }, (_, i) => (i < ownLeft ? i : i - ownLeft + wideLeft));
  const kept = outputsRightThenMark(plan.joinType) ? withMark(positions, joined) : positions;
  return new ProjectionExec(columnProjection(joined.schema, kept), joined);
}

const outputsLeft = (joinType: Join['joinType']): boolean => !joinType.startsWith('Right') || joinType === 'Right';
const outputsRightThenMark = (joinType: Join['joinType']): boolean => joinType === 'RightMark';

/** The mark is the last column of the output. */
const withMark = (positions: readonly number[], joined: ExecutionPlan): readonly number[] => [
  ...positions.slice(0, -1),
  joined.schema.fields.length - 1,
];

function makeJoin(
  planner: PhysicalPlanner,
  plan: Join,
  leftPlan: LogicalPlan,
  rightPlan: LogicalPlan,
  left: ExecutionPlan,
  right: ExecutionPlan,
  keys: Keys,
): ExecutionPlan {
  const leftSchema = schemaOf(leftPlan);
  const rightSchema = schemaOf(rightPlan);
  const { joinType, nullEquality } = plan;
  const filter = plan.filter === undefined ? undefined : planJoinFilter(planner, plan.filter, leftSchema, rightSchema);
  if (keys.length === 0) {
    const ranged = planRangeJoin(
      planner,
      joinType,
      plan.filter,
      { plan: left, schema: leftSchema },
      { plan: right, schema: rightSchema },
    );
    if (ranged !== undefined) return ranged;
    return filter === undefined && joinType === 'Inner'
      ? new CrossJoinExec(left, right)
      : new NestedLoopJoinExec({ left, right, filter, joinType });
  }
  const on = keys.map(([l, r]): readonly [PhysicalExpr, PhysicalExpr] => [
    planner.expr(l, leftSchema),
    planner.expr(r, rightSchema),
  ]);
  const { optimizer, execution } = planner.state.config;
  const parallel = execution.targetPartitions > 1 && optimizer.repartitionJoins && !plan.nullAware;
  if (parallel && !optimizer.preferHashJoin) {
    const sortOptions = on.map(() => ({ descending: false, nullsFirst: true }));
    return new SortMergeJoinExec({ left, right, on, filter, joinType, sortOptions, nullEquality });
  }
  const mode = parallel ? 'Auto' : 'CollectLeft';
  return new HashJoinExec({ left, right, on, filter, joinType, mode, nullEquality, nullAware: plan.nullAware });
}

/** The residual condition over just the columns it reads: those of the left side first, each side by position. */
function planJoinFilter(planner: PhysicalPlanner, filter: Expr, left: DFSchema, right: DFSchema): JoinFilter {
  const positions = exprListToColumns([filter]).map((column) => positionOf(column, left, right));
  const sides = (['Left', 'Right'] as const).flatMap((side) =>
    positions
      .filter((position) => position.side === side)
      .map((position) => position.index)
      .filter((index, i, all) => all.indexOf(index) === i)
      .sort((a, b) => a - b)
      .map((index) => ({ index, side })),
  );
  const qualified = sides.map(({ index, side }) => (side === 'Left' ? left : right).qualifiedField(index));
  const fields: readonly Field[] = qualified.map(({ field }) => field);
  const schema = DFSchema.unchecked(qualified);
  return {
    expression: createPhysicalExpr(filter, schema, planner.executionProps),
    columnIndices: sides,
    schema: new Schema(fields),
  };
}

function positionOf(
  column: LogicalColumn,
  left: DFSchema,
  right: DFSchema,
): { readonly index: number; readonly side: 'Left' | 'Right' } {
  const inLeft = left.maybeIndexOfColumn(column);
  if (inLeft !== undefined) return { index: inLeft, side: 'Left' };
  const inRight = right.maybeIndexOfColumn(column);
  if (inRight !== undefined) return { index: inRight, side: 'Right' };
  throw fieldNotFound(column, right.columns());
}
