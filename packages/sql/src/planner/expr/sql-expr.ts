import { type DataType, DataTypes, type DFSchema, NotImplementedError, PlanError } from '@datafusion-ts/common';
import {
  between,
  binaryExpr,
  caseExpr,
  cast,
  dataTypeOf,
  type Expr,
  groupingSet,
  inList,
  likeExpr,
  lit,
  makeExpr,
  tryCast,
  wildcard,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';
import { exprToSql, valueToSql } from '../support/sql-text.js';
import { fieldAccessToExpr } from './field-access.js';
import { functionToExpr } from './function.js';
import { planWithHooks } from './hooks.js';
import { compoundIdentifierToExpr, identifierToExpr } from './identifier.js';
import { intervalToExpr } from './interval.js';
import { arrayToExpr, dictionaryToExpr, mapToExpr, structLiteralToExpr, tupleToExpr } from './literals.js';
import { binaryOpToExpr, isTest, isTestToExpr, unaryOpToExpr } from './operators.js';
import { existsToExpr, inSubqueryToExpr, scalarSubqueryToExpr, setComparisonToExpr } from './subquery.js';
import {
  ceilFloorToExpr,
  extractToExpr,
  overlayToExpr,
  positionToExpr,
  substringToExpr,
  trimToExpr,
} from './text-functions.js';
import { valueToExpr } from './value.js';

/** From an expression of SQL to one of plans, its columns resolved against a schema as far as they are there. */
export function sqlExprToLogical(planner: Planner, sql: ast.Expr, schema: DFSchema, context: PlannerContext): Expr {
  const plan = (expr: ast.Expr): Expr => planner.logicalExpr(expr, schema, context);
  switch (sql.kind) {
    case 'Value':
      return valueToExpr(planner, sql.value, context);
    case 'Identifier':
      return identifierToExpr(planner, sql.ident, schema, context);
    case 'CompoundIdentifier':
      return compoundIdentifierToExpr(planner, sql.parts, schema, context);
    case 'CompoundFieldAccess':
      return fieldAccessToExpr(planner, sql, schema, context);
    case 'BinaryOp':
      return binaryOpToExpr(planner, sql, schema, context);
    case 'UnaryOp':
      return unaryOpToExpr(planner, sql, schema, context);
    case 'Nested':
      return plan(sql.expr);
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsNotTrue':
    case 'IsFalse':
    case 'IsNotFalse':
    case 'IsUnknown':
    case 'IsNotUnknown':
    case 'Cast':
      return postfixToExpr(planner, sql, schema, context);
    case 'IsDistinctFrom':
    case 'IsNotDistinctFrom':
      return binaryExpr(plan(sql.left), sql.kind, plan(sql.right));
    case 'InList':
      return inList(plan(sql.expr), sql.list.map(plan), sql.negated);
    case 'Between':
      return between(plan(sql.expr), plan(sql.low), plan(sql.high), sql.negated);
    case 'Like':
    case 'ILike':
    case 'SimilarTo':
      return patternMatch(planner, sql, schema, context);
    case 'TypedString':
      return cast(lit(textOf(sql.value)), planner.dataType(sql.dataType));
    case 'AtTimeZone':
      return atTimeZone(sql, plan(sql.timestamp));
    case 'Interval':
      return intervalToExpr(planner, sql, false);
    case 'Case':
      return caseToExpr(planner, sql, schema, context);
    case 'Function':
      return functionToExpr(planner, sql, schema, context);
    case 'Extract':
      return extractToExpr(planner, sql, schema, context);
    case 'Substring':
      return substringToExpr(planner, sql, schema, context);
    case 'Trim':
      return trimToExpr(planner, sql, schema, context);
    case 'Position':
      return positionToExpr(planner, sql, schema, context);
    case 'Overlay':
      return overlayToExpr(planner, sql, schema, context);
    case 'Ceil':
    case 'Floor':
      return ceilFloorToExpr(planner, sql, schema, context);
    case 'Exists':
      return existsToExpr(planner, sql, schema, context);
    case 'InSubquery':
      return inSubqueryToExpr(planner, sql, schema, context);
    case 'Subquery':
      return scalarSubqueryToExpr(planner, sql.query, schema, context);
    case 'AnyOp':
    case 'AllOp':
      return quantifiedToExpr(planner, sql, schema, context);
    case 'Array':
      return arrayToExpr(planner, sql, schema, context);
    case 'Struct':
      return structLiteralToExpr(planner, sql, schema, context);
    case 'Tuple':
      return tupleToExpr(planner, sql, schema, context);
    case 'Dictionary':
      return dictionaryToExpr(planner, sql, schema, context);
    case 'Map':
      return mapToExpr(planner, sql, schema, context);
    case 'GroupingSets':
      return groupingSet({ kind: 'GroupingSets', sets: sql.sets.map((set) => set.map(plan)) });
    case 'Cube':
    case 'Rollup':
      return groupingSet({ kind: sql.kind, exprs: groupingMembers(sql, sql.kind).map(plan) });
    case 'Wildcard':
      return wildcard();
    case 'QualifiedWildcard':
      return wildcard(planner.tableReference(sql.name));
    default:
      throw new NotImplementedError(`Unsupported ast node in sqltorel: ${astDebug(sql)}`);
  }
}

/** ROLLUP and CUBE over lists of columns (`ROLLUP ((a, b), c)`) are not supported. */
function groupingMembers(sql: ast.GroupingExpr, kind: 'Cube' | 'Rollup'): readonly ast.Expr[] {
  return sql.sets.map((set) => {
    if (set.length === 1) return set[0]!;
    const words = kind === 'Cube' ? 'not are supported' : 'are not supported';
    throw new PlanError(`Tuple expressions ${words} for ${kind} expressions`);
  });
}

function patternMatch(
  planner: Planner,
  sql: ast.LikeExpr | ast.SimilarToExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  if (sql.kind !== 'SimilarTo' && sql.any) throw new NotImplementedError('ANY in LIKE expression');
  const pattern = planner.logicalExpr(sql.pattern, schema, context);
  const escapeChar = escapeOf(sql);
  return likeExpr({
    kind: sql.kind === 'SimilarTo' ? 'SimilarTo' : 'Like',
    negated: sql.negated,
    expr: planner.logicalExpr(sql.expr, schema, context),
    pattern,
    caseInsensitive: sql.kind === 'ILike',
    ...(escapeChar === undefined ? {} : { escapeChar }),
  });
}

function escapeOf(sql: ast.LikeExpr | ast.SimilarToExpr): string | undefined {
  const value = sql.escapeChar;
  if (value === undefined) return undefined;
  if (value.kind === 'SingleQuotedString' && value.value.length === 1) return value.value;
  const where = sql.kind === 'SimilarTo' ? 'SIMILAR TO' : 'LIKE';
  throw new PlanError(
    `Invalid escape character in ${where} expression. Expected a single character wrapped with single quotes, got ${valueToSql(value)}`,
  );
}

type PostfixExpr = ast.CastExpr | ast.IsTestExpr;

const isPostfix = (sql: ast.Expr): sql is PostfixExpr => sql.kind === 'Cast' || isTest(sql);

/** Casts and tests, which follow each other without end (`a::int IS NULL IS NOT TRUE …`): in a loop. */
function postfixToExpr(planner: Planner, sql: PostfixExpr, schema: DFSchema, context: PlannerContext): Expr {
  const chain = [sql];
  let operand = sql.expr;
  for (; isPostfix(operand); operand = operand.expr) chain.push(operand);
  let result = planner.logicalExpr(operand, schema, context);
  for (let node = chain.pop(); node !== undefined; node = chain.pop()) {
    result = node.kind === 'Cast' ? castToExpr(planner, node, result, schema) : isTestToExpr(node, result);
  }
  return result;
}

function castToExpr(planner: Planner, sql: ast.CastExpr, expr: Expr, schema: DFSchema): Expr {
  if (sql.format !== undefined)
    throw new NotImplementedError(`CAST with format is not supported: ${valueToSql(sql.format.value)}`);
  if (sql.array) throw new NotImplementedError('CAST with ARRAY is not supported');
  const type = planner.dataType(sql.dataType);
  const isTry = sql.castKind === 'TryCast' || sql.castKind === 'SafeCast';
  const field = planner.plannedTypeField(sql.dataType);
  if (field?.metadata !== undefined) {
    return makeExpr({ kind: isTry ? 'TryCast' : 'Cast', expr, dataType: type, field });
  }
  if (isTry) return tryCast(expr, type);
  return cast(wholeSeconds(expr, type, schema), type);
}

/** Whole numbers as timestamps count seconds (as in PostgreSQL and DuckDB), not nanoseconds. */
function wholeSeconds(expr: Expr, type: DataType, schema: DFSchema): Expr {
  if (type.kind !== 'Timestamp' || type.unit !== 'Nanosecond' || dataTypeOf(expr, schema).kind !== 'Int64') return expr;
  return cast(expr, DataTypes.timestamp('Second', type.timezone));
}

function textOf(value: ast.Value): string {
  if ('value' in value && typeof value.value === 'string') return value.value;
  throw new PlanError(`Expected a text literal, got ${valueToSql(value)}`);
}

function atTimeZone(sql: ast.AtTimeZoneExpr, timestamp: Expr): Expr {
  if (sql.timeZone.kind !== 'Value' || sql.timeZone.value.kind !== 'SingleQuotedString') {
    throw new NotImplementedError(`Unsupported ast node in sqltorel: ${astDebug(sql.timeZone)}`);
  }
  return cast(timestamp, DataTypes.timestamp('Nanosecond', sql.timeZone.value.value));
}

function caseToExpr(planner: Planner, sql: ast.CaseExpr, schema: DFSchema, context: PlannerContext): Expr {
  const plan = (expr: ast.Expr): Expr => planner.logicalExpr(expr, schema, context);
  return caseExpr(
    sql.operand === undefined ? undefined : plan(sql.operand),
    sql.conditions.map(({ condition, result }) => ({ when: plan(condition), then: plan(result) })),
    sql.elseResult === undefined ? undefined : plan(sql.elseResult),
  );
}

/** `x op ANY|ALL (…)` over a query or an array. */
function quantifiedToExpr(
  planner: Planner,
  sql: ast.AnyOpExpr | ast.AllOpExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const query = queryOf(sql.right);
  if (query !== undefined) return setComparisonToExpr(planner, sql, query, schema, context);
  const op = typeof sql.compareOp === 'string' ? sql.compareOp : astDebug(sql.compareOp);
  const raw = {
    op,
    left: planner.logicalExpr(sql.left, schema, context),
    right: planner.logicalExpr(sql.right, schema, context),
  };
  const planned = planWithHooks(planner, raw, (hook, input) =>
    sql.kind === 'AnyOp' ? hook.planAny?.(input) : hook.planAll?.(input),
  );
  if (planned !== undefined) return planned;
  throw new NotImplementedError(`${sql.kind} not supported by ExprPlanner: ${exprToSql(sql)}`);
}

function queryOf(expr: ast.Expr): ast.Query | undefined {
  if (expr.kind === 'Nested') return queryOf(expr.expr);
  return expr.kind === 'Subquery' ? expr.query : undefined;
}
