import {
  Column,
  type DataType,
  type Field,
  PlanError,
  ScalarValue,
  type Span,
  type TableReference,
} from '@datafusion-ts/common';
import type { Operator } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '../udf/aggregate-udf.js';
import type { ScalarUDF } from '../udf/scalar-udf.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import type {
  AggregateFunction,
  Case,
  Expr,
  GroupingSet,
  Like,
  SortExpr,
  Subquery,
  WildcardOptions,
  WindowFunction,
} from './expr.js';
import type { ExprLike } from './expr-methods.js';
import { type LiteralLike, scalarOf } from './literal.js';
import { makeExpr, toExpr } from './make-expr.js';

/** Factories of expressions. Everything that makes an expression goes through these or through the fluent methods. */

/** A column by its (possibly qualified) SQL name, parsed and normalised as in SQL: `col('t.a')`, `col('"T".a')`. */
export function col(name: string | Column): Expr {
  return columnExpr(typeof name === 'string' ? Column.fromQualifiedName(name) : name);
}

/** A column by exact name, not parsed: `ident('a.b')` is one unqualified name. */
export function ident(name: string): Expr {
  return columnExpr(Column.unqualified(name));
}

/** A column, as it is. */
export function columnExpr(column: Column, span?: Span): Expr {
  return makeExpr(span === undefined ? { kind: 'Column', column } : { kind: 'Column', column, span });
}

/** A column from a qualifier and a name, as `DFSchema` iterates them. */
export function qualifiedCol(relation: TableReference | undefined, name: string): Expr {
  return columnExpr(new Column(relation, name));
}

/** A column of an enclosing query, seen from inside a subquery. */
export function outerRef(field: Field, column: Column): Expr {
  return makeExpr({ kind: 'OuterReferenceColumn', field, column });
}

/** A literal; see {@link scalarOf} for the types of plain values. */
export function lit(value: LiteralLike, metadata?: ReadonlyMap<string, string>): Expr {
  const scalar = scalarOf(value);
  return makeExpr(
    metadata === undefined || metadata.size === 0
      ? { kind: 'Literal', value: scalar }
      : { kind: 'Literal', value: scalar, metadata },
  );
}

/** The literal TRUE. */
export const litTrue = (): Expr => lit(ScalarValue.boolean(true));

/** The literal FALSE. */
export const litFalse = (): Expr => lit(ScalarValue.boolean(false));

/** `left op right`. */
export function binaryExpr(left: Expr, op: Operator, right: Expr): Expr {
  return makeExpr({ kind: 'BinaryExpr', left, op, right });
}

/** `left AND right`. */
export const and = (left: Expr, right: Expr): Expr => binaryExpr(left, 'And', right);

/** `left OR right`. */
export const or = (left: Expr, right: Expr): Expr => binaryExpr(left, 'Or', right);

/** `NOT expr`; IN, LIKE and SIMILAR TO are negated themselves. */
export const not = (expr: Expr): Expr => expr.not();

/** `expr IS NULL`. */
export const isNullExpr = (expr: Expr): Expr => makeExpr({ kind: 'IsNull', expr });

/** `-expr`. */
export const negative = (expr: Expr): Expr => makeExpr({ kind: 'Negative', expr });

/** All of them joined by AND, left-deep; undefined for none. */
export function conjunction(exprs: Iterable<Expr>): Expr | undefined {
  return reduceBinary(exprs, 'And');
}

/** All of them joined by OR, left-deep; undefined for none. */
export function disjunction(exprs: Iterable<Expr>): Expr | undefined {
  return reduceBinary(exprs, 'Or');
}

function reduceBinary(exprs: Iterable<Expr>, op: Operator): Expr | undefined {
  let result: Expr | undefined;
  for (const expr of exprs) result = result === undefined ? expr : binaryExpr(result, op, expr);
  return result;
}

/** The operands of nested binary expressions of one operator, left to right; aliases around them are dropped. */
export function splitBinary(expr: Expr, op: Operator): Expr[] {
  const parts: Expr[] = [];
  const pending: Expr[] = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'BinaryExpr' && next.op === op) pending.push(next.right, next.left);
    else if (next.kind === 'Alias') pending.push(next.expr);
    else parts.push(next);
  }
  return parts;
}

/** `a AND (b AND c)` as `[a, b, c]`; no expression as `[]`. */
export function splitConjunction(expr: Expr | undefined): Expr[] {
  return expr === undefined ? [] : splitBinary(expr, 'And');
}

/** `a OR b` as `[a, b]`; no expression as `[]`. */
export function splitDisjunction(expr: Expr | undefined): Expr[] {
  return expr === undefined ? [] : splitBinary(expr, 'Or');
}

/** `CAST(expr AS dataType)`. */
export const cast = (expr: Expr, dataType: DataType): Expr => makeExpr({ kind: 'Cast', expr, dataType });

/** `TRY_CAST(expr AS dataType)`. */
export const tryCast = (expr: Expr, dataType: DataType): Expr => makeExpr({ kind: 'TryCast', expr, dataType });

/** `expr AS name`, optionally under a qualifier. */
export function alias(
  expr: Expr,
  name: string,
  relation?: TableReference,
  metadata?: ReadonlyMap<string, string>,
): Expr {
  return makeExpr({
    kind: 'Alias',
    expr,
    name,
    ...(relation === undefined ? {} : { relation }),
    ...(metadata === undefined || metadata.size === 0 ? {} : { metadata }),
  });
}

