/**
 * Computes common sub-expressions once, in a projection below.
 *
 * `Projection: a + b, (a + b) * 2` becomes `Projection: __common_expr_1 AS a + b, __common_expr_1 AS a + b * 2` over
 * `Projection: a + b AS __common_expr_1, …`. Done for projections, filters, sorts, groupings and windows (those on top of
 * each other together); the projection made is looked at again, for what its expressions have in common.
 */
import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  aggregate,
  alias,
  columnExprsOf,
  ident,
  makeFilter,
  mapPlanInputs,
  mapPlanSubqueries,
  projection,
  restoreName,
  saveName,
  schemaOf,
  recomputeSchema,
  windowNode,
  type Aggregate,
  type Expr,
  type Filter,
  type LogicalPlan,
  type Projection,
  type Sort,
  type Window,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';
import { extractCommon, type CommonExpr } from './common-sub-expression/find-common.js';

export const commonSubExpressionEliminate: OptimizerRule = {
  name: 'common_sub_expression_eliminate',
  rewrite: (plan, config) => rewriteNode(plan, config),
};

function rewriteNode(plan: LogicalPlan, config: OptimizerConfig): Transformed<LogicalPlan> {
  switch (plan.kind) {
    case 'Projection':
      return rewriteProjection(plan, config);
    case 'Filter':
      return rewriteFilter(plan, config);
    case 'Sort':
      return rewriteSort(plan, config);
    case 'Window':
      return rewriteWindows(plan, config);
    case 'Aggregate':
      return rewriteAggregate(plan, config);
    default:
      return rewriteInputs(plan, config);
  }
}

function rewriteInputs(plan: LogicalPlan, config: OptimizerConfig): Transformed<LogicalPlan> {
  const rewrite = (node: LogicalPlan): Transformed<LogicalPlan> => rewriteNode(node, config);
  const subqueries = mapPlanSubqueries(plan, (node) =>
    node.kind === 'Subquery' && node.outerRefColumns.length > 0 ? unchanged(node) : rewrite(node),
  );
  const inputs = mapPlanInputs(subqueries.node, rewrite);
  if (inputs.changed) return rewritten(recomputeSchema(inputs.node));
  return subqueries.changed ? subqueries : unchanged(plan);
}

interface Replaced {
  readonly exprs: readonly Expr[];
  readonly input: LogicalPlan;
}

/** Expressions over an input that has their common parts as columns; undefined when there are none. */
function replaceCommon(exprs: readonly Expr[], input: LogicalPlan, config: OptimizerConfig): Replaced | undefined {
  const [first] = exprs;
  if (first === undefined || exprs.every((expr) => expr.kind === 'Column')) return undefined;
  const distinct = distinctLists.get(first);
  if (distinct !== undefined && distinct.length === exprs.length && distinct.every((expr, i) => expr === exprs[i]))
    return undefined;
  const extracted = extractCommon(exprs, () => config.nextAlias('__common_expr'));
  if (extracted === undefined) {
    distinctLists.set(first, exprs);
    return undefined;
  }
  return { exprs: extracted.exprs, input: rewriteNode(withColumns(extracted.common, input), config).node };
}

/** Lists without a common part, by their first expression: most are looked at again in the next pass. */
const distinctLists = new WeakMap<Expr, readonly Expr[]>();

function withColumns(common: readonly CommonExpr[], input: LogicalPlan): LogicalPlan {
  return projection([...common.map(({ expr, name }) => alias(expr, name)), ...columnExprsOf(schemaOf(input))], input);
}

/** The plan with only the columns it had before. */
const recovered = (plan: LogicalPlan, before: LogicalPlan): LogicalPlan =>
  projection(columnExprsOf(schemaOf(before)), plan);

function rewriteProjection(plan: Projection, config: OptimizerConfig): Transformed<LogicalPlan> {
  const replaced = replaceCommon(plan.exprs, plan.input, config);
  if (replaced === undefined) return rewriteInputs(plan, config);
  const exprs = replaced.exprs.map((expr, i) => restoreName(expr, saveName(plan.exprs[i]!)));
  return rewritten(projection(exprs, replaced.input));
}

