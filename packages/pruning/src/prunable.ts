/** Brings comparisons into the form `column op value`, possibly with casts around the column. */
import { valueTypeOf } from '@datafusion-ts/compute';
import type { DataType, Schema } from '@datafusion-ts/common';
import { swapOperator, type Operator, type PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  CastExpr,
  collectColumns,
  Column,
  Literal,
  NegativeExpr,
  NotExpr,
  TryCastExpr,
} from '@datafusion-ts/physical-expr';
import { negateScalar } from '@datafusion-ts/common';

/** A comparison of an expression of one column with one of none. */
export interface Prunable {
  readonly column: Column;
  readonly columnExpr: PhysicalExpr;
  readonly op: Operator;
  readonly value: PhysicalExpr;
}

const COMPARISONS: ReadonlySet<Operator> = new Set<Operator>([
  'Eq',
  'NotEq',
  'Lt',
  'LtEq',
  'Gt',
  'GtEq',
  'LikeMatch',
  'NotLikeMatch',
  'IsDistinctFrom',
  'IsNotDistinctFrom',
]);

/** The comparison in that form; undefined when bounds of the column say nothing about it. */
export function toPrunable(
  left: PhysicalExpr,
  op: Operator,
  right: PhysicalExpr,
  schema: Schema,
): Prunable | undefined {
  const [inLeft, inRight] = [collectColumns(left), collectColumns(right)];
  if (inLeft.length + inRight.length !== 1) return undefined;
  const column = (inLeft[0] ?? inRight[0])!;
  if (schema.indexOf(column.name) < 0) return undefined;
  if (inLeft.length === 1) return rewrite(left, op, right, schema, column);
  const swapped = swapOperator(op);
  return swapped === undefined ? undefined : rewrite(right, swapped, left, schema, column);
}

function rewrite(
  expr: PhysicalExpr,
  op: Operator,
  value: PhysicalExpr,
  schema: Schema,
  column: Column,
): Prunable | undefined {
  if (!COMPARISONS.has(op)) return undefined;
  if (expr instanceof Column) return { column, columnExpr: expr, op, value };
  if (expr instanceof CastExpr || expr instanceof TryCastExpr) {
    if (!castKeepsOrder(expr.arg.dataType(schema), expr.castType)) return undefined;
    const inner = rewrite(expr.arg, op, value, schema, column);
    return inner === undefined ? undefined : { ...inner, columnExpr: expr.withNewChildren([inner.columnExpr]) };
  }
  if (expr instanceof NegativeExpr) {
    const swapped = swapOperator(op);
    if (swapped === undefined) return undefined;
    const inner = rewrite(expr.arg, swapped, value, schema, column);
    return inner === undefined ? undefined : { ...inner, value: negated(inner.value) };
  }
  if (expr instanceof NotExpr && expr.arg instanceof Column && (op === 'Eq' || op === 'NotEq')) {
    return { column, columnExpr: expr.arg, op, value: new NotExpr(value) };
  }
  return undefined;
}

const negated = (value: PhysicalExpr): PhysicalExpr =>
  value.literal === undefined || value.literal.isNull
    ? new NegativeExpr(value)
    : new Literal(negateScalar(value.literal));

/** Numbers and times compare as before after a cast among themselves, text does not when it becomes a number. */
function castKeepsOrder(from: DataType, to: DataType): boolean {
  return isText(from) === isText(to);
}

function isText(type: DataType): boolean {
  const { kind } = valueTypeOf(type);
  return kind === 'Utf8' || kind === 'LargeUtf8' || kind === 'Utf8View';
}
