/** The number type that holds two number types, choosing the narrowest integer that keeps all values. */
import { DataTypes, sameType, type DataType } from '@datafusion-ts/common';
import { decimalCoercion } from './decimal.js';
import { isNumeric, isNumericOrNull, isSignedInteger } from './type-tests.js';

/** Numeric types compared or unified; undefined unless both are numbers. */
export function binaryNumericCoercion(a: DataType, b: DataType): DataType | undefined {
  if (!isNumeric(a) || !isNumeric(b)) return undefined;
  if (sameType(a, b)) return a;
  return decimalCoercion(a, b) ?? numericalCoercion(a, b);
}

const BITS: Readonly<Record<string, number>> = {
  Int8: 8,
  UInt8: 8,
  Int16: 16,
  UInt16: 16,
  Int32: 32,
  UInt32: 32,
  Int64: 64,
  UInt64: 64,
};
const SIGNED_BY_BITS: Readonly<Record<number, DataType>> = {
  8: DataTypes.Int8,
  16: DataTypes.Int16,
  32: DataTypes.Int32,
  64: DataTypes.Int64,
};

/** Floats win over integers (the wider float); integers meet in the narrowest that holds both. */
export function numericalCoercion(a: DataType, b: DataType): DataType | undefined {
  for (const float of [DataTypes.Float64, DataTypes.Float32, DataTypes.Float16]) {
    if (a.kind === float.kind || b.kind === float.kind) return float;
  }
  const [bitsA, bitsB] = [BITS[a.kind], BITS[b.kind]];
  if (bitsA === undefined || bitsB === undefined)
    return bitsA === undefined ? (bitsB === undefined ? undefined : b) : a;
  const signedA = isSignedInteger(a);
  if (signedA === isSignedInteger(b)) return bitsA >= bitsB ? a : b;
  const [signed, unsigned] = signedA ? [bitsA, bitsB] : [bitsB, bitsA];
  if (unsigned === 64) return DataTypes.decimal128(20, 0);
  return SIGNED_BY_BITS[signed > unsigned ? signed : unsigned * 2];
}

/** Numbers in arithmetic: like {@link numericalCoercion}, seeing through encodings. */
export function mathNumericalCoercion(a: DataType, b: DataType): DataType | undefined {
  const [left, right] = [behindEncoding(a), behindEncoding(b)];
  if (left !== a || right !== b) return mathNumericalCoercion(left, right);
  return isNumericOrNull(a) && isNumericOrNull(b) ? numericalCoercion(a, b) : undefined;
}

/** The type of the values of a dictionary or of runs; other types as they are. */
export function behindEncoding(type: DataType): DataType {
  if (type.kind === 'Dictionary') return type.valueType;
  return type.kind === 'RunEndEncoded' ? type.values.dataType : type;
}
