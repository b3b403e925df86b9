import {
  displayType,
  ExecutionError,
  PlanError,
  ScalarValue,
  type ConfigOptions,
  type DFSchema,
} from '@datafusion-ts/common';
import type { Case, Expr, ExprOf, Like, Subquery } from '@datafusion-ts/expr';
import type { Operator, PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr } from '../expressions/binary.js';
import { CaseExpr } from '../expressions/case.js';
import { castTo, TryCastExpr } from '../expressions/cast.js';
import { Column } from '../expressions/column.js';
import { InListExpr } from '../expressions/in-list.js';
import { LikeExpr } from '../expressions/like.js';
import { Literal } from '../expressions/literal.js';
import { NegativeExpr } from '../expressions/negative.js';
import { NotExpr } from '../expressions/not.js';
import { IsNotNullExpr, IsNullExpr } from '../expressions/null-tests.js';
import { createScalarFunctionExpr } from './create-scalar-function-expr.js';
import { unsupportedExpr } from './unsupported-expr.js';
import { createHigherOrderExpr } from './create-higher-order-expr.js';

/** What lowering needs besides the expression and its columns. */
export interface ExecutionProps {
  readonly config: ConfigOptions;
  /** Turns an uncorrelated scalar subquery into the expression that holds its value; default: not supported. */
  readonly scalarSubquery?: (subquery: Subquery) => PhysicalExpr;
  /** Value of `@name` and `@@name`; default: not supported. */
  readonly variable?: (names: readonly string[]) => ScalarValue;
}

/**
 * Binds a logical expression to the columns of a schema. Types must have been coerced; nothing is simplified.
 * Throws `NotImplementedError` for expressions that have no physical form (aggregates, windows, subqueries …).
 */
export function createPhysicalExpr(expr: Expr, schema: DFSchema, props: ExecutionProps): PhysicalExpr {
  if (expr.kind === 'Column') return new Column(expr.column.name, schema.indexOfColumn(expr.column));
  const lower = (part: Expr): PhysicalExpr => createPhysicalExpr(part, schema, props);
  switch (expr.kind) {
    case 'Alias':
      return lowerAlias(expr, schema, props);
    case 'Literal':
      return new Literal(expr.value, expr.metadata);
    case 'ScalarVariable':
      return new Literal(variableValue(expr.names, props));
    case 'BinaryExpr':
      return lowerBinary(expr, lower);
    case 'Like':
      return lowerLike(expr, lower);
    case 'SimilarTo':
      return lowerSimilarTo(expr, lower);
    case 'Not':
      return new NotExpr(lower(expr.expr));
    case 'Negative':
      return new NegativeExpr(lower(expr.expr));
    case 'IsNull':
      return new IsNullExpr(lower(expr.expr));
    case 'IsNotNull':
      return new IsNotNullExpr(lower(expr.expr));
    case 'IsTrue':
      return truthTest(lower(expr.expr), 'IsNotDistinctFrom', true);
    case 'IsNotTrue':
      return truthTest(lower(expr.expr), 'IsDistinctFrom', true);
    case 'IsFalse':
      return truthTest(lower(expr.expr), 'IsNotDistinctFrom', false);
    case 'IsNotFalse':
      return truthTest(lower(expr.expr), 'IsDistinctFrom', false);
    case 'IsUnknown':
      return truthTest(lower(expr.expr), 'IsNotDistinctFrom', null);
    case 'IsNotUnknown':
      return truthTest(lower(expr.expr), 'IsDistinctFrom', null);
    case 'Between':
      return lowerBetween(expr, lower);
    case 'Case':
      return lowerCase(expr, lower);
    case 'Cast':
      return castTo(lower(expr.expr), schema.inner, expr.dataType, expr.field?.metadata);
    case 'TryCast':
      return lowerTryCast(lower(expr.expr), expr, schema);
    case 'InList':
      return lowerInList(expr, lower);
    case 'ScalarFunction':
      return createScalarFunctionExpr(expr.func, expr.args.map(lower), schema.inner, props.config);
    case 'HigherOrderFunction':
      return createHigherOrderExpr(expr, schema, props, createPhysicalExpr);
    case 'ScalarSubquery':
      if (props.scalarSubquery === undefined || expr.subquery.outerRefColumns.length > 0) throw unsupportedExpr(expr);
      return props.scalarSubquery(expr.subquery);
    case 'Placeholder':
      throw new ExecutionError(`Placeholder '${expr.id}' was not provided a value for execution.`);
    default:
      throw unsupportedExpr(expr);
  }
}

