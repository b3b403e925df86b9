import type { DataType, Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr } from '../expressions/binary.js';
import { CastExpr } from '../expressions/cast.js';
import { Column } from '../expressions/column.js';
import { DynamicFilterPhysicalExpr } from '../expressions/dynamic-filter.js';
import { HashTableLookupExpr } from '../expressions/hash-table-lookup.js';
import { InListExpr } from '../expressions/in-list.js';
import { LikeExpr } from '../expressions/like.js';
import { NotExpr } from '../expressions/not.js';
import { IsNotNullExpr, IsNullExpr } from '../expressions/null-tests.js';
import { hasRoomForCast, hasRoomForResult } from './magnitude.js';

const COMPARISONS: ReadonlySet<string> = new Set([
  'And',
  'Or',
  'Eq',
  'NotEq',
  'Lt',
  'LtEq',
  'Gt',
  'GtEq',
  'IsDistinctFrom',
  'IsNotDistinctFrom',
  'LikeMatch',
  'ILikeMatch',
  'NotLikeMatch',
  'NotILikeMatch',
]);

/** Bits of integer types, negative for signed ones. */
const INTEGER_BITS: Readonly<Record<string, number>> = {
  Int8: -8,
  Int16: -16,
  Int32: -32,
  Int64: -64,
  UInt8: 8,
  UInt16: 16,
  UInt32: 32,
  UInt64: 64,
};

/**
 * True when evaluating an expression can neither fail nor give different results for equal inputs: conditions made of
 * columns, literals, comparisons, pattern matches, lists, null tests and logic; with the schema it is bound to also casts
 * of integers to larger ones, integers divided by a literal, and arithmetic and casts of floats and decimals whose types
 * leave room for every result. Such conditions may be evaluated in any order, on rows
 * that others exclude, and once per dictionary entry. Everything else, functions too, counts as fallible. A lookup among a
 * join's keys counts, too, though it lets everything pass once it was given up: that is never wrong.
 */
export function isInfallible(expr: PhysicalExpr, schema?: Schema): boolean {
  if (expr instanceof DynamicFilterPhysicalExpr) return isInfallible(expr.current(), schema);
  if (expr.literal !== undefined || expr instanceof Column) return true;
  const known =
    (expr instanceof BinaryExpr && (COMPARISONS.has(expr.op) || canCompute(expr, schema))) ||
    expr instanceof LikeExpr ||
    expr instanceof InListExpr ||
    expr instanceof HashTableLookupExpr ||
    expr instanceof NotExpr ||
    expr instanceof IsNullExpr ||
    expr instanceof IsNotNullExpr ||
    (expr instanceof CastExpr && schema !== undefined && canCast(expr, schema));
  return known && expr.children().every((child) => isInfallible(child, schema));
}

function canCompute(expr: BinaryExpr, schema: Schema | undefined): boolean {
  return dividesByLiteral(expr, schema) || (schema !== undefined && hasRoomForResult(expr, schema));
}

function canCast(expr: CastExpr, schema: Schema): boolean {
  return widens(expr.arg.dataType(schema), expr.castType) || hasRoomForCast(expr, schema);
}

/** Dividing by 0 fails, and so does negating the smallest integer by -1. */
function dividesByLiteral({ left, op, right }: BinaryExpr, schema: Schema | undefined): boolean {
  if ((op !== 'Modulo' && op !== 'Divide') || schema === undefined) return false;
  const value = right.literal?.value;
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  const divisor = Number(value);
  return divisor !== 0 && divisor !== -1 && INTEGER_BITS[left.dataType(schema).kind] !== undefined;
}

function widens(from: DataType, to: DataType): boolean {
  const [bits, wider] = [INTEGER_BITS[from.kind], INTEGER_BITS[to.kind]];
  if (bits === undefined || wider === undefined) return false;
  return bits < 0 ? wider <= bits : Math.abs(wider) > bits || wider === bits;
}
