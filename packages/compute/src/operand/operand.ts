/**
 * How binary functions see their arguments: an array or one value that all rows share, never codes. `evaluateBinary` deals with
 * everything else (specs/columns.md 2): null constants, two constants, a dictionary against a constant.
 */
import type { DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { broadcast } from '../structural/broadcast.js';
import { flatten } from '../structural/flatten.js';
import { mapDictionary } from '../structural/map-dictionary.js';
import { andBitmaps, countNulls } from '../vector/bitmap.js';
import type { ColumnVector, ConstantVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { nullVector } from '../vector/scalar-access.js';
import { resultKey } from './result-key.js';

/** An array, or one value that is not null. */
export type Plain = FlatVector | ConstantVector;

/** Address of values and how far to go per row: 1 value, or 0 for a shared one. */
export interface Operand {
  readonly address: number;
  readonly step: 0 | 1;
  readonly validity: number;
  readonly width: number;
}

/** Computes a result of `length` rows from an array and an array, or an array and a constant. */
export type BinaryFunction = (a: Plain, b: Plain, length: number, arena: Arena) => ColumnVector;

/**
 * Computes a result from an array and one-byte codes, the array being the left operand or not; undefined when it cannot.
 */
export type CodesFunction = (
  flat: FlatVector,
  coded: DictionaryVector,
  isLeft: boolean,
  arena: Arena,
) => ColumnVector | undefined;

/**
 * Applies a function that gives null for null to vectors of any encoding. With a name, results of a dictionary and a
 * constant are remembered with the dictionary; the name must say everything about the function but the constant.
 * `byCodes` is tried first on an array and one-byte codes.
 */
export function evaluateBinary(
  a: ColumnVector,
  b: ColumnVector,
  resultType: DataType,
  arena: Arena,
  fn: BinaryFunction,
  name?: string,
  byCodes?: CodesFunction,
): ColumnVector {
  const { length } = a;
  // No rows, no failure: constants may stand for columns of an empty batch.
  if (length === 0 || isNullConstant(a) || isNullConstant(b)) return nullVector(resultType, length);
  if (a.encoding === 'constant' && b.encoding === 'constant') {
    const one = fn(flatten({ ...a, length: 1 }, arena), { ...b, length: 1 }, 1, arena);
    return broadcast(one, length, arena);
  }
  if (a.encoding === 'dictionary' && b.encoding === 'constant') {
    const key = name === undefined ? undefined : resultKey(name, b.value);
    return mapDictionary(a, arena, (flat, own) => fn(flat, { ...b, length: flat.length }, flat.length, own), key);
  }
  if (b.encoding === 'dictionary' && a.encoding === 'constant') {
    const key = name === undefined ? undefined : resultKey(`${name} of`, a.value);
    return mapDictionary(b, arena, (flat, own) => fn({ ...a, length: flat.length }, flat, flat.length, own), key);
  }
  const coded = byCodes === undefined ? undefined : evaluateByCodes(a, b, arena, byCodes);
  return coded ?? fn(plain(a, arena), plain(b, arena), length, arena);
}

/** An array and one-byte codes of entries without nulls, far fewer than there are rows. */
function evaluateByCodes(a: ColumnVector, b: ColumnVector, arena: Arena, fn: CodesFunction): ColumnVector | undefined {
  if (a.encoding === 'flat' && b.encoding === 'dictionary' && areBytes(b)) return fn(a, b, true, arena);
  if (b.encoding === 'flat' && a.encoding === 'dictionary' && areBytes(a)) return fn(b, a, false, arena);
  return undefined;
}

const areBytes = ({ width, length, values: { column } }: DictionaryVector): boolean =>
  width === 1 && column.nullCount === 0 && column.length > 0 && column.length <= length / 2;

function plain(vector: ColumnVector, arena: Arena): Plain {
  return vector.encoding === 'constant' ? vector : flatten(vector, arena);
}

/** True for NULL repeated, and for columns of type Null. */
export function isNullConstant(vector: ColumnVector): boolean {
  return vector.encoding === 'constant' ? vector.value.isNull : vector.type.kind === 'Null';
}

/** Where a kernel finds the values. */
export function operandOf(vector: Plain, arena: Arena): Operand {
  const flat = vector.encoding === 'constant' ? flatten({ ...vector, length: 1 }, arena) : vector;
  const step = vector.encoding === 'constant' ? 0 : 1;
  return { address: flat.values, step, validity: step === 0 ? 0 : flat.validity, width: flat.width };
}

/** Validity and null count of rows that need both sides. */
export function commonValidity(
  a: { readonly validity: number },
  b: { readonly validity: number },
  length: number,
  arena: Arena,
): { readonly validity: number; readonly nullCount: number } {
  const validity = andBitmaps(a.validity, b.validity, length, arena);
  return { validity, nullCount: countNulls(validity, length) };
}

/** Smallest width that holds a decimal constant: 8, 16 or 32 bytes. */
export function widthOfBigInt(value: bigint): 8 | 16 | 32 {
  if (BigInt.asIntN(64, value) === value) return 8;
  return BigInt.asIntN(128, value) === value ? 16 : 32;
}
