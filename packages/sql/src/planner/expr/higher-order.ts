import { type DFSchema, type Field, PlanError } from '@datafusion-ts/common';
import { type Expr, type HigherOrderUDF, makeExpr, toField } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { argsToExprs } from './function-args.js';

/**
 * Calls of functions that take lambdas, like `array_transform(a, x -> x + 1)`. Value arguments are planned first; their
 * types give the types of the lambdas' parameters, with which the bodies are planned.
 */
export function higherOrderToExpr(
  planner: Planner,
  func: HigherOrderUDF,
  args: readonly ast.FunctionArg[],
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const lambdas = args.map((arg) => (arg.kind !== 'ExprNamed' && arg.arg.kind === 'Lambda' ? arg.arg : undefined));
  const values = args.map((arg, i) =>
    lambdas[i] === undefined ? argsToExprs(planner, [arg], schema, context)[0]! : undefined,
  );
  const parameters = func.lambdaParameters(
    values.map((value) => (value === undefined ? undefined : toField(value, schema))),
  );
  const planned = args.map(
    (_, i) => values[i] ?? lambdaToExpr(planner, lambdas[i]!, parameters[i] ?? [], schema, context),
  );
  return makeExpr({ kind: 'HigherOrderFunction', func, args: planned });
}

function lambdaToExpr(
  planner: Planner,
  sql: ast.LambdaExpr,
  fields: readonly Field[],
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const params = sql.params.map((param) => planner.normalize(param.name));
  if (new Set(params).size < params.length)
    throw new PlanError(`lambda parameters names must be unique, got (${params.join(', ')})`);
  if (params.length > fields.length) {
    throw new PlanError(`lambda defined ${params.length} params but UDF support only ${fields.length}`);
  }
  const scope = new Map(
    params.map((name, i) => [name, fields[i] === undefined ? undefined : { ...fields[i], name }] as const),
  );
  const inner = context.clone();
  inner.lambdaParameters = [...context.lambdaParameters, scope];
  return makeExpr({ kind: 'Lambda', params, body: planner.logicalExpr(sql.body, schema, inner) });
}
