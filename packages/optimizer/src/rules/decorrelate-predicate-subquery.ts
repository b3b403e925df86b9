/**
 * Turns IN and EXISTS in filters into joins.
 *
 * `Filter: EXISTS (SELECT … WHERE u.x = outer_ref(t.x))` over `t` becomes a LeftSemi join of `t` with the subquery on
 * `u.x = t.x`; NOT gives LeftAnti, null-aware for NOT IN over keys that may be NULL. Inside OR and other expressions the
 * answer is the `mark` column of a LeftMark join. Subqueries whose predicates cannot be pulled up stay as they are.
 */
import { Column, rewritten, TableReference, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  columnExpr,
  columnExprsOf,
  conjunction,
  hasKinds,
  exprToColumns,
  joinNode,
  litTrue,
  makeExpr,
  makeFilter,
  mapPlanSubqueries,
  not,
  nullableOf,
  projection,
  schemaOf,
  splitConjunction,
  subqueryAlias,
  transformExpr,
  transformPlanDown,
  type Expr,
  type ExprOf,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';
import { columnUnderAlias, headOutputExpr, underAlias } from './decorrelate/correlated-columns.js';
import { PullUpCorrelated } from './decorrelate/pull-up-correlated.js';

export const decorrelatePredicateSubquery: OptimizerRule = {
  name: 'decorrelate_predicate_subquery',
  concerns: { exprs: EXPR_BITS.Exists | EXPR_BITS.InSubquery },
  rewrite: (plan, config) => transformPlanDown(plan, (node) => rewriteNode(node, config)),
};

/** Subqueries inside first, so that their joins are part of what is joined here. */
function rewriteNode(plan: LogicalPlan, config: OptimizerConfig): Transformed<LogicalPlan> {
  const inside = mapPlanSubqueries(plan, (subquery) =>
    transformPlanDown(subquery, (node) => rewriteNode(node, config)),
  );
  const { node } = inside;
  if (node.kind !== 'Filter' || !hasPredicateSubquery(node.predicate)) return inside;
  const parts = splitConjunction(node.predicate);
  const remaining = parts.filter((part) => !hasPredicateSubquery(part));
  let input = node.input;
  for (const part of parts.filter(hasPredicateSubquery)) {
    const call = topLevelCall(part);
    if (call === undefined) {
      const embedded = replaceEmbedded(input, part, config);
      input = embedded.input;
      remaining.push(embedded.expr);
      continue;
    }
    const joined = joinSubquery(
      input,
      call,
      call.negated ? 'LeftAnti' : 'LeftSemi',
      config.nextAlias('__correlated_sq'),
      config,
    );
    if (joined === undefined) remaining.push(call);
    else input = joined;
  }
  if (input === node.input) return inside;
  const predicate = conjunction(remaining);
  const result = predicate === undefined ? input : makeFilter(predicate, input);
  const wanted = schemaOf(node);
  return rewritten(schemaOf(result).length === wanted.length ? result : projection(columnExprsOf(wanted), result));
}

type PredicateSubquery = ExprOf<'InSubquery'> | ExprOf<'Exists'>;

const isPredicateSubquery = (expr: Expr): expr is PredicateSubquery =>
  expr.kind === 'InSubquery' || expr.kind === 'Exists';
const hasPredicateSubquery = (expr: Expr): boolean => hasKinds(expr, EXPR_BITS.Exists | EXPR_BITS.InSubquery);

/** `[NOT] IN` or `[NOT] EXISTS`, when that is all the expression says. */
function topLevelCall(expr: Expr): PredicateSubquery | undefined {
  if (isPredicateSubquery(expr)) return expr;
  if (expr.kind !== 'Not' || !isPredicateSubquery(expr.expr)) return undefined;
  return makeExpr({ ...expr.expr, negated: !expr.expr.negated }) as PredicateSubquery;
}

/** The expression over `mark` columns of joins made for each subquery in it. */
function replaceEmbedded(
  start: LogicalPlan,
  expr: Expr,
  config: OptimizerConfig,
): { readonly input: LogicalPlan; readonly expr: Expr } {
  let input = start;
  const replaced = transformExpr(expr, (node) => {
    if (!isPredicateSubquery(node)) return unchanged(node);
    const alias = config.nextAlias('__correlated_sq');
    const joined = joinSubquery(input, node, 'LeftMark', alias, config);
    if (joined === undefined) return unchanged(node);
    input = joined;
    const mark = columnExpr(new Column(TableReference.bare(alias), 'mark'));
    return rewritten(node.negated ? not(mark) : mark);
  }).node;
  return { input, expr: replaced };
}

/** The input joined with the subquery; undefined when the subquery cannot be taken apart. */
function joinSubquery(
  left: LogicalPlan,
  call: PredicateSubquery,
  joinType: 'LeftSemi' | 'LeftAnti' | 'LeftMark',
  alias: string,
  config: OptimizerConfig,
): LogicalPlan | undefined {
  const { subquery } = call.subquery;
  const inPredicate = call.kind === 'InSubquery' ? call.expr.eq(headOutputExpr(subquery)) : undefined;
  const pullUp = new PullUpCorrelated({ inPredicate, exists: inPredicate === undefined }, config);
  const pulled = pullUp.run(subquery);
  if (!pullUp.canPullUp) return undefined;
  const right = subqueryAlias(pulled, TableReference.bare(alias));
  const correlated = conjunction(pullUp.joinFilters);
  const joinFilter = correlated === undefined ? undefined : underAlias(correlated, pullUp.correlatedColumns(), alias);
  const own =
    call.kind === 'InSubquery'
      ? call.expr.eq(columnExpr(columnUnderAlias(headOutputExpr(subquery), alias)))
      : undefined;
  const filter = conjunction([own, joinFilter].filter((part) => part !== undefined)) ?? litTrue();
  if (joinType === 'LeftMark') return joinNode({ left, right: neededColumns(right, filter), on: [], filter, joinType });
  const nullAware = joinType === 'LeftAnti' && own !== undefined && keysMayBeNull(filter, left, right);
  return joinNode({ left, right, on: [], filter, joinType, nullAware });
}

/** Only the columns the condition reads: the mark join gives none of them on. */
function neededColumns(right: LogicalPlan, filter: Expr): LogicalPlan {
  const schema = schemaOf(right);
  const positions = exprToColumns(filter).flatMap((column) => schema.maybeIndexOfColumn(column) ?? []);
  const columns = columnExprsOf(schema);
  const exprs = [...new Set(positions)].sort((a, b) => a - b).map((i) => columns[i]!);
  return exprs.length === 0 ? right : projection(exprs, right);
}

/** True unless every equality of the condition compares what is never NULL. */
function keysMayBeNull(filter: Expr, left: LogicalPlan, right: LogicalPlan): boolean {
  const schema = schemaOf(left).merge(schemaOf(right));
  return splitConjunction(filter).some(
    (expr) =>
      expr.kind !== 'BinaryExpr' || expr.op !== 'Eq' || nullableOf(expr.left, schema) || nullableOf(expr.right, schema),
  );
}
