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
  PLAN_BITS,
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
import { simplifyPredicates } from '../simplify/simplify-predicates.js';
import { pushIntoAggregate, pushIntoWindow } from './push-down-filter/aggregate-window.js';
import { pushIntoJoin } from './push-down-filter/join.js';
import {
  pushIntoProjection,
  pushIntoSubqueryAlias,
  pushIntoUnion,
  pushIntoUnnest,
} from './push-down-filter/projection.js';
import { pushIntoScan } from './push-down-filter/scan.js';

export const pushDownFilter: OptimizerRule = {
  name: 'push_down_filter',
  concerns: { nodes: PLAN_BITS.Filter | PLAN_BITS.Join },
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind === 'Join') return pushIntoJoin(plan, []);
    return plan.kind === 'Filter' ? pushDown(plan) : unchanged(plan);
  },
};

function pushDown(plan: Filter): Transformed<LogicalPlan> {
  const all = splitConjunction(plan.predicate);
  const predicates = simplifyPredicates(all);
  const filter = predicates === all ? plan : makeFilter(conjunction(predicates)!, plan.input);
  const result = hasFetch(filter.input) ? unchanged<LogicalPlan>(filter) : pushInto(filter, predicates);
  return result.changed || filter === plan ? result : rewritten(filter);
}

/** Rows that a limit cuts off must not come back. */
const hasFetch = (plan: LogicalPlan): boolean =>
  (plan.kind === 'Sort' || plan.kind === 'TableScan') && plan.fetch !== undefined;

function pushInto(filter: Filter, predicates: readonly Expr[]): Transformed<LogicalPlan> {
  const { input } = filter;
  switch (input.kind) {
    case 'Filter':
      return rewritten(pushDown(mergeFilters(predicates, input)).node);
    case 'Sort':
    case 'Repartition':
      return rewritten(below(filter, input));
    case 'Distinct':
      return input.on === undefined ? rewritten(below(filter, input)) : unchanged(filter);
    case 'SubqueryAlias':
      return pushIntoSubqueryAlias(predicates, input);
    case 'Projection':
      return pushIntoProjection(filter, predicates, input);
    case 'Unnest':
      return pushIntoUnnest(filter, predicates, input);
    case 'Union':
      return pushIntoUnion(predicates, input);
    case 'Aggregate':
      return pushIntoAggregate(filter, predicates, input);
    case 'Window':
      return pushIntoWindow(filter, predicates, input);
    case 'Join': {
      const result = pushIntoJoin(input, predicates);
      return result.changed ? result : unchanged(filter);
    }
    case 'TableScan':
      return pushIntoScan(filter, predicates, input);
    case 'Extension':
      return pushIntoExtension(filter, predicates, input);
    default:
      return unchanged(filter);
  }
}

/** One filter for two: the lower one's predicates first, each once. */
function mergeFilters(predicates: readonly Expr[], child: Filter): Filter {
  const own = splitConjunction(child.predicate);
  const known = new Set(own.map(exprKey));
  const added = predicates.filter((expr) => isVolatile(expr) || !known.has(exprKey(expr)));
  return makeFilter(conjunction([...own, ...added])!, child.input);
}

/** The filter under a node whose rows it does not change. */
function below(filter: Filter, node: LogicalPlan): LogicalPlan {
  return withPlanInputs(node, [makeFilter(filter.predicate, inputOf(node))]);
}

function inputOf(node: LogicalPlan): LogicalPlan {
  return (node as Extract<LogicalPlan, { readonly kind: 'Sort' }>).input;
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
  const node = withPlanInputs(
    input,
    input.node.inputs().map((child) => makeFilter(pushed, child)),
  );
  const kept = conjunction(predicates.filter(stays));
  return rewritten(kept === undefined ? node : makeFilter(kept, node));
}

const columnNames = (expr: Expr): readonly string[] => exprToColumns(expr).map((column) => column.name);
