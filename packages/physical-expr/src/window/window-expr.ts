import type { Field } from '@datafusion-ts/common';
import type { WindowFrame, WindowUDF } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { AggregateFunctionExpr } from '../aggregate.js';
import type { LexOrdering } from '../sort-expr.js';

/** What both kinds of window expressions say: where the window's rows come from. */
interface WindowExprBase {
  /** Column name of the result. */
  readonly name: string;
  readonly partitionBy: readonly PhysicalExpr[];
  readonly orderBy: LexOrdering;
  readonly frame: WindowFrame;
  /** Field of the result. */
  readonly field: Field;
}

/** An aggregate over a window: one accumulator per partition, or a sliding one when the frame's start moves. */
export interface AggregateWindowExpr extends WindowExprBase {
  readonly kind: 'Aggregate';
  readonly aggregate: AggregateFunctionExpr;
  readonly filter: PhysicalExpr | undefined;
  /** True when the start of the frame is not UNBOUNDED PRECEDING. */
  readonly isSliding: boolean;
}

/** A window function such as rank or lag. */
export interface StandardWindowExpr extends WindowExprBase {
  readonly kind: 'Standard';
  readonly func: WindowUDF;
  readonly args: readonly PhysicalExpr[];
  readonly inputFields: readonly Field[];
  readonly ignoreNulls: boolean;
  readonly isReversed: boolean;
}

/** One output column of a window operator, bound to its input; described here, evaluated by the operator. */
export type WindowExpr = AggregateWindowExpr | StandardWindowExpr;

/** The expressions a window expression evaluates on its input: arguments, then partition and ordering keys. */
export function windowExpressions(expr: WindowExpr): readonly PhysicalExpr[] {
  const args = expr.kind === 'Aggregate' ? expr.aggregate.args : expr.args;
  const filter = expr.kind === 'Aggregate' && expr.filter !== undefined ? [expr.filter] : [];
  return [...args, ...filter, ...expr.partitionBy, ...expr.orderBy.map((key) => key.expr)];
}
