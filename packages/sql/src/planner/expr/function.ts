import {
  closestMatch,
  type DataType,
  type DFSchema,
  InternalError,
  NotImplementedError,
  PlanError,
} from '@datafusion-ts/common';
import {
  aggregateFunction,
  type AggregateUDF,
  dataTypeOf,
  type Expr,
  exprEquals,
  type RawAggregateExpr,
  type RawWindowExpr,
  type ScalarUDF,
  scalarFunction,
  type SortExpr,
  unnestExpr,
  windowFunction,
  type WindowFunctionDefinition,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { spanOf } from '../../ast/positions.js';
import type { ContextProvider } from '../context-provider.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { normalizeIdent, objectNameToSql } from '../support/identifiers.js';
import { argsToExprs, type CallParts, callParts, resolvedArgs } from './function-args.js';
import { higherOrderToExpr } from './higher-order.js';
import { offerToHooks, planWithHooks } from './hooks.js';
import { compoundIdentifierToExpr, identifierToExpr } from './identifier.js';
import { orderByToSorts } from './order-by.js';
import { windowParts } from './window.js';

/**
 * Calls. A name is looked for among scalar functions first, then (with OVER) among aggregates and window functions or
 * (without) among aggregates. A call by an alias keeps the name used as its column name. Names written without
 * parentheses that are no function are columns.
 */

/** One call while it is planned. */
interface Call {
  readonly planner: Planner;
  readonly sql: ast.FunctionExpr;
  readonly name: string;
  readonly parts: CallParts;
  readonly schema: DFSchema;
  readonly context: PlannerContext;
}

/** Plans a call of any sort. */
export function functionToExpr(
  planner: Planner,
  sql: ast.FunctionExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const parts = callParts(sql);
  if (sql.over !== undefined && sql.withinGroup.length > 0) {
    throw new PlanError(
      'OVER and WITHIN GROUP clause cannot be used together. OVER is for window functions, whereas WITHIN GROUP is for ordered set aggregate functions',
    );
  }
  if (parts.orderBy.length > 0 && sql.withinGroup.length > 0) {
    throw new PlanError('ORDER BY and WITHIN GROUP clauses cannot be used together in the same aggregate function');
  }
  const name = sql.name.length > 1 ? objectNameToSql(sql.name) : normalizeIdent(sql.name[0]!);
  const call: Call = { planner, sql, name, parts, schema, context };
  return (
    mapCall(call) ??
    scalarCall(call) ??
    lambdaCall(call) ??
    unnestCall(call) ??
    groupedCall(call) ??
    columnInstead(call) ??
    unknownFunction(call)
  );
}

/** `make_map(k, v, …)`, and `map` of anything but two arrays, which is syntax to the planners of nested functions. */
function mapCall({ planner, name, parts, schema, context }: Call): Expr | undefined {
  if (name !== 'make_map' && name !== 'map') return undefined;
  const args = argsToExprs(planner, parts.args, schema, context);
  if (name === 'map' && args.length === 0) return undefined;
  if (name === 'map' && args.length === 2 && args.every((arg) => isListType(dataTypeOf(arg, schema)))) return undefined;
  return planWithHooks<readonly Expr[]>(planner, args, (hook, input) => hook.planMakeMap?.(input));
}

function isListType(type: DataType): boolean {
  return type.kind === 'List' || type.kind === 'LargeList' || type.kind === 'FixedSizeList';
}

function scalarCall(call: Call): Expr | undefined {
  const { planner, parts, schema, context } = call;
  const func = planner.context.getFunctionMeta(call.name);
  if (func === undefined) return undefined;
  const args = resolvedArgs(planner, named(func, 'Function'), parts.args, schema, context);
  return underCalledName(call.name, func.name, args, scalarFunction(func, args));
}

type NamedParameters = Parameters<typeof resolvedArgs>[1];

const named = (func: Pick<ScalarUDF, 'name' | 'signature'>, what: NamedParameters['what']): NamedParameters => ({
  what,
  name: func.name,
  parameterNames: func.signature.parameterNames,
});

/** A call by another name than the function's own has the text of the call as its column name. */
function underCalledName(called: string, own: string, args: readonly Expr[], expr: Expr): Expr {
  if (called.toLowerCase() === own.toLowerCase()) return expr;
  return expr.alias(`${called}(${args.map(String).join(',')})`);
}

function lambdaCall({ planner, name, parts, schema, context }: Call): Expr | undefined {
  const func = planner.context.getHigherOrderMeta?.(name);
  if (func === undefined) return undefined;
  const expr = higherOrderToExpr(planner, func, parts.args, schema, context);
  return expr.kind === 'HigherOrderFunction' ? underCalledName(name, func.name, expr.args, expr) : expr;
}

function unnestCall({ planner, name, parts, schema, context }: Call): Expr | undefined {
  if (name !== 'unnest') return undefined;
  const args = argsToExprs(planner, parts.args, schema, context);
  if (args.length !== 1) throw new PlanError('unnest() requires exactly one argument');
  checkUnnestArg(args[0]!, schema);
  return unnestExpr(args[0]!);
}

/** Throws unless the argument of UNNEST is a list or a struct. */
export function checkUnnestArg(arg: Expr, schema: DFSchema): void {
  switch (dataTypeOf(arg, schema).kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'ListView':
    case 'LargeListView':
    case 'Struct':
      return;
    case 'Null':
      throw new NotImplementedError('unnest() does not support null yet');
    default:
      throw new PlanError('unnest() can only be applied to array, struct and null');
  }
}

function groupedCall(call: Call): Expr | undefined {
  if (call.sql.over === undefined) return aggregateCall(call);
  if (call.parts.orderBy.length > 0) throw new PlanError('Aggregate ORDER BY is not implemented for window functions');
  if (call.sql.over.kind === 'NamedWindowReference')
    throw new PlanError(`The window ${call.sql.over.name.value} is not defined!`);
  return windowCall(call, call.sql.over);
}

function windowCall(call: Call, spec: ast.WindowSpec): Expr | undefined {
  const { planner, parts, schema, context } = call;
  const window = windowParts(planner, spec, schema, context);
  const definition = windowFunctionOf(planner.context, call.name);
  if (definition === undefined) return undefined;
  const raw: RawWindowExpr = {
    func: definition,
    args: resolvedArgs(
      planner,
      named(definition.func, definition.kind === 'WindowUDF' ? 'Window function' : 'Aggregate function'),
      parts.args,
      schema,
      context,
    ),
    ...window,
    ...filterOf(call),
    ...treatmentOf(parts),
    distinct: parts.distinct,
  };
  const offered = offerToHooks(planner, raw, (hook, input) => hook.planWindow?.(input));
  return (
    offered.expr ?? underCalledName(call.name, definition.func.name, offered.input.args, windowFunction(offered.input))
  );
}

/** Aggregates of these names give way to the window functions. */
const WINDOW_FIRST = new Set(['first_value', 'last_value', 'nth_value']);

function windowFunctionOf(context: ContextProvider, name: string): WindowFunctionDefinition | undefined {
  const aggregate = context.getAggregateMeta(name);
  if (aggregate !== undefined && !WINDOW_FIRST.has(aggregate.name)) return { kind: 'AggregateUDF', func: aggregate };
  const func = context.getWindowMeta(name);
  return func === undefined ? undefined : { kind: 'WindowUDF', func };
}

function aggregateCall(call: Call): Expr | undefined {
  const { planner, parts, schema, context } = call;
  const func = planner.context.getAggregateMeta(call.name);
  if (func === undefined) return undefined;
  if (parts.nullTreatment !== undefined && func.supportsNullHandling !== true) {
    throw new PlanError(`[IGNORE | RESPECT] NULLS are not permitted for ${func.name}`);
  }
  const orderBy = aggregateOrder(call, func);
  const within =
    func.supportsWithinGroup === true && call.sql.withinGroup.length > 0 ? orderBy.map((sort) => sort.expr) : [];
  const given = resolvedArgs(planner, named(func, 'Aggregate function'), parts.args, schema, context, within);
  const raw: RawAggregateExpr = {
    func,
    args: within.length > 0 ? given : orderedArgs(func, orderBy, given),
    distinct: parts.distinct,
    orderBy,
    ...filterOf(call),
    ...treatmentOf(parts),
  };
  const offered = offerToHooks(planner, raw, (hook, input) => hook.planAggregate?.(input));
  if (offered.expr !== undefined) return offered.expr;
  const { func: _, args, ...clauses } = offered.input;
  return underCalledName(call.name, func.name, args, aggregateFunction(offered.input.func, args, clauses));
}

function aggregateOrder(call: Call, func: AggregateUDF): readonly SortExpr[] {
  const { planner, sql, parts, schema, context } = call;
  if (func.supportsWithinGroup === true) {
    const keys = sql.withinGroup.length > 0 ? sql.withinGroup : parts.orderBy;
    return orderByToSorts(planner, keys, schema, context, { ordinals: false });
  }
  if (sql.withinGroup.length > 0)
    throw new PlanError('WITHIN GROUP is only supported for ordered-set aggregate functions');
  return orderByToSorts(planner, parts.orderBy, schema, context, { ordinals: true });
}

/** `f(x) WITHIN GROUP (ORDER BY k)` is `f(k, x)` in the order of `k`; so is `f(k, x ORDER BY k)`. */
function orderedArgs(func: AggregateUDF, orderBy: readonly SortExpr[], args: readonly Expr[]): readonly Expr[] {
  if (func.supportsWithinGroup !== true) return args;
  const [key] = orderBy;
  const repeated = args[0] !== undefined && key !== undefined && exprEquals(args[0], key.expr);
  if (key === undefined || repeated) return args;
  return [...orderBy.map((sort) => sort.expr), ...args];
}

function filterOf({ planner, sql, schema, context }: Call): { readonly filter?: Expr } {
  return sql.filter === undefined ? {} : { filter: planner.logicalExpr(sql.filter, schema, context) };
}

const treatmentOf = (parts: CallParts): { readonly nullTreatment?: ast.NullTreatment } =>
  parts.nullTreatment === undefined ? {} : { nullTreatment: parts.nullTreatment };

/** A keyword such as `CURRENT_USER` is parsed as a call; when no function has that name it is a column's. */
function columnInstead({ planner, sql, parts, schema, context }: Call): Expr | undefined {
  if (!parts.withoutParentheses) return undefined;
  return sql.name.length === 1
    ? identifierToExpr(planner, sql.name[0]!, schema, context)
    : compoundIdentifierToExpr(planner, sql.name, schema, context);
}

function unknownFunction({ planner, sql, name }: Call): never {
  const { context } = planner;
  const others = sql.over === undefined ? context.udfNames() : context.udwfNames();
  const known = sql.over === undefined ? [...others, ...context.udafNames()] : [...context.udafNames(), ...others];
  const suggestion = closestMatch(known, name);
  if (suggestion === undefined) throw new InternalError('No functions registered with this context.');
  throw new PlanError(`Invalid function '${name}'.\nDid you mean '${suggestion}'?`).at(spanOf(sql.name));
}
