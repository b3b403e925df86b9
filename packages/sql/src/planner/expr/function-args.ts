import { type DFSchema, NotImplementedError, PlanError } from '@datafusion-ts/common';
import { type Expr, wildcard } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { exprToSql } from '../support/sql-text.js';
import { objectNameToSql } from '../support/identifiers.js';

/** Arguments of calls: the clauses inside the parentheses, wildcards, and names (`f(a => 1)`). */

/** A call taken apart. */
export interface CallParts {
  readonly args: readonly ast.FunctionArg[];
  readonly distinct: boolean;
  readonly orderBy: readonly ast.OrderByExpr[];
  readonly nullTreatment?: ast.NullTreatment;
  /** Written without parentheses, like `current_date`. */
  readonly withoutParentheses: boolean;
}

/** Takes a call apart; throws NotImplementedError for clauses DataFusion has no use for. */
export function callParts(call: ast.FunctionExpr): CallParts {
  const treatment = call.nullTreatment === undefined ? {} : { nullTreatment: call.nullTreatment };
  if (call.args.kind !== 'List') {
    return {
      args: [],
      distinct: false,
      orderBy: [],
      withoutParentheses: call.args.kind === 'NoArguments',
      ...treatment,
    };
  }
  let nullTreatment = call.nullTreatment;
  let orderBy: readonly ast.OrderByExpr[] | undefined;
  for (const clause of call.args.clauses) {
    if (clause.kind === 'IgnoreOrRespectNulls') {
      if (nullTreatment !== undefined) throw unsupported(call, 'Duplicated null treatment clause');
      nullTreatment = clause.nullTreatment;
    } else if (clause.kind === 'OrderBy') {
      orderBy = onlyOrderBy(call, orderBy, clause.exprs);
    } else {
      throw unsupported(call, clauseText(clause));
    }
  }
  if (call.withinGroup.length > 1) {
    throw new NotImplementedError('Only a single ordering expression is permitted in a WITHIN GROUP clause');
  }
  return {
    args: call.args.args,
    distinct: call.args.duplicateTreatment === 'Distinct',
    orderBy: orderBy ?? [],
    withoutParentheses: false,
    ...(nullTreatment === undefined ? {} : { nullTreatment }),
  };
}

function onlyOrderBy(
  call: ast.FunctionExpr,
  known: readonly ast.OrderByExpr[] | undefined,
  exprs: readonly ast.OrderByExpr[],
): readonly ast.OrderByExpr[] {
  if (known === undefined) return exprs;
  if (call.withinGroup.length > 0) {
    throw new PlanError('ORDER BY clause is only permitted in WITHIN GROUP clause when a WITHIN GROUP is used');
  }
  throw unsupported(call, 'Duplicated ORDER BY clause in function arguments');
}

const unsupported = (call: ast.FunctionExpr, what: string): NotImplementedError =>
  new NotImplementedError(`Calling ${objectNameToSql(call.name)}: ${what}`);

function clauseText(clause: Exclude<ast.FunctionArgumentClause, { kind: 'OrderBy' | 'IgnoreOrRespectNulls' }>): string {
  switch (clause.kind) {
    case 'Limit':
      return `LIMIT not supported in function arguments: ${exprToSql(clause.limit)}`;
    case 'OnOverflow':
      return `ON OVERFLOW not supported in function arguments: ON OVERFLOW ${clause.error ? 'ERROR' : 'TRUNCATE'}`;
    case 'HavingBound':
      return `HAVING not supported in function arguments: HAVING ${clause.bound.toUpperCase()} ${exprToSql(clause.expr)}`;
    case 'Separator':
      return `SEPARATOR not supported in function arguments: ${exprToSql({ kind: 'Value', value: clause.value })}`;
  }
}

/** Plans arguments, names dropped. */
export function argsToExprs(
  planner: Planner,
  args: readonly ast.FunctionArg[],
  schema: DFSchema,
  context: PlannerContext,
): Expr[] {
  return args.map((arg) => argToExpr(planner, arg, schema, context));
}

function argToExpr(planner: Planner, arg: ast.FunctionArg, schema: DFSchema, context: PlannerContext): Expr {
  if (arg.kind === 'ExprNamed')
    throw new NotImplementedError(`Unsupported qualified wildcard argument: ${exprToSql(arg.name)}`);
  const value = arg.arg;
  switch (value.kind) {
    case 'ArgWildcard':
      return wildcard();
    case 'ArgQualifiedWildcard': {
      const qualifier = planner.tableReference(value.name);
      if (schema.fieldIndicesWithQualified(qualifier).length === 0)
        throw new PlanError(`Invalid qualifier ${qualifier.toString()}`);
      return wildcard(qualifier);
    }
    default:
      return planner.logicalExpr(value, schema, context);
  }
}

/**
 * Plans arguments and puts named ones into the places that the function's parameters have.
 * Throws a PlanError for functions without parameter names, unknown, repeated or missing names, and positions behind names.
 */
export function resolvedArgs(
  planner: Planner,
  func: {
    readonly what: 'Function' | 'Aggregate function' | 'Window function';
    readonly name: string;
    readonly parameterNames: readonly string[] | undefined;
  },
  args: readonly ast.FunctionArg[],
  schema: DFSchema,
  context: PlannerContext,
  /** Arguments that come from elsewhere (`WITHIN GROUP`) and are the first. */
  before: readonly Expr[] = [],
): Expr[] {
  const exprs = [...before, ...argsToExprs(planner, args, schema, context)];
  const names = [
    ...before.map(() => undefined),
    ...args.map((arg) => (arg.kind === 'Named' ? planner.normalize(arg.name) : undefined)),
  ];
  if (names.every((name) => name === undefined)) return exprs;
  if (func.parameterNames === undefined)
    throw new PlanError(`${func.what} '${func.name}' does not support named arguments`);
  return reorderNamed(func.parameterNames, exprs, names);
}

function reorderNamed(
  parameters: readonly string[],
  exprs: readonly Expr[],
  names: readonly (string | undefined)[],
): Expr[] {
  const firstNamed = names.findIndex((name) => name !== undefined);
  const late = names.findIndex((name, i) => i > firstNamed && name === undefined);
  if (late >= 0) {
    throw new PlanError(
      `Positional argument at position ${late} follows named argument. All positional arguments must come before named arguments.`,
    );
  }
  const placed: (Expr | undefined)[] = exprs.map((expr, i) => (i < firstNamed ? expr : undefined));
  for (let i = firstNamed; i < exprs.length; i++) placed[place(parameters, placed, names[i]!)] = exprs[i]!;
  return exprs.map((_, i) => {
    const expr = placed[i];
    if (expr === undefined) throw new PlanError(`Missing required parameter '${parameters[i]}'`);
    return expr;
  });
}

function place(parameters: readonly string[], placed: readonly (Expr | undefined)[], name: string): number {
  const index = parameters.indexOf(name);
  if (index < 0)
    throw new PlanError(`Unknown parameter name '${name}'. Valid parameters are: [${parameters.join(', ')}]`);
  if (placed[index] !== undefined) throw new PlanError(`Parameter '${name}' specified multiple times`);
  return index;
}