function rewriteFilter(plan: Filter, config: OptimizerConfig): Transformed<LogicalPlan> {
  const replaced = replaceCommon([plan.predicate], plan.input, config);
  if (replaced === undefined) return rewriteInputs(plan, config);
  return rewritten(recovered(makeFilter(replaced.exprs[0]!, replaced.input), plan));
}

function rewriteSort(plan: Sort, config: OptimizerConfig): Transformed<LogicalPlan> {
  const replaced = replaceCommon(
    plan.exprs.map(({ expr }) => expr),
    plan.input,
    config,
  );
  if (replaced === undefined) return rewriteInputs(plan, config);
  const exprs = plan.exprs.map((key, i) => ({ ...key, expr: replaced.exprs[i]! }));
  return rewritten(recovered({ ...plan, exprs, input: replaced.input }, plan));
}

/** Windows on top of each other share what they compute. */
function rewriteWindows(plan: Window, config: OptimizerConfig): Transformed<LogicalPlan> {
  const windows: Window[] = [plan];
  for (let next = plan.input; next.kind === 'Window'; next = next.input) windows.push(next);
  const bottom = windows.at(-1)!;
  const replaced = replaceCommon(
    windows.flatMap((window) => window.windowExprs),
    bottom.input,
    config,
  );
  if (replaced === undefined) return rewriteBelow(windows, bottom, config) ?? unchanged(plan);
  const exprs = [...replaced.exprs];
  const lists = windows.map((window) => window.windowExprs.map((expr) => restoreName(exprs.shift()!, saveName(expr))));
  const result = lists.reduceRight<LogicalPlan>((input, list) => windowNode(list, input), replaced.input);
  return rewritten(recovered(result, plan));
}

function rewriteBelow(
  windows: readonly Window[],
  bottom: Window,
  config: OptimizerConfig,
): Transformed<LogicalPlan> | undefined {
  const input = rewriteNode(bottom.input, config);
  if (!input.changed) return undefined;
  return rewritten(
    windows.reduceRight<LogicalPlan>((below, window) => windowNode(window.windowExprs, below), input.node),
  );
}

function rewriteAggregate(plan: Aggregate, config: OptimizerConfig): Transformed<LogicalPlan> {
  const replaced = replaceCommon([...plan.groupExprs, ...plan.aggrExprs], plan.input, config);
  if (replaced === undefined) return shareCalls(plan, config) ?? rewriteInputs(plan, config);
  const groups = replaced.exprs.slice(0, plan.groupExprs.length);
  const calls = replaced.exprs
    .slice(plan.groupExprs.length)
    .map((expr, i) => restoreName(expr, saveName(plan.aggrExprs[i]!)));
  const next = aggregate(replaced.input, groups, calls);
  return shareCalls(next, config) ?? rewritten(next);
}

/** Calls that compute the same under different names once, the names given by a projection above. */
function shareCalls(plan: Aggregate, config: OptimizerConfig): Transformed<LogicalPlan> | undefined {
  const nextName = (): string => config.nextAlias('__common_expr');
  const extracted = extractCommon(plan.aggrExprs, nextName, true);
  if (extracted === undefined) return undefined;
  const calls = extracted.common.map(({ expr, name }) => alias(expr, name));
  const outputs = columnExprsOf(schemaOf(plan)).slice(0, schemaOf(plan).length - plan.aggrExprs.length);
  const results = plan.aggrExprs.map((expr, i) => {
    const shared = extracted.exprs[i]!;
    if (shared !== expr) return restoreName(shared, saveName(expr));
    const name = expr.kind === 'Alias' ? expr.name : nextName();
    calls.push(expr.kind === 'Alias' ? expr : alias(expr, name));
    return restoreName(ident(name), saveName(expr));
  });
  const input = rewriteNode(plan.input, config).node;
  return rewritten(projection([...outputs, ...results], aggregate(input, plan.groupExprs, calls)));
}
