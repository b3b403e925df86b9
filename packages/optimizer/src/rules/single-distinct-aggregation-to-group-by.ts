/**
 * Computes aggregates over distinct values by grouping twice.
 *
 * `count(DISTINCT x) … GROUP BY k` becomes `count(alias1) … GROUP BY k` over a grouping by `k, x AS alias1`, which needs
 * no set of values for each group. `sum`, `min` and `max` beside it are computed in both steps. Not done with several
 * different distinct arguments, other functions, FILTER or ORDER BY, or grouping sets.
 */
import { InternalError, rewritten, unchanged } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  aggregate,
  aggregateFunction,
  alias,
  exprKey,
  ident,
  projection,
  schemaOf,
  type Aggregate,
  type AggregateFunction,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

/** Functions whose value over values of groups is their value over all rows. */
const COMBINABLE: ReadonlySet<string> = new Set(['sum', 'min', 'max']);
const DISTINCT_ALIAS = 'alias1';

export const singleDistinctAggregationToGroupBy: OptimizerRule = {
  name: 'single_distinct_aggregation_to_group_by',
  concerns: { nodes: PLAN_BITS.Aggregate },
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind !== 'Aggregate' || plan.groupExprs.some((expr) => expr.kind === 'GroupingSet'))
      return unchanged(plan);
    const calls = singleDistinctCalls(plan.aggrExprs);
    return calls === undefined ? unchanged(plan) : rewritten(twoSteps(plan, calls));
  },
};

/** The calls, when they are distinct over one and the same argument, or can be combined. */
function singleDistinctCalls(exprs: readonly Expr[]): readonly AggregateFunction[] | undefined {
  const calls: AggregateFunction[] = [];
  const distinctArgs = new Set<string>();
  for (const expr of exprs) {
    if (expr.kind !== 'AggregateFunction' || expr.filter !== undefined || expr.orderBy.length > 0) return undefined;
    if (expr.distinct) for (const arg of expr.args) distinctArgs.add(exprKey(arg));
    else if (!COMBINABLE.has(expr.func.name)) return undefined;
    calls.push(expr);
  }
  return distinctArgs.size === 1 ? calls : undefined;
}

function twoSteps(plan: Aggregate, calls: readonly AggregateFunction[]): LogicalPlan {
  const innerGroups = plan.groupExprs.map((expr, i) =>
    expr.kind === 'Column' ? expr : alias(expr, `group_alias_${i}`),
  );
  const outerGroups = plan.groupExprs.map((expr, i) => (expr.kind === 'Column' ? expr : ident(`group_alias_${i}`)));
  const innerCalls: Expr[] = [];
  const outerCalls = calls.map(({ func, args, distinct, nullTreatment }) => {
    const clauses = nullTreatment === undefined ? {} : { nullTreatment };
    if (distinct) {
      assertOneArgument(args.length);
      return aggregateFunction(func, [ident(DISTINCT_ALIAS)], clauses);
    }
    const name = `alias${innerCalls.length + 2}`;
    innerCalls.push(alias(aggregateFunction(func, args, clauses), name));
    return aggregateFunction(func, [ident(name)], clauses);
  });
  const distinctArg = calls.find((call) => call.distinct)!.args[0]!;
  const inner = aggregate(plan.input, [...innerGroups, alias(distinctArg, DISTINCT_ALIAS)], innerCalls);
  const outer = aggregate(inner, outerGroups, outerCalls);
  const schema = schemaOf(plan);
  const outputs = [...outerGroups, ...outerCalls].map((expr, i) => {
    const { qualifier, field } = schema.qualifiedField(i);
    return i < outerGroups.length && plan.groupExprs[i]!.kind === 'Column'
      ? expr
      : alias(asColumn(expr, outer, i), field.name, qualifier);
  });
  return projection(outputs, outer);
}

function assertOneArgument(count: number): void {
  if (count === 1) return;
  throw new InternalError(
    `Assertion failed: args.len() == 1 (left: ${count}, right: 1): DISTINCT aggregate should have exactly one argument`,
  );
}

/** Calls are columns of the grouping below. */
function asColumn(expr: Expr, plan: LogicalPlan, position: number): Expr {
  return expr.kind === 'AggregateFunction' ? ident(schemaOf(plan).field(position).name) : expr;
}
