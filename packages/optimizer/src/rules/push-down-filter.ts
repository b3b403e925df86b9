/**
 * Moves filters towards the sources, so that rows are dropped before they are worked on.
 *
 * Through projections, aliases, sorts and unions as they are; through aggregations and windows when they read group or
 * partition keys only; through joins to the side whose columns they read, when that side keeps its rows; into scans as far
 * as the table supports it. A volatile predicate stays where it is.
 *
 * Before: `Filter: b.y > 1` over `Left Join: a.x = b.x`. After: the filter stays, the right side is not preserved; with an
 * inner join it becomes a filter below the join.
 */
import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  conjunction,
  exprKey,
  exprToColumns,
  isVolatile,
  makeFilter,
  splitConjunction,
  withPlanInputs,
  type Expr,
  type Filter,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';
import { pushIntoAggregate, pushIntoWindow } from './push-down-filter/aggregate-window.js';
import { pushIntoJoin } from './push-down-filter/join.js';
import { pushIntoProjection, pushIntoSubqueryAlias, pushIntoUnion, pushIntoUnnest } from './push-down-filter/projection.js';
import { pushIntoScan } from './push-down-filter/scan.js';

export const pushDownFilter: OptimizerRule = {
  name: 'push_down_filter',
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind === 'Join') return pushIntoJoin(plan, []);
    return plan.kind === 'Filter' ? pushDown(plan) : unchanged(plan);
  },
};

function pushDown(plan: Filter): Transformed<LogicalPlan> {
  const all = splitConjunction(plan.predicate);
  const predicates = distinct(all);
  const filter = predicates.length === all.length ? plan : makeFilter(conjunction(predicates)!, plan.input);
  const { input } = plan;
  switch (input.kind) {
    case 'Filter': {
      const merged = distinct([...predicates, ...splitConjunction(input.predicate)]);
      const result = pushDown(makeFilter(conjunction(merged)!, input.input));
      return rewritten(result.node);
    }
    case 'Sort':
      return input.fetch === undefined ? rewritten(below(filter, input)) : unchanged(plan);
    case 'Repartition':
    case 'Distinct':
      return rewritten(below(filter, input));
    case 'SubqueryAlias':
      return pushIntoSubqueryAlias(predicates, input);
    case 'Projection':
      return pushIntoProjection(plan, predicates, input);
    case 'Unnest':
      return pushIntoUnnest(plan, predicates, input);
    case 'Union':
      return pushIntoUnion(predicates, input);
    case 'Aggregate':
      return pushIntoAggregate(plan, predicates, input);
    case 'Window':
      return pushIntoWindow(plan, predicates, input);
    case 'Join': {
      const result = pushIntoJoin(input, predicates);
      return result.changed ? result : unchanged(plan);
    }
    case 'TableScan':
      return pushIntoScan(plan, predicates, input);
    case 'Extension':
      return pushIntoExtension(plan, predicates, input);
    default:
      return filter === plan ? unchanged(plan) : rewritten(filter);
  }
}

/** The filter under a node whose rows it does not change. */
function below(filter: Filter, node: LogicalPlan): LogicalPlan {
  return withPlanInputs(node, [makeFilter(filter.predicate, inputOf(node))]);
}

function inputOf(node: LogicalPlan): LogicalPlan {
  return (node as Extract<LogicalPlan, { readonly kind: 'Sort' }>).input;
}

function distinct(exprs: readonly Expr[]): readonly Expr[] {
  const seen = new Set<string>();
  return exprs.filter((expr) => {
    if (isVolatile(expr)) return true;
    const key = exprKey(expr);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function pushIntoExtension(
  plan: Filter,
  predicates: readonly Expr[],
  input: Extract<LogicalPlan, { readonly kind: 'Extension' }>,
): Transformed<LogicalPlan> {
  const prevented = input.node.preventPredicatePushDownColumns?.();
  if (prevented === undefined) return unchanged(plan);
  const stays = (expr: Expr): boolean => columnNames(expr).some((name) => prevented.includes(name));
  const pushed = conjunction(predicates.filter((expr) => !stays(expr)));
  if (pushed === undefined) return unchanged(plan);
  const node = withPlanInputs(input, input.node.inputs().map((child) => makeFilter(pushed, child)));
  const kept = conjunction(predicates.filter(stays));
  return rewritten(kept === undefined ? node : makeFilter(kept, node));
}

const columnNames = (expr: Expr): readonly string[] => exprToColumns(expr).map((column) => column.name);
