import { assertNever } from '@datafusion-ts/common';
import type { Case, Expr, ExprOf, GroupingSet, SortExpr } from './expr.js';
import { makeExpr } from './make-expr.js';

/**
 * The traversal table of expressions: `exprChildren` lists the direct sub-expressions of a node in evaluation order and
 * `withExprChildren` puts others in their places. Plans inside subqueries are not children (see `subqueriesOf`), though
 * the left side of IN is. Everything that walks or rewrites expressions is derived from these two.
 */

/** The direct sub-expressions of a node. */
export function exprChildren(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'Alias':
    case 'Not':
    case 'IsNotNull':
    case 'IsNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsUnknown':
    case 'IsNotTrue':
    case 'IsNotFalse':
    case 'IsNotUnknown':
    case 'Negative':
    case 'Cast':
    case 'TryCast':
    case 'Unnest':
    case 'InSubquery':
    case 'SetComparison':
      return [expr.expr];
    case 'BinaryExpr':
      return [expr.left, expr.right];
    case 'Like':
    case 'SimilarTo':
      return [expr.expr, expr.pattern];
    case 'Between':
      return [expr.expr, expr.low, expr.high];
    case 'Case':
      return caseChildren(expr);
    case 'ScalarFunction':
    case 'HigherOrderFunction':
      return expr.args;
    case 'AggregateFunction':
      return expr.filter === undefined && expr.orderBy.length === 0
        ? expr.args
        : [...expr.args, ...optional(expr.filter), ...expr.orderBy.map((s) => s.expr)];
    case 'WindowFunction':
      return [...expr.args, ...expr.partitionBy, ...expr.orderBy.map((s) => s.expr), ...optional(expr.filter)];
    case 'Lambda':
      return [expr.body];
    case 'InList':
      return [expr.expr, ...expr.list];
    case 'GroupingSet':
      return groupingSetExprs(expr.set);
    case 'Column':
    case 'ScalarVariable':
    case 'Literal':
    case 'LambdaVariable':
    case 'Exists':
    case 'ScalarSubquery':
    case 'Wildcard':
    case 'Placeholder':
    case 'OuterReferenceColumn':
      return NONE;
    default:
      return assertNever(expr);
  }
}

const NONE: readonly Expr[] = [];

/** The same node over other sub-expressions, given in the order of {@link exprChildren}; itself when none differs. */
export function withExprChildren(expr: Expr, children: readonly Expr[]): Expr {
  const current = exprChildren(expr);
  if (current.length === children.length && current.every((c, i) => c === children[i])) return expr;
  if (expr.kind === 'BinaryExpr')
    return makeExpr({ kind: expr.kind, left: children[0]!, op: expr.op, right: children[1]! });
  const take = taker(children);
  switch (expr.kind) {
    case 'Alias':
    case 'Not':
    case 'IsNotNull':
    case 'IsNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsUnknown':
    case 'IsNotTrue':
    case 'IsNotFalse':
    case 'IsNotUnknown':
    case 'Negative':
    case 'Cast':
    case 'TryCast':
    case 'Unnest':
    case 'InSubquery':
    case 'SetComparison':
      return makeExpr({ ...expr, expr: take.one() });
    case 'Like':
    case 'SimilarTo':
      return makeExpr({ ...expr, expr: take.one(), pattern: take.one() });
    case 'Between':
      return makeExpr({ kind: 'Between', expr: take.one(), negated: expr.negated, low: take.one(), high: take.one() });
    case 'Case':
      return withCaseChildren(expr, take);
    case 'ScalarFunction':
    case 'HigherOrderFunction':
      return makeExpr({ ...expr, args: children });
    case 'AggregateFunction':
      return withAggregateChildren(expr, take);
    case 'WindowFunction':
      return withWindowChildren(expr, take);
    case 'Lambda':
      return makeExpr({ ...expr, body: take.one() });
    case 'InList':
      return makeExpr({ ...expr, expr: take.one(), list: take.many(expr.list.length) });
    case 'GroupingSet':
      return makeExpr({ kind: 'GroupingSet', set: withGroupingSetExprs(expr.set, take) });
    case 'Column':
    case 'ScalarVariable':
    case 'Literal':
    case 'LambdaVariable':
    case 'Exists':
    case 'ScalarSubquery':
    case 'Wildcard':
    case 'Placeholder':
    case 'OuterReferenceColumn':
      return expr;
    default:
      return assertNever(expr);
  }
}

/** The same keys over other expressions. */
export function withSortExprs(keys: readonly SortExpr[], exprs: readonly Expr[]): SortExpr[] {
  return keys.map((key, i) => ({ ...key, expr: exprs[i]! }));
}

interface Taker {
  one(): Expr;
  many(count: number): Expr[];
}

function taker(exprs: readonly Expr[]): Taker {
  let next = 0;
  return {
    one: () => exprs[next++]!,
    many: (count) => {
      next += count;
      return exprs.slice(next - count, next);
    },
  };
}

const optional = (expr: Expr | undefined): readonly Expr[] => (expr === undefined ? [] : [expr]);

function caseChildren(expr: Case): Expr[] {
  const children: Expr[] = expr.expr === undefined ? [] : [expr.expr];
  for (const { when, then } of expr.whenThen) children.push(when, then);
  if (expr.elseExpr !== undefined) children.push(expr.elseExpr);
  return children;
}

function withCaseChildren(expr: ExprOf<'Case'>, take: Taker): Expr {
  return makeExpr({
    kind: 'Case',
    ...(expr.expr === undefined ? {} : { expr: take.one() }),
    whenThen: expr.whenThen.map(() => ({ when: take.one(), then: take.one() })),
    ...(expr.elseExpr === undefined ? {} : { elseExpr: take.one() }),
  });
}

function withAggregateChildren(expr: ExprOf<'AggregateFunction'>, take: Taker): Expr {
  return makeExpr({
    ...expr,
    args: take.many(expr.args.length),
    ...(expr.filter === undefined ? {} : { filter: take.one() }),
    orderBy: withSortExprs(expr.orderBy, take.many(expr.orderBy.length)),
  });
}

function withWindowChildren(expr: ExprOf<'WindowFunction'>, take: Taker): Expr {
  return makeExpr({
    ...expr,
    args: take.many(expr.args.length),
    partitionBy: take.many(expr.partitionBy.length),
    orderBy: withSortExprs(expr.orderBy, take.many(expr.orderBy.length)),
    ...(expr.filter === undefined ? {} : { filter: take.one() }),
  });
}

/** Every expression of a ROLLUP, CUBE or GROUPING SETS, repeated ones included. */
export function groupingSetExprs(set: GroupingSet): readonly Expr[] {
  return set.kind === 'GroupingSets' ? set.sets.flat() : set.exprs;
}

function withGroupingSetExprs(set: GroupingSet, take: Taker): GroupingSet {
  if (set.kind !== 'GroupingSets') return { kind: set.kind, exprs: take.many(set.exprs.length) };
  return { kind: 'GroupingSets', sets: set.sets.map((exprs) => take.many(exprs.length)) };
}
