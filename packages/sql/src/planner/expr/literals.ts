import { type DFSchema, NotImplementedError } from '@datafusion-ts/common';
import { type Expr, lit, type RawDictionaryExpr } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { planWithHooks } from './hooks.js';

/** Literals of nested values: arrays, structs, tuples, dictionaries and maps. Their functions come from the session's planners. */

/** `[a, b]`. */
export function arrayToExpr(planner: Planner, sql: ast.ArrayExpr, schema: DFSchema, context: PlannerContext): Expr {
  const values = planAll(planner, sql.elem, schema, context);
  return (
    planWithHooks<readonly Expr[]>(planner, values, (hook, input) => hook.planArrayLiteral?.(input, schema)) ??
    refuse('Could not plan array literal. Hint: Please try with `nested_expressions` DataFusion feature enabled')
  );
}

/** `STRUCT(a, b)`, `STRUCT(a AS x)`. Unnamed members of a struct with names are `c0`, `c1`, …. */
function structToExpr(planner: Planner, values: readonly ast.Expr[], schema: DFSchema, context: PlannerContext): Expr {
  const named = values.some((value) => value.kind === 'Named');
  const args = named
    ? values.flatMap((value, i) => namedMember(planner, value, i, schema, context))
    : planAll(planner, values, schema, context);
  return (
    planWithHooks<readonly Expr[]>(planner, args, (hook, input) => hook.planStructLiteral?.(input, named)) ??
    refuse(unsupported('Struct', args))
  );
}

function namedMember(
  planner: Planner,
  value: ast.Expr,
  index: number,
  schema: DFSchema,
  context: PlannerContext,
): readonly Expr[] {
  if (value.kind === 'Named') return [lit(value.name.value), planner.logicalExpr(value.expr, schema, context)];
  return [lit(`c${index}`), planner.logicalExpr(value, schema, context)];
}

/** `STRUCT<…>(…)` is refused; other struct literals are planned. */
export function structLiteralToExpr(
  planner: Planner,
  sql: ast.StructExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  if (sql.fields.length > 0) throw new NotImplementedError('Struct fields are not supported yet');
  return structToExpr(planner, sql.values, schema, context);
}

/** `(a, b)` as a struct. */
export function tupleToExpr(planner: Planner, sql: ast.TupleExpr, schema: DFSchema, context: PlannerContext): Expr {
  const first = sql.exprs[0];
  if (first === undefined) throw new NotImplementedError('Empty tuple not supported yet');
  if (first.kind === 'Identifier' || first.kind === 'Value' || first.kind === 'CompoundIdentifier') {
    return structToExpr(planner, sql.exprs, schema, context);
  }
  throw new NotImplementedError('Only identifiers and literals are supported in tuples');
}

/** `{key: value}`. */
export function dictionaryToExpr(
  planner: Planner,
  sql: ast.DictionaryExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const raw: RawDictionaryExpr = {
    keys: sql.fields.map((f) => lit(f.key.value)),
    values: sql.fields.map((f) => planner.logicalExpr(f.value, schema, context)),
  };
  return (
    planWithHooks(planner, raw, (hook, input) => hook.planDictionaryLiteral?.(input, schema)) ??
    refuse(unsupported('Dictionary', [...raw.keys, ...raw.values]))
  );
}

/** `MAP {key: value}`. */
export function mapToExpr(planner: Planner, sql: ast.MapExpr, schema: DFSchema, context: PlannerContext): Expr {
  const args = sql.entries.flatMap((entry) => planAll(planner, [entry.key, entry.value], schema, context));
  return (
    planWithHooks<readonly Expr[]>(planner, args, (hook, input) => hook.planMakeMap?.(input)) ??
    refuse(unsupported('MAP', args))
  );
}

const planAll = (planner: Planner, exprs: readonly ast.Expr[], schema: DFSchema, context: PlannerContext): Expr[] =>
  exprs.map((expr) => planner.logicalExpr(expr, schema, context));

const unsupported = (what: string, args: readonly Expr[]): string =>
  `${what} not supported by ExprPlanner: [${args.map(String).join(', ')}]`;

function refuse(message: string): never {
  throw new NotImplementedError(message);
}
