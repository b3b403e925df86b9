import { type DFSchema, InternalError, NotImplementedError, PlanError } from '@datafusion-ts/common';
import { type Expr, lit, scalarFunction } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';
import { dateTimeFieldToSql } from '../support/sql-text.js';
import { planWithHooks } from './hooks.js';

/** SQL's functions with words between their arguments: EXTRACT, SUBSTRING, TRIM, POSITION, OVERLAY, CEIL, FLOOR. */

/** `EXTRACT(field FROM x)`. */
export function extractToExpr(planner: Planner, sql: ast.ExtractExpr, schema: DFSchema, context: PlannerContext): Expr {
  const args = [lit(dateTimeFieldToSql(sql.field)), planner.logicalExpr(sql.expr, schema, context)];
  return (
    planWithHooks<readonly Expr[]>(planner, args, (hook, input) => hook.planExtract?.(input)) ??
    refuse('Extract not supported by ExprPlanner', args)
  );
}

/** `SUBSTRING(x FROM a FOR b)`; without FROM it starts at 1. */
export function substringToExpr(
  planner: Planner,
  sql: ast.SubstringExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  if (sql.substringFrom === undefined && sql.substringFor === undefined) {
    throw new PlanError(
      `Substring without for/from is not valid ${astDebug({ ...sql, special: false, shorthand: false })}`,
    );
  }
  const args = [
    planner.logicalExpr(sql.expr, schema, context),
    sql.substringFrom === undefined ? lit(1n) : planner.logicalExpr(sql.substringFrom, schema, context),
    ...(sql.substringFor === undefined ? [] : [planner.logicalExpr(sql.substringFor, schema, context)]),
  ];
  return (
    planWithHooks<readonly Expr[]>(planner, args, (hook, input) => hook.planSubstring?.(input)) ??
    refuse('Substring not supported by UserDefinedExtensionPlanners', args)
  );
}

const TRIM_FUNCTIONS = { Leading: 'ltrim', Trailing: 'rtrim', Both: 'btrim' } as const;

/** `TRIM([LEADING|TRAILING|BOTH] [what FROM] x)` and `TRIM(x, what)`. */
export function trimToExpr(planner: Planner, sql: ast.TrimExpr, schema: DFSchema, context: PlannerContext): Expr {
  if (sql.trimWhat !== undefined && sql.trimCharacters !== undefined)
    throw new PlanError('Both TRIM and TRIM CHARACTERS cannot be specified');
  if (sql.trimCharacters?.length === 0) throw new PlanError('TRIM CHARACTERS cannot be empty');
  const what = sql.trimWhat ?? sql.trimCharacters?.[0];
  const args = [sql.expr, ...(what === undefined ? [] : [what])].map((arg) =>
    planner.logicalExpr(arg, schema, context),
  );
  return callByName(planner, sql.trimWhere === undefined ? 'trim' : TRIM_FUNCTIONS[sql.trimWhere], args);
}

/** `POSITION(what IN x)`. */
export function positionToExpr(
  planner: Planner,
  sql: ast.PositionExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const what = planner.logicalExpr(sql.expr, schema, context);
  const args = [planner.logicalExpr(sql.in, schema, context), what];
  return (
    planWithHooks<readonly Expr[]>(planner, args, (hook, input) => hook.planPosition?.(input)) ??
    refuse('Position not supported by UserDefinedExtensionPlanners', args)
  );
}

/** `OVERLAY(x PLACING what FROM a [FOR b])`. */
export function overlayToExpr(planner: Planner, sql: ast.OverlayExpr, schema: DFSchema, context: PlannerContext): Expr {
  const parts = [sql.expr, sql.overlayWhat, sql.overlayFrom, ...(sql.overlayFor === undefined ? [] : [sql.overlayFor])];
  const args = parts.map((part) => planner.logicalExpr(part, schema, context));
  return (
    planWithHooks<readonly Expr[]>(planner, args, (hook, input) => hook.planOverlay?.(input)) ??
    refuse('Overlay not supported by UserDefinedExtensionPlanners', args)
  );
}

/** `CEIL(x)` and `FLOOR(x)`; a date part or a scale is refused. */
export function ceilFloorToExpr(
  planner: Planner,
  sql: ast.CeilFloorExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const word = sql.kind === 'Ceil' ? 'CEIL' : 'FLOOR';
  if (sql.field !== undefined) throw new NotImplementedError(`${word} with datetime is not supported`);
  if (sql.scale !== undefined) throw new NotImplementedError(`${word} with scale is not supported`);
  return callByName(planner, word.toLowerCase(), [planner.logicalExpr(sql.expr, schema, context)]);
}

function callByName(planner: Planner, name: string, args: readonly Expr[]): Expr {
  const func = planner.context.getFunctionMeta(name);
  if (func === undefined) throw new InternalError(`Unable to find expected '${name}' function`);
  return scalarFunction(func, args);
}

function refuse(what: string, args: readonly Expr[]): never {
  throw new NotImplementedError(`${what}: [${args.map(String).join(', ')}]`);
}
