import { type DataType, type DFSchema, PlanError } from '@datafusion-ts/common';
import {
  aggregateFunction,
  type AggregateUDF,
  dataTypeOf,
  type Expr,
  type ExprPlanner,
  lit,
  original,
  planned,
  type PlannerResult,
  type RawBinaryExpr,
  type RawFieldAccessExpr,
  scalarFunction,
} from '@datafusion-ts/expr';
import type { ScalarFunctionLookup } from '@datafusion-ts/functions';
import { quantifiedAll, quantifiedAny } from './quantified.js';

/**
 * Syntax of arrays and maps: `[a, b]`, `MAP {k: v}`, `||` and `@>`, `<@` between arrays, `x = ANY (array)` and
 * `x > ALL (array)`. Operators mean something else unless an operand is an array.
 */
export function nestedFunctionPlanner(lookup: ScalarFunctionLookup): ExprPlanner {
  const call = (name: string, ...args: readonly Expr[]): Expr => scalarFunction(lookup(name), args);
  return {
    name: 'nested_functions',
    planArrayLiteral: (exprs) => planned(call('make_array', ...exprs)),
    planMakeMap: (args) => {
      if (args.length % 2 !== 0) throw new PlanError('make_map requires an even number of arguments');
      const every = (rest: number): Expr => call('make_array', ...args.filter((_, i) => i % 2 === rest));
      return planned(call('map', every(0), every(1)));
    },
    planBinaryOp: (raw, schema) => arrayOperator(raw, schema, call),
    planAny: (raw) => planned(quantifiedAny(raw, call)),
    planAll: (raw) => planned(quantifiedAll(raw, call)),
  };
}

function arrayOperator(
  raw: RawBinaryExpr,
  schema: DFSchema,
  call: (name: string, ...args: readonly Expr[]) => Expr,
): PlannerResult<RawBinaryExpr> {
  const { op, left, right } = raw;
  if (op !== 'StringConcat' && op !== 'AtArrow' && op !== 'ArrowAt') return original(raw);
  const [leftDepth, rightDepth] = [listDepth(dataTypeOf(left, schema)), listDepth(dataTypeOf(right, schema))];
  if (op === 'StringConcat') {
    if (leftDepth === 0 && rightDepth === 0) return original(raw);
    if (leftDepth === rightDepth) return planned(call('array_concat', left, right));
    return planned(leftDepth > rightDepth ? call('array_append', left, right) : call('array_prepend', left, right));
  }
  if (leftDepth === 0 || rightDepth === 0) return original(raw);
  return planned(op === 'AtArrow' ? call('array_has_all', left, right) : call('array_has_all', right, left));
}

/** How many lists are inside each other; 0 for other types. */
function listDepth(type: DataType): number {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'ListView':
    case 'LargeListView':
      return 1 + listDepth(type.field.dataType);
    default:
      return 0;
  }
}

/**
 * Subscripts: `struct['name']` and `map[key]` are `get_field`, `array[i]` is `array_element`, `array[from:to:step]` is
 * `array_slice`. An element of `array_agg(x)` is found without making the array, as `nth_value(x, i)`.
 */
export function fieldAccessPlanner(lookup: ScalarFunctionLookup, nthValue: () => AggregateUDF): ExprPlanner {
  const call = (name: string, ...args: readonly Expr[]): PlannerResult<RawFieldAccessExpr> =>
    planned(scalarFunction(lookup(name), args));
  return {
    name: 'field_access',
    planFieldAccess({ expr, access }, schema) {
      switch (access.kind) {
        case 'NamedStructField':
          return call('get_field', expr, lit(access.name));
        case 'ListRange':
          return call('array_slice', expr, access.start, access.stop, access.stride);
        case 'ListIndex':
          if (expr.kind === 'AggregateFunction' && expr.func.name === 'array_agg')
            return planned(nthOf(expr, access.key, nthValue()));
          return call(dataTypeOf(expr, schema).kind === 'Map' ? 'get_field' : 'array_element', expr, access.key);
      }
    },
  };
}

function nthOf(call: Extract<Expr, { kind: 'AggregateFunction' }>, index: Expr, nthValue: AggregateUDF): Expr {
  const { args, distinct, filter, orderBy, nullTreatment } = call;
  return aggregateFunction(nthValue, [args[0]!, index], {
    distinct,
    orderBy,
    ...(filter === undefined ? {} : { filter }),
    ...(nullTreatment === undefined ? {} : { nullTreatment }),
  });
}
