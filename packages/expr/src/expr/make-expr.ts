import { type DataType, PlanError, ScalarValue } from '@datafusion-ts/common';
import type { Operator } from '@datafusion-ts/expr-common';
import { displayExpr } from '../display/display-expr.js';
import { newWindowFrame } from '../window/window-frame.js';
import type { Expr, ExprNode, NullTreatment, SortExpr } from './expr.js';
import { ExprObject } from './expr-object.js';
import type { AggregateClauses, ExprLike, ExprMethods, OverOptions } from './expr-methods.js';
import { scalarOf } from './literal.js';

/**
 * Expressions are plain data with a shared prototype: a `switch` over `kind` and `{ ...expr, negated: true }` work as on
 * any object, and `col('a').gt(lit(1))` works because every node is made here. A node made by object spread loses the
 * prototype until it passes through `makeExpr` again.
 */

/** A frozen expression with the members of a node and the fluent methods. */
export function makeExpr(node: ExprNode): Expr {
  return new ExprObject(node) as unknown as Expr;
}

/** The expression itself, or the literal that a plain value stands for. */
export function toExpr(value: ExprLike): Expr {
  if (!isNode(value)) return makeExpr({ kind: 'Literal', value: scalarOf(value) });
  return isExpr(value) ? value : makeExpr(value);
}

/** True for objects made by {@link makeExpr}. */
export function isExpr(value: unknown): value is Expr {
  return typeof value === 'object' && value !== null && ExprObject.is(value);
}

/** True for expressions, also those made by object spread. */
const isNode = (value: ExprLike): value is Expr =>
  typeof value === 'object' && value !== null && !(value instanceof ScalarValue) && 'kind' in value;

function binary(left: Expr, op: Operator, right: ExprLike): Expr {
  return makeExpr({ kind: 'BinaryExpr', left, op, right: toExpr(right) });
}

function like(expr: Expr, pattern: ExprLike, negated: boolean, caseInsensitive: boolean): Expr {
  return makeExpr({ kind: 'Like', negated, expr, pattern: toExpr(pattern), caseInsensitive });
}

function between(expr: Expr, low: ExprLike, high: ExprLike, negated: boolean): Expr {
  return makeExpr({ kind: 'Between', expr, negated, low: toExpr(low), high: toExpr(high) });
}

function withClauses(expr: Expr, clauses: AggregateClauses): Expr {
  if (expr.kind !== 'AggregateFunction' && expr.kind !== 'WindowFunction') {
    throw new PlanError('ExprFunctionExt can only be used with Expr::AggregateFunction or Expr::WindowFunction');
  }
  return makeExpr({ ...expr, ...clauses });
}

function over(expr: Expr, options: OverOptions): Expr {
  const orderBy = options.orderBy ?? [];
  const window = {
    partitionBy: options.partitionBy ?? [],
    orderBy,
    windowFrame: options.windowFrame ?? newWindowFrame(orderBy.length > 0 ? false : undefined),
  };
  if (expr.kind === 'WindowFunction') return makeExpr({ ...expr, ...window });
  if (expr.kind !== 'AggregateFunction') {
    throw new PlanError('ExprFunctionExt can only be used with Expr::AggregateFunction or Expr::WindowFunction');
  }
  const { func, args, distinct, filter, nullTreatment } = expr;
  return makeExpr({
    kind: 'WindowFunction',
    func: { kind: 'AggregateUDF', func },
    args,
    distinct,
    ...window,
    ...(filter === undefined ? {} : { filter }),
    ...(nullTreatment === undefined ? {} : { nullTreatment }),
  });
}

function unalias(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'Alias') inner = inner.expr;
  return inner;
}

const exprMethods: ExprMethods & ThisType<Expr> = {
  binary(op, other) {
    return binary(this, op, other);
  },
  eq(other) {
    return binary(this, 'Eq', other);
  },
  notEq(other) {
    return binary(this, 'NotEq', other);
  },
  gt(other) {
    return binary(this, 'Gt', other);
  },
  gtEq(other) {
    return binary(this, 'GtEq', other);
  },
  lt(other) {
    return binary(this, 'Lt', other);
  },
  ltEq(other) {
    return binary(this, 'LtEq', other);
  },
  and(other) {
    return binary(this, 'And', other);
  },
  or(other) {
    return binary(this, 'Or', other);
  },
  add(other) {
    return binary(this, 'Plus', other);
  },
  sub(other) {
    return binary(this, 'Minus', other);
  },
  mul(other) {
    return binary(this, 'Multiply', other);
  },
  div(other) {
    return binary(this, 'Divide', other);
  },
  mod(other) {
    return binary(this, 'Modulo', other);
  },
  not() {
    const negates = this.kind === 'InList' || this.kind === 'Like' || this.kind === 'SimilarTo';
    return makeExpr(negates ? { ...this, negated: !this.negated } : { kind: 'Not', expr: this });
  },
  neg() {
    return makeExpr({ kind: 'Negative', expr: this });
  },
  like(pattern) {
    return like(this, pattern, false, false);
  },
  notLike(pattern) {
    return like(this, pattern, true, false);
  },
  ilike(pattern) {
    return like(this, pattern, false, true);
  },
  notIlike(pattern) {
    return like(this, pattern, true, true);
  },
  between(low, high) {
    return between(this, low, high, false);
  },
  notBetween(low, high) {
    return between(this, low, high, true);
  },
  inList(list, negated = false) {
    return makeExpr({ kind: 'InList', expr: this, list: list.map(toExpr), negated });
  },
  isNull() {
    return makeExpr({ kind: 'IsNull', expr: this });
  },
  isNotNull() {
    return makeExpr({ kind: 'IsNotNull', expr: this });
  },
  isTrue() {
    return makeExpr({ kind: 'IsTrue', expr: this });
  },
  isNotTrue() {
    return makeExpr({ kind: 'IsNotTrue', expr: this });
  },
  isFalse() {
    return makeExpr({ kind: 'IsFalse', expr: this });
  },
  isNotFalse() {
    return makeExpr({ kind: 'IsNotFalse', expr: this });
  },
  isUnknown() {
    return makeExpr({ kind: 'IsUnknown', expr: this });
  },
  isNotUnknown() {
    return makeExpr({ kind: 'IsNotUnknown', expr: this });
  },
  cast(dataType: DataType) {
    return makeExpr({ kind: 'Cast', expr: this, dataType });
  },
  tryCast(dataType: DataType) {
    return makeExpr({ kind: 'TryCast', expr: this, dataType });
  },
  alias(name: string) {
    return makeExpr({ kind: 'Alias', expr: this, name });
  },
  unalias() {
    return unalias(this);
  },
  sort(asc: boolean, nullsFirst: boolean): SortExpr {
    return { expr: this, asc, nullsFirst };
  },
  asc(): SortExpr {
    return { expr: this, asc: true, nullsFirst: false };
  },
  desc(): SortExpr {
    return { expr: this, asc: false, nullsFirst: true };
  },
  withAggregate(clauses: AggregateClauses) {
    return withClauses(this, clauses);
  },
  withFilter(filter: Expr) {
    return withClauses(this, { filter });
  },
  withOrderBy(orderBy: readonly SortExpr[]) {
    return withClauses(this, { orderBy });
  },
  withDistinct() {
    return withClauses(this, { distinct: true });
  },
  withNullTreatment(nullTreatment: NullTreatment) {
    return withClauses(this, { nullTreatment });
  },
  over(options: OverOptions) {
    return over(this, options);
  },
  toString() {
    return displayExpr(this);
  },
};

Object.assign(ExprObject.prototype, exprMethods);
