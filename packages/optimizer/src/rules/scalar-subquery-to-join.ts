/**
 * Turns correlated scalar subqueries in filters and projections into left joins.
 *
 * `Filter: t.a > (SELECT max(u.b) FROM u WHERE u.x = outer_ref(t.x))` becomes `Filter: t.a > __scalar_sq_1.max(u.b)` over
 * `t LEFT JOIN (max(u.b) grouped by u.x) ON u.x = t.x`. Where no row matches, `count` must give 0 and not NULL: then a CASE
 * over the indicator column says so. Uncorrelated ones stay expressions, evaluated once before the plan runs, unless
 * `datafusion.optimizer.enable_physical_uncorrelated_scalar_subquery` is off.
 */
import { Column, rewritten, ScalarValue, TableReference, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  alias as aliasExpr,
  caseExpr,
  columnExpr,
  columnExprsOf,
  conjunction,
  exprToColumns,
  isNullExpr,
  joinNode,
  lit,
  makeFilter,
  not,
  projection,
  replaceExpr,
  schemaName,
  schemaOf,
  subqueryAlias,
  transformExprDown,
  existsExprNode,
  hasKinds,
  type Expr,
  type Filter,
  type LogicalPlan,
  type Projection,
  type Subquery,
} from '@datafusion-ts/expr';
import { coerceExpr } from '../coerce-single-expr.js';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';
import { columnUnderAlias, headOutputExpr, underAlias } from './decorrelate/correlated-columns.js';
import { ALWAYS_TRUE, PullUpCorrelated } from './decorrelate/pull-up-correlated.js';
import { simplified } from './decorrelate/empty-results.js';

export const scalarSubqueryToJoin: OptimizerRule = {
  name: 'scalar_subquery_to_join',
  concerns: { exprs: EXPR_BITS.ScalarSubquery },
  applyOrder: 'topDown',
  rewrite(plan, config) {
    if (plan.kind === 'Filter') return rewriteFilter(plan, config);
    return plan.kind === 'Projection' ? rewriteProjection(plan, config) : unchanged(plan);
  },
};

interface Extracted {
  readonly subquery: Subquery;
  readonly alias: string;
}

/** True for the subqueries that become joins. */
function isToJoin(expr: Expr, { config }: OptimizerConfig): boolean {
  if (expr.kind !== 'ScalarSubquery') return false;
  return expr.subquery.outerRefColumns.length > 0 || !config.optimizer.enablePhysicalUncorrelatedScalarSubquery;
}

const hasSubqueryToJoin = (expr: Expr, config: OptimizerConfig): boolean =>
  hasKinds(expr, EXPR_BITS.ScalarSubquery) && existsExprNode(expr, (node) => isToJoin(node, config));

function rewriteFilter(plan: Filter, config: OptimizerConfig): Transformed<LogicalPlan> {
  if (!hasSubqueryToJoin(plan.predicate, config)) return unchanged(plan);
  const extracted: Extracted[] = [];
  const predicate = extract(plan.predicate, extracted, config);
  const joined = joinAll(plan.input, extracted, config);
  if (joined === undefined) return unchanged(plan);
  const filter = makeFilter(withValues(predicate, joined.values), joined.plan);
  return rewritten(projection(columnExprsOf(schemaOf(plan.input)), filter));
}

function rewriteProjection(plan: Projection, config: OptimizerConfig): Transformed<LogicalPlan> {
  if (!plan.exprs.some((expr) => hasSubqueryToJoin(expr, config))) return unchanged(plan);
  const extracted: Extracted[] = [];
  const exprs = plan.exprs.map((expr) => extract(expr, extracted, config));
  const joined = joinAll(plan.input, extracted, config);
  if (joined === undefined) return unchanged(plan);
  const named = exprs.map((expr, i) => {
    const value = withValues(expr, joined.values);
    const name = schemaName(plan.exprs[i]!);
    return schemaName(value) === name ? value : aliasExpr(value, name);
  });
  return rewritten(projection(named, joined.plan));
}

/** The expression with each subquery replaced by the column that will hold its value. */
function extract(expr: Expr, found: Extracted[], config: OptimizerConfig): Expr {
  return transformExprDown(expr, (node) => {
    if (node.kind !== 'ScalarSubquery' || !isToJoin(node, config)) return unchanged(node);
    const alias = config.nextAlias('__scalar_sq');
    found.push({ subquery: node.subquery, alias });
    return rewritten(columnExpr(columnUnderAlias(headOutputExpr(node.subquery.subquery), alias)), 'Jump');
  }).node;
}

/** By column key: what to read instead of a subquery's column. */
type Values = ReadonlyMap<string, Expr>;

const withValues = (expr: Expr, values: Values): Expr =>
  values.size === 0
    ? expr
    : replaceExpr(expr, (node) => (node.kind === 'Column' ? values.get(node.column.key) : undefined));

/** The input joined with every subquery; undefined when one cannot be taken apart. */
function joinAll(
  input: LogicalPlan,
  extracted: readonly Extracted[],
  config: OptimizerConfig,
): { readonly plan: LogicalPlan; readonly values: Values } | undefined {
  let plan = input;
  const values = new Map<string, Expr>();
  for (const item of extracted) {
    const joined = joinScalar(plan, item, values, config);
    if (joined === undefined) return undefined;
    plan = joined;
  }
  return { plan, values };
}

function joinScalar(
  left: LogicalPlan,
  { subquery, alias }: Extracted,
  values: Map<string, Expr>,
  config: OptimizerConfig,
): LogicalPlan | undefined {
  const pullUp = new PullUpCorrelated({ handleCountBug: true }, config);
  const pulled = pullUp.run(subquery.subquery);
  if (!pullUp.canPullUp) return undefined;
  const right = subqueryAlias(pulled, TableReference.bare(alias));
  const correlated = conjunction(pullUp.joinFilters);
  const filter = correlated === undefined ? lit(true) : underAlias(correlated, pullUp.correlatedColumns(), alias);
  const joined = joinNode({ left, right, on: [], filter, joinType: 'Left' });
  for (const [name, result] of pullUp.emptyResultsOf(pulled) ?? []) {
    if (isNullWithoutRows(result, config)) continue;
    const column = new Column(TableReference.bare(alias), name);
    const value = valueOrDefault(columnExpr(column), result, alias, pullUp.havingExpr);
    values.set(column.key, coerceExpr(value, schemaOf(joined), config.config));
  }
  return joined;
}

/** The joined value, or what the subquery gives over no rows where there was none. */
function valueOrDefault(column: Expr, result: Expr, alias: string, having: Expr | undefined): Expr {
  const indicator = columnExpr(new Column(TableReference.bare(alias), ALWAYS_TRUE));
  const branches = [{ when: isNullExpr(indicator), then: result }];
  if (having !== undefined) {
    const own = new Set(exprToColumns(having).map((read) => read.key));
    branches.push({ when: not(underAlias(having, own, alias)), then: lit(ScalarValue.null()) });
  }
  return caseExpr(undefined, branches, column);
}

function isNullWithoutRows(result: Expr, config: OptimizerConfig): boolean {
  const nulls = replaceExpr(result, (node) => (node.kind === 'Column' ? lit(ScalarValue.null()) : undefined));
  const value = simplified(nulls, undefined, config);
  return value.kind === 'Literal' && value.value.isNull;
}
