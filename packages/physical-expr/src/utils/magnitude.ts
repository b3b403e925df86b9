/**
 * Bounds of numeric expressions from types and literals alone, to tell arithmetic and casts that cannot overflow: a
 * `Decimal(15, 2)` is below 10^13, a fifth of it below 2 * 10^12, which a `Decimal(30, 15)` holds.
 *
 * Bounds are doubles and so are some of the values they are of: whoever compares one with a limit leaves {@link SLACK}.
 */
import type { DataType, Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr } from '../expressions/binary.js';
import { CastExpr } from '../expressions/cast.js';

/** How much below a limit a bound must be: far more than what doubles round in the depth an expression has. */
const SLACK = 0.99;

/** Operations deep that an expression is followed: generated ones are thousands deep. */
const MOST_DEPTH = 12;

const LARGEST_I128 = 2 ** 127;

/** Greatest absolute values of integers. */
const INTEGERS: Readonly<Record<string, number>> = {
  Int8: 2 ** 7,
  Int16: 2 ** 15,
  Int32: 2 ** 31,
  Int64: 2 ** 63,
  UInt8: 2 ** 8,
  UInt16: 2 ** 16,
  UInt32: 2 ** 32,
  UInt64: 2 ** 64,
};

/** No value of the expression is further from zero; Infinity or NaN when nothing is known. */
function magnitude(expr: PhysicalExpr, schema: Schema, depth = 0): number {
  const { literal } = expr;
  if (literal !== undefined) return literalMagnitude(literal.value, literal.dataType);
  const type = expr.dataType(schema);
  if (depth < MOST_DEPTH && (isFloat(type) || type.kind === 'Decimal128')) {
    if (expr instanceof CastExpr) return magnitude(expr.arg, schema, depth + 1);
    if (expr instanceof BinaryExpr) return resultMagnitude(expr, schema, depth + 1);
  }
  return typeMagnitude(type);
}

function resultMagnitude({ left, op, right }: BinaryExpr, schema: Schema, depth: number): number {
  switch (op) {
    case 'Plus':
    case 'Minus':
      return magnitude(left, schema, depth) + magnitude(right, schema, depth);
    case 'Multiply':
      return magnitude(left, schema, depth) * magnitude(right, schema, depth);
    default:
      return Infinity;
  }
}

function literalMagnitude(value: unknown, type: DataType): number {
  const number = typeof value === 'number' || typeof value === 'bigint' ? Math.abs(Number(value)) : Infinity;
  return type.kind === 'Decimal128'
    ? number / 10 ** type.scale
    : isFloat(type) || type.kind in INTEGERS
      ? number
      : Infinity;
}

/** Arithmetic does not check precisions: what has all digits may go up to what its 128 bits hold. */
function typeMagnitude(type: DataType): number {
  if (type.kind !== 'Decimal128') return INTEGERS[type.kind] ?? Infinity;
  return (type.precision < 38 ? 10 ** type.precision : LARGEST_I128) / 10 ** type.scale;
}

const isFloat = ({ kind }: DataType): boolean => kind === 'Float64' || kind === 'Float32';

/** True when a cast of numbers to floats or decimals has room for all values, whatever its argument does. */
export function hasRoomForCast({ arg, castType: to }: CastExpr, schema: Schema): boolean {
  const from = arg.dataType(schema);
  if (!isFloat(from) && from.kind !== 'Decimal128' && INTEGERS[from.kind] === undefined) return false;
  if (isFloat(to)) return true;
  return to.kind === 'Decimal128' && magnitude(arg, schema) < 10 ** (to.precision - to.scale) * SLACK;
}

/** True for arithmetic on floats, and on decimals when all results and what is computed on the way fits their 128 bits. */
export function hasRoomForResult(expr: BinaryExpr, schema: Schema): boolean {
  const { left, op, right } = expr;
  if (op !== 'Plus' && op !== 'Minus' && op !== 'Multiply' && op !== 'Divide') return false;
  const [type, ...operands] = [expr, left, right].map((node) => node.dataType(schema));
  if (type === undefined) return false;
  if (isFloat(type)) return operands.every(isFloat);
  if (op === 'Divide' || type.kind !== 'Decimal128') return false;
  const scales = operands.map((operand) => (operand.kind === 'Decimal128' ? operand.scale : Infinity));
  const [a, b] = [magnitude(left, schema), magnitude(right, schema)];
  const digits = op === 'Multiply' ? scales[0]! + scales[1]! : Math.max(...scales, type.scale);
  return (op === 'Multiply' ? a * b : a + b) * 10 ** digits < LARGEST_I128 * SLACK;
}
