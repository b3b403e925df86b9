/**
 * Aggregation in two steps: each partition aggregates its rows to states, then states are merged, by hash of the group keys
 * over the target partitions where that is allowed. The rule CombinePartialFinalAggregate makes one step of them again
 * where the exchange between them is not needed.
 */
import { InternalError, ScalarValue, type DFSchema } from '@datafusion-ts/common';
import {
  exprEquals,
  humanDisplay,
  schemaName,
  schemaOf,
  type Aggregate,
  type AggregateFunction,
  type Expr,
  type GroupingSet,
} from '@datafusion-ts/expr';
import { AggregateFunctionExpr, lit, type ProjectionExpr } from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { AggregateExec, PhysicalGroupBy, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { AsyncCalls } from './async-calls.js';
import type { PhysicalPlanner } from './physical-planner.js';
import { physicalName } from './physical-name.js';
import { planOrdering } from './sort-limit.js';

/** An aggregate call ready to be computed. */
export interface PlannedAggregate {
  readonly aggregate: AggregateFunctionExpr;
  readonly filter: PhysicalExpr | undefined;
}

export function planAggregate(planner: PhysicalPlanner, plan: Aggregate, child: ExecutionPlan): ExecutionPlan {
  const schema = schemaOf(plan.input);
  const calls = new AsyncCalls(child);
  const groupBy = withoutAsyncGroups(planGroupBy(planner, plan.groupExprs, schema, child), calls);
  const planned = plan.aggrExprs.map((expr) =>
    withoutAsyncCalls(planAggregateCall(planner, expr, schema, child), calls),
  );
  const input = calls.plan();
  const filters = planned.map(({ filter }) => filter);
  const partial = new AggregateExec({
    mode: 'Partial',
    groupBy,
    aggregates: planned.map(({ aggregate }) => aggregate),
    filters,
    input,
    inputSchema: input.schema,
  });
  const { targetPartitions } = planner.state.config.execution;
  const byHash =
    groupBy.exprs.length > 0 && targetPartitions > 1 && planner.state.config.optimizer.repartitionAggregations;
  return new AggregateExec({
    mode: byHash ? 'FinalPartitioned' : 'Final',
    groupBy: partial.groupBy.asFinal(),
    // The partial stage may have reversed calls to suit the input's order.
    aggregates: partial.aggregates,
    filters,
    input: partial,
    inputSchema: input.schema,
  });
}

/** Group expressions that read the results of asynchronous calls. */
function withoutAsyncGroups(groupBy: PhysicalGroupBy, calls: AsyncCalls): PhysicalGroupBy {
  const exprs = groupBy.exprs.map((item) => ({ ...item, expr: calls.replace(item.expr) }));
  return exprs.every(({ expr }, i) => expr === groupBy.exprs[i]!.expr)
    ? groupBy
    : new PhysicalGroupBy(exprs, groupBy.nullExprs, groupBy.groups, groupBy.hasGroupingSet);
}

/** A call whose arguments read the results of asynchronous calls. */
function withoutAsyncCalls({ aggregate, filter }: PlannedAggregate, calls: AsyncCalls): PlannedAggregate {
  const args = aggregate.args.map((arg) => calls.replace(arg));
  const orderBy = aggregate.orderBy.map((key) => ({ ...key, expr: calls.replace(key.expr) }));
  const kept =
    args.every((arg, i) => arg === aggregate.args[i]) &&
    orderBy.every((key, i) => key.expr === aggregate.orderBy[i]!.expr);
  return {
    aggregate: kept
      ? aggregate
      : new AggregateFunctionExpr({
          ...aggregate,
          args,
          orderBy,
          schema: calls.schema(),
          returnField: aggregate.field,
        }),
    filter: filter === undefined ? undefined : calls.replace(filter),
  };
}

/** A call, possibly under aliases, bound to an input. */
function planAggregateCall(
  planner: PhysicalPlanner,
  expr: Expr,
  schema: DFSchema,
  input: ExecutionPlan,
): PlannedAggregate {
  const call = withoutAliases(expr);
  if (call.kind !== 'AggregateFunction') throw new InternalError(`Invalid aggregate expression '${schemaName(expr)}'`);
  const name = expr.kind === 'Alias' ? expr.name : schemaName(call);
  return {
    aggregate: aggregateFunctionExpr(planner, call, name, expr, schema, input),
    filter: call.filter === undefined ? undefined : planner.expr(call.filter, schema),
  };
}

function aggregateFunctionExpr(
  planner: PhysicalPlanner,
  call: AggregateFunction,
  name: string,
  shown: Expr,
  schema: DFSchema,
  input: ExecutionPlan,
): AggregateFunctionExpr {
  return new AggregateFunctionExpr({
    func: call.func,
    args: call.args.map((arg) => planner.expr(arg, schema)),
    schema: input.schema,
    name,
    humanDisplay: humanDisplay(call),
    isAliased: shown.kind === 'Alias',
    isDistinct: call.distinct,
    ignoreNulls: call.nullTreatment === 'IgnoreNulls',
    orderBy: planOrdering(planner, call.orderBy, schema),
  });
}

function planGroupBy(
  planner: PhysicalPlanner,
  exprs: readonly Expr[],
  schema: DFSchema,
  input: ExecutionPlan,
): PhysicalGroupBy {
  const only = exprs.length === 1 ? exprs[0]! : undefined;
  const project = (expr: Expr): ProjectionExpr => ({ expr: planner.expr(expr, schema), alias: physicalName(expr) });
  if (only?.kind !== 'GroupingSet') return PhysicalGroupBy.single(exprs.map(project));
  const sets = setsOf(only.set);
  const distinct: Expr[] = [];
  for (const expr of sets.flat()) if (!distinct.some((known) => exprEquals(known, expr))) distinct.push(expr);
  const projected = distinct.map(project);
  const nulls = projected.map(({ expr, alias }) => ({
    expr: lit(ScalarValue.null(expr.dataType(input.schema))),
    alias,
  }));
  const masks = sets.map((set) => distinct.map((expr) => !set.some((member) => exprEquals(member, expr))));
  return new PhysicalGroupBy(projected, nulls, masks, true);
}

/** Every combination of expressions that is grouped by. */
function setsOf(set: GroupingSet): readonly (readonly Expr[])[] {
  switch (set.kind) {
    case 'GroupingSets':
      return set.sets;
    case 'Rollup':
      return Array.from({ length: set.exprs.length + 1 }, (_, i) => set.exprs.slice(0, i));
    case 'Cube':
      // All expressions first, then ever more of them left out.
      return Array.from({ length: set.exprs.length + 1 }, (_, size) => combinations(set.exprs.length, size))
        .flat()
        .map((left) => set.exprs.filter((_expr, i) => !left.includes(i)));
  }
}

/** Every choice of `size` of the numbers below `count`, in order. */
function combinations(count: number, size: number, from = 0): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from) }, (_, i) => from + i).flatMap((first) =>
    combinations(count, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

/** What the aliases around an expression name. */
export function withoutAliases(expr: Expr): Expr {
  return expr.kind === 'Alias' ? withoutAliases(expr.expr) : expr;
}