/** Binds several expressions to one schema. */
export const createPhysicalExprs = (
  exprs: readonly Expr[],
  schema: DFSchema,
  props: ExecutionProps,
): readonly PhysicalExpr[] => exprs.map((expr) => createPhysicalExpr(expr, schema, props));

function lowerAlias(expr: ExprOf<'Alias'>, schema: DFSchema, props: ExecutionProps): PhysicalExpr {
  const inner = createPhysicalExpr(expr.expr, schema, props);
  if (expr.metadata === undefined || !(inner instanceof Literal)) return inner;
  return new Literal(inner.literal, new Map([...(inner.metadata ?? []), ...expr.metadata]));
}

const truthTest = (arg: PhysicalExpr, op: Operator, value: boolean | null): PhysicalExpr =>
  new BinaryExpr(arg, op, new Literal(ScalarValue.boolean(value)));

type Lower = (part: Expr) => PhysicalExpr;

/** A chain of operations, in a loop: it may be thousands long. */
function lowerBinary(expr: ExprOf<'BinaryExpr'>, lower: Lower): PhysicalExpr {
  const chain = [expr];
  let leftmost: Expr = expr.left;
  for (; leftmost.kind === 'BinaryExpr'; leftmost = leftmost.left) chain.push(leftmost);
  let lowered = lower(leftmost);
  for (let node = chain.pop(); node !== undefined; node = chain.pop()) {
    lowered = new BinaryExpr(lowered, node.op, lower(node.right));
  }
  return lowered;
}

function lowerLike(expr: Like, lower: Lower): PhysicalExpr {
  // The kernels take the backslash only, and DataFusion refuses anything else in the same words.
  if (expr.escapeChar !== undefined && expr.escapeChar !== '\\') {
    throw new ExecutionError('LIKE does not support escape_char other than the backslash (\\)');
  }
  return new LikeExpr(expr.negated, expr.caseInsensitive, lower(expr.expr), lower(expr.pattern));
}

function lowerSimilarTo(expr: Like, lower: Lower): PhysicalExpr {
  if (expr.escapeChar !== undefined) throw new ExecutionError('SIMILAR TO does not support escape_char yet');
  const op: Operator = expr.caseInsensitive
    ? expr.negated
      ? 'RegexNotIMatch'
      : 'RegexIMatch'
    : expr.negated
      ? 'RegexNotMatch'
      : 'RegexMatch';
  return new BinaryExpr(lower(expr.expr), op, lower(expr.pattern));
}

function lowerBetween(expr: ExprOf<'Between'>, lower: Lower): PhysicalExpr {
  const value = lower(expr.expr);
  const inside = new BinaryExpr(
    new BinaryExpr(value, 'GtEq', lower(expr.low)),
    'And',
    new BinaryExpr(value, 'LtEq', lower(expr.high)),
  );
  return expr.negated ? new NotExpr(inside) : inside;
}

function lowerCase(expr: Case, lower: Lower): PhysicalExpr {
  return new CaseExpr(
    expr.expr === undefined ? undefined : lower(expr.expr),
    expr.whenThen.map(({ when, then }) => ({ when: lower(when), then: lower(then) })),
    expr.elseExpr === undefined ? undefined : lower(expr.elseExpr),
  );
}

function lowerInList(expr: ExprOf<'InList'>, lower: Lower): PhysicalExpr {
  // `NULL IN (…)` of a literal string against NULL is NULL whatever the list.
  if (expr.expr.kind === 'Literal' && expr.expr.value.isNull && expr.expr.value.dataType.kind === 'Utf8') {
    return new Literal(ScalarValue.boolean(null));
  }
  return new InListExpr(lower(expr.expr), expr.list.map(lower), expr.negated);
}

function variableValue(names: readonly string[], props: ExecutionProps): ScalarValue {
  if (props.variable === undefined) throw new PlanError(`No variable provider found for ${names.join('.')}`);
  return props.variable(names);
}

/** A value that may not convert cannot promise what the metadata of the target says. */
function lowerTryCast(arg: PhysicalExpr, expr: ExprOf<'TryCast'>, schema: DFSchema): PhysicalExpr {
  const metadata = expr.field?.metadata;
  if (metadata === undefined || metadata.size === 0) return new TryCastExpr(arg, expr.dataType);
  const shown = [...metadata].map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ');
  throw new PlanError(
    `TryCast from ${displayType(arg.dataType(schema.inner))} to ${displayType(expr.dataType)}<{${shown}}> is not supported`,
  );
}