/** A CASE from its parts. */
export function caseExpr(operand: Expr | undefined, whenThen: Case['whenThen'], elseExpr?: Expr): Expr {
  return makeExpr({
    kind: 'Case',
    whenThen,
    ...(operand === undefined ? {} : { expr: operand }),
    ...(elseExpr === undefined ? {} : { elseExpr }),
  });
}

/** Collects the branches of a CASE; every step returns a new builder. */
export class CaseBuilder {
  readonly #operand: Expr | undefined;
  readonly #whenThen: Case['whenThen'];

  constructor(operand: Expr | undefined, whenThen: Case['whenThen']) {
    this.#operand = operand;
    this.#whenThen = whenThen;
  }

  when(when: ExprLike, then: ExprLike): CaseBuilder {
    return new CaseBuilder(this.#operand, [...this.#whenThen, { when: toExpr(when), then: toExpr(then) }]);
  }

  otherwise(elseExpr: ExprLike): Expr {
    return caseExpr(this.#operand, this.#branches(), toExpr(elseExpr));
  }

  /** Without ELSE: NULL when no branch applies. */
  end(): Expr {
    return caseExpr(this.#operand, this.#branches());
  }

  #branches(): Case['whenThen'] {
    if (this.#whenThen.length === 0) throw new PlanError('CASE needs at least one WHEN');
    return this.#whenThen;
  }
}

/** `CASE operand WHEN …`: `caseWhen(col('a')).when(1, 'one').otherwise('many')`. Without an operand: `CASE WHEN …`. */
export function caseWhen(operand?: Expr): CaseBuilder {
  return new CaseBuilder(operand, []);
}

/** `CASE WHEN when THEN then …`. */
export function when(condition: ExprLike, then: ExprLike): CaseBuilder {
  return new CaseBuilder(undefined, [{ when: toExpr(condition), then: toExpr(then) }]);
}

/** `expr [NOT] IN (list…)`. */
export function inList(expr: Expr, list: readonly ExprLike[], negated = false): Expr {
  return makeExpr({ kind: 'InList', expr, list: list.map(toExpr), negated });
}

/** `expr [NOT] BETWEEN low AND high`. */
export function between(expr: Expr, low: ExprLike, high: ExprLike, negated = false): Expr {
  return makeExpr({ kind: 'Between', expr, negated, low: toExpr(low), high: toExpr(high) });
}

/** LIKE, ILIKE or SIMILAR TO with all its options. */
export function likeExpr(options: Like): Expr {
  return makeExpr({ ...options });
}

/** A call of a scalar function. */
export function scalarFunction(func: ScalarUDF, args: readonly Expr[]): Expr {
  return makeExpr({ kind: 'ScalarFunction', func, args });
}

/** A call of an aggregate function; clauses default to none. */
export function aggregateFunction(
  func: AggregateUDF,
  args: readonly Expr[],
  clauses: Partial<Pick<AggregateFunction, 'distinct' | 'filter' | 'orderBy' | 'nullTreatment'>> = {},
): Expr {
  return makeExpr({ kind: 'AggregateFunction', func, args, distinct: false, orderBy: [], ...clauses });
}

/** A call with OVER from its parts. */
export function windowFunction(call: Omit<WindowFunction, 'kind'>): Expr {
  return makeExpr({ kind: 'WindowFunction', ...call });
}

/** `ROLLUP`, `CUBE` or `GROUPING SETS`. */
export const groupingSet = (set: GroupingSet): Expr => makeExpr({ kind: 'GroupingSet', set });

/** `GROUPING SETS ((…), (…))`. */
export const groupingSets = (sets: readonly (readonly Expr[])[]): Expr => groupingSet({ kind: 'GroupingSets', sets });

/** `*` or `qualifier.*`. */
export function wildcard(qualifier?: TableReference, options: WildcardOptions = {}): Expr {
  return makeExpr(qualifier === undefined ? { kind: 'Wildcard', options } : { kind: 'Wildcard', qualifier, options });
}

/** A parameter such as `$1`; its type is usually inferred. */
export function placeholder(id: string, field?: Field): Expr {
  return makeExpr(field === undefined ? { kind: 'Placeholder', id } : { kind: 'Placeholder', id, field });
}

/** A query used inside an expression. */
export function subqueryOf(plan: LogicalPlan, outerRefColumns: readonly Expr[] = [], span?: Span): Subquery {
  return span === undefined ? { subquery: plan, outerRefColumns } : { subquery: plan, outerRefColumns, span };
}

/** `[NOT] EXISTS (subquery)`. */
export const existsExpr = (subquery: Subquery, negated = false): Expr =>
  makeExpr({ kind: 'Exists', subquery, negated });

/** `expr [NOT] IN (subquery)`. */
export const inSubquery = (expr: Expr, subquery: Subquery, negated = false): Expr =>
  makeExpr({ kind: 'InSubquery', expr, subquery, negated });

/** A query of one row and one column as a value. */
export const scalarSubquery = (subquery: Subquery): Expr => makeExpr({ kind: 'ScalarSubquery', subquery });

/** `unnest(expr)`. */
export const unnestExpr = (expr: Expr): Expr => makeExpr({ kind: 'Unnest', expr });

/** The same key over another expression. */
export const withSortExpr = (sort: SortExpr, expr: Expr): SortExpr => (sort.expr === expr ? sort : { ...sort, expr });
