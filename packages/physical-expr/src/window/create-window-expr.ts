import type { Field, Schema } from '@datafusion-ts/common';
import { reverseWindowFrame, type WindowFrame, type WindowUDF } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { AggregateFunctionExpr } from '../aggregate.js';
import { reverseSortExpr, type LexOrdering } from '../sort-expr.js';
import type { AggregateWindowExpr, StandardWindowExpr, WindowExpr } from './window-expr.js';

/** Partition, order and frame of a window. */
export interface WindowSpec {
  readonly partitionBy: readonly PhysicalExpr[];
  readonly orderBy: LexOrdering;
  readonly frame: WindowFrame;
}

/** An aggregate as a window expression. */
export function aggregateWindowExpr(
  aggregate: AggregateFunctionExpr,
  window: WindowSpec,
  filter?: PhysicalExpr,
): AggregateWindowExpr {
  const { startBound } = window.frame;
  return {
    kind: 'Aggregate',
    name: aggregate.name,
    aggregate,
    filter,
    isSliding: !(startBound.kind === 'Preceding' && startBound.value.isNull),
    field: aggregate.field,
    ...window,
  };
}

/** Details of a call of a window function. */
export interface StandardWindowCall {
  readonly name: string;
  readonly args: readonly PhysicalExpr[];
  readonly schema: Schema;
  readonly ignoreNulls?: boolean;
  readonly isReversed?: boolean;
}

/** A window function as a window expression. */
export function standardWindowExpr(func: WindowUDF, call: StandardWindowCall, window: WindowSpec): StandardWindowExpr {
  const inputFields: readonly Field[] = call.args.map((arg) => arg.returnField(call.schema));
  return {
    kind: 'Standard',
    name: call.name,
    func,
    args: call.args,
    inputFields,
    ignoreNulls: call.ignoreNulls ?? false,
    isReversed: call.isReversed ?? false,
    field: func.field({ name: call.name, inputFields }),
    ...window,
  };
}

/** The expression that gives the same results over rows in the opposite order; undefined when there is none. */
export function reverseWindowExpr(expr: WindowExpr): WindowExpr | undefined {
  const window: WindowSpec = {
    partitionBy: expr.partitionBy,
    orderBy: expr.orderBy.map(reverseSortExpr),
    frame: reverseWindowFrame(expr.frame),
  };
  if (expr.kind === 'Aggregate') {
    const reversed = expr.aggregate.reverseExpr();
    return reversed === undefined
      ? undefined
      : { ...aggregateWindowExpr(reversed, window, expr.filter), name: expr.name, field: expr.field };
  }
  const reversed = expr.func.reverseExpr?.() ?? 'NotSupported';
  if (reversed === 'NotSupported') return undefined;
  if (reversed === 'Identical') return { ...expr, ...window };
  return { ...expr, ...window, func: reversed, isReversed: !expr.isReversed };
}
