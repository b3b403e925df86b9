/**
 * Comparisons of bounds with the cast gone: `CAST(a_min AS Int64) <= 5` is the same as `a_min <= Int32(5)`. A bound that was
 * behind the literal comes before it then, as DataFusion shows it.
 */
import type { Schema } from '@datafusion-ts/common';
import {
  literalInType,
  supportsPropagation,
  swapOperator,
  type Operator,
  type PhysicalExpr,
} from '@datafusion-ts/expr-common';
import { BinaryExpr, CastExpr, Literal, TryCastExpr } from '@datafusion-ts/physical-expr';

/** `left op right` over columns of `schema`; without the cast of one side where the other is a literal with a counterpart. */
export function compared(left: PhysicalExpr, op: Operator, right: PhysicalExpr, schema: () => Schema): BinaryExpr {
  if (!supportsPropagation(op)) return new BinaryExpr(left, op, right);
  return (
    unwrapped(left, op, right, schema) ??
    unwrapped(right, swapOperator(op)!, left, schema) ??
    new BinaryExpr(left, op, right)
  );
}

function unwrapped(
  cast: PhysicalExpr,
  op: Operator,
  value: PhysicalExpr,
  schema: () => Schema,
): BinaryExpr | undefined {
  if (!(cast instanceof CastExpr || cast instanceof TryCastExpr) || value.literal === undefined) return undefined;
  const literal = literalInType(value.literal, cast.arg.dataType(schema()));
  return literal === undefined ? undefined : compared(cast.arg, op, new Literal(literal), schema);
}
