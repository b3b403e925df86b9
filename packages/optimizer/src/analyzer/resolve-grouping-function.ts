/**
 * Computes `grouping(…)` from the id that says which keys a row of ROLLUP, CUBE or GROUPING SETS is grouped by.
 *
 * Each argument gives one bit, the first the highest: 1 when the row is not grouped by it. The id has a bit for every key,
 * the last key's lowest. Without grouping sets the result is always 0. The calls leave the aggregation; a projection above
 * has them.
 */
import {
  PlanError,
  rewritten,
  ScalarValue,
  unchanged,
  type DataType,
  DataTypes,
  type Transformed,
} from '@datafusion-ts/common';
import {
  aggregate,
  alias,
  binaryExpr,
  cast,
  columnExpr,
  displayExpr,
  exprKey,
  groupingSetToExprList,
  ident,
  INTERNAL_GROUPING_ID,
  lit,
  PLAN_BITS,
  planFacts,
  projection,
  schemaOf,
  transformPlanUpWithSubqueries,
  type Aggregate,
  type AggregateFunction,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { AnalyzerRule } from './analyzer.js';

export const resolveGroupingFunction: AnalyzerRule = {
  name: 'resolve_grouping_function',
  analyze: (plan) =>
    (planFacts(plan).nodes & PLAN_BITS.Aggregate) === 0
      ? unchanged(plan)
      : transformPlanUpWithSubqueries(plan, (node) => (node.kind === 'Aggregate' ? resolve(node) : unchanged(node))),
};

const isGrouping = (expr: Expr): expr is AggregateFunction & Expr =>
  expr.kind === 'AggregateFunction' && expr.func.name === 'grouping';

function resolve(plan: Aggregate): Transformed<LogicalPlan> {
  if (!plan.aggrExprs.some(isGrouping)) return unchanged(plan);
  const groups = groupingSetToExprList(plan.groupExprs);
  const isGroupingSet = plan.groupExprs.some((expr) => expr.kind === 'GroupingSet');
  const columns = schemaOf(plan).columns();
  const firstCall = columns.length - plan.aggrExprs.length;
  const exprs: Expr[] = columns.slice(0, groups.length).map((column) => columnExpr(column));
  plan.aggrExprs.forEach((expr, i) => {
    const column = columns[firstCall + i]!;
    if (isGrouping(expr)) exprs.push(alias(fromGroupingId(expr, groups, isGroupingSet), column.name, column.relation));
    else exprs.push(columnExpr(column));
  });
  const calls = plan.aggrExprs.filter((expr) => !isGrouping(expr));
  return rewritten(projection(exprs, aggregate(plan.input, plan.groupExprs, calls)));
}

function fromGroupingId(call: AggregateFunction, groups: readonly Expr[], isGroupingSet: boolean): Expr {
  const bits = new Map(groups.map((group, i) => [exprKey(group), groups.length - 1 - i]));
  const positions = call.args.map((arg) => positionOf(arg, bits, groups));
  if (!isGroupingSet) return lit(ScalarValue.int32(0));
  const count = positions.length;
  const id = ident(INTERNAL_GROUPING_ID);
  const isWholeId = count === groups.length && positions.every((bit, i) => bit === count - 1 - i);
  const type = idType(groups.length);
  const value = (number: number | bigint): Expr =>
    lit(new ScalarValue(type, type.kind === 'UInt64' ? BigInt(number) : Number(number)));
  if (isWholeId) return cast(binaryExpr(id, 'BitwiseAnd', value((1n << BigInt(count)) - 1n)), DataTypes.Int32);
  // From the last argument, whose bit is the lowest of the result.
  const parts = [...positions].reverse().map((from, to) => {
    const bit = binaryExpr(id, 'BitwiseAnd', value(1n << BigInt(from)));
    if (from === to) return bit;
    return from < to
      ? binaryExpr(bit, 'BitwiseShiftLeft', value(to - from))
      : binaryExpr(bit, 'BitwiseShiftRight', value(from - to));
  });
  return cast(
    parts.reduce((a, b) => binaryExpr(a, 'BitwiseOr', b)),
    DataTypes.Int32,
  );
}

function positionOf(arg: Expr, bits: ReadonlyMap<string, number>, groups: readonly Expr[]): number {
  const bit = bits.get(exprKey(arg));
  if (bit !== undefined) return bit;
  throw new PlanError(
    `Argument ${displayExpr(arg)} to grouping function is not in grouping columns ${groups.map(displayExpr).join(', ')}`,
  );
}

function idType(count: number): DataType {
  if (count < 8) return DataTypes.UInt8;
  if (count < 16) return DataTypes.UInt16;
  return count < 32 ? DataTypes.UInt32 : DataTypes.UInt64;
}
