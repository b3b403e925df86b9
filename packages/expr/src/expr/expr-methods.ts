import type { DataType } from '@datafusion-ts/common';
import type { Operator } from '@datafusion-ts/expr-common';
import type { AggregateFunction, Expr, NullTreatment, SortExpr, WindowFrame } from './expr.js';
import type { LiteralLike } from './literal.js';

/**
 * What may stand where an expression is asked for: an expression, or a plain value that becomes a literal. Numbers
 * become Int64 when integral and Float64 otherwise, bigint Int64 or UInt64, string Utf8, boolean Boolean, null an untyped NULL.
 */
export type ExprLike = Expr | LiteralLike;

/** The parts of an OVER clause. */
export interface OverOptions {
  readonly partitionBy?: readonly Expr[];
  readonly orderBy?: readonly SortExpr[];
  /** Default: DataFusion's, which depends on whether there is an ORDER BY. */
  readonly windowFrame?: WindowFrame;
}

/** Clauses of an aggregate call, set by {@link ExprMethods.withAggregate}. */
export type AggregateClauses = Partial<Pick<AggregateFunction, 'distinct' | 'filter' | 'orderBy' | 'nullTreatment'>>;

/** The fluent methods every expression carries. Each returns a new expression. */
export interface ExprMethods {
  /** `this op other` for any operator. */
  binary(op: Operator, other: ExprLike): Expr;
  eq(other: ExprLike): Expr;
  notEq(other: ExprLike): Expr;
  gt(other: ExprLike): Expr;
  gtEq(other: ExprLike): Expr;
  lt(other: ExprLike): Expr;
  ltEq(other: ExprLike): Expr;
  and(other: ExprLike): Expr;
  or(other: ExprLike): Expr;
  add(other: ExprLike): Expr;
  sub(other: ExprLike): Expr;
  mul(other: ExprLike): Expr;
  div(other: ExprLike): Expr;
  mod(other: ExprLike): Expr;
  /** `NOT this`; IN, LIKE and SIMILAR TO are negated themselves. */
  not(): Expr;
  /** `-this`. */
  neg(): Expr;
  like(pattern: ExprLike): Expr;
  notLike(pattern: ExprLike): Expr;
  ilike(pattern: ExprLike): Expr;
  notIlike(pattern: ExprLike): Expr;
  between(low: ExprLike, high: ExprLike): Expr;
  notBetween(low: ExprLike, high: ExprLike): Expr;
  inList(list: readonly ExprLike[], negated?: boolean): Expr;
  isNull(): Expr;
  isNotNull(): Expr;
  isTrue(): Expr;
  isNotTrue(): Expr;
  isFalse(): Expr;
  isNotFalse(): Expr;
  isUnknown(): Expr;
  isNotUnknown(): Expr;
  /** `CAST(this AS dataType)`; fails on values that do not convert. */
  cast(dataType: DataType): Expr;
  /** `TRY_CAST(this AS dataType)`; NULL for values that do not convert. */
  tryCast(dataType: DataType): Expr;
  /** `this AS name`. */
  alias(name: string): Expr;
  /** The expression below outer aliases of this node. */
  unalias(): Expr;
  /** A key of ORDER BY. */
  sort(asc: boolean, nullsFirst: boolean): SortExpr;
  /** Ascending key, nulls last. */
  asc(): SortExpr;
  /** Descending key, nulls first. */
  desc(): SortExpr;
  /** Adds DISTINCT, FILTER, ORDER BY or null treatment to an aggregate or window call; throws a PlanError otherwise. */
  withAggregate(clauses: AggregateClauses): Expr;
  /** `this FILTER (WHERE predicate)`. */
  withFilter(predicate: Expr): Expr;
  /** `f(this ORDER BY …)`. */
  withOrderBy(orderBy: readonly SortExpr[]): Expr;
  /** `f(DISTINCT …)`. */
  withDistinct(): Expr;
  /** IGNORE NULLS or RESPECT NULLS. */
  withNullTreatment(nullTreatment: NullTreatment): Expr;
  /** Turns an aggregate call into a window call, or sets the window of a window call; throws a PlanError otherwise. */
  over(options: OverOptions): Expr;
  /** Text as EXPLAIN prints it. */
  toString(): string;
}
