/** Values of columns one by one, for state that is not columnar. */
import { InternalError, type ScalarData, type ScalarValue } from '@datafusion-ts/common';
import {
  flatten,
  getBit,
  getScalar,
  isNull,
  listRange,
  mem,
  physicalTypeOf,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';

/** Calls `visit` for every value that is not null. */
export function eachScalar(vector: ColumnVector, visit: (value: ScalarValue, row: number) => void): void {
  for (let row = 0; row < vector.length; row++) if (!isNull(vector, row)) visit(getScalar(vector, row), row);
}

/** Calls `visit` for every double that is not null. */
export function eachFloat(vector: ColumnVector, arena: Arena, visit: (value: number) => void): void {
  const flat = flatFloats(vector, arena);
  const { validity } = flat;
  const at = flat.values >>> 3;
  for (let row = 0; row < flat.length; row++) {
    if (validity === 0 || getBit(validity, row)) visit(mem.f64[at + row]!);
  }
}

/** Calls `visit` for every row in which both doubles are not null. */
export function eachFloatPair(
  a: ColumnVector,
  b: ColumnVector,
  arena: Arena,
  visit: (a: number, b: number) => void,
): void {
  const x = flatFloats(a, arena);
  const y = flatFloats(b, arena);
  for (let row = 0; row < x.length; row++) {
    if (x.validity !== 0 && !getBit(x.validity, row)) continue;
    if (y.validity !== 0 && !getBit(y.validity, row)) continue;
    visit(mem.f64[(x.values >>> 3) + row]!, mem.f64[(y.values >>> 3) + row]!);
  }
}

/** Doubles without encoding; NULLs of type Null become doubles. */
export function flatFloats(vector: ColumnVector, arena: Arena): FlatVector {
  const flat = flatten(vector, arena);
  if (physicalTypeOf(flat.type) !== 'float64') throw new InternalError(`Expected Float64, got ${flat.type.kind}`);
  return flat;
}

/** Values of the lists of a state column, one call a list that is not null. */
export function eachList(
  vector: ColumnVector,
  arena: Arena,
  visit: (values: readonly ScalarValue[], row: number) => void,
): void {
  const flat = flatten(vector, arena);
  const elements = flat.children[0];
  if (elements === undefined) return;
  for (let row = 0; row < flat.length; row++) {
    if (isNull(flat, row)) continue;
    const { start, end } = listRange(flat, row);
    const values: ScalarValue[] = [];
    for (let i = start; i < end; i++) values.push(getScalar(elements, i));
    visit(values, row);
  }
}

/** The number in a scalar, however it is stored; it must be one. */
export function toNumber(value: ScalarData): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw new InternalError(`Expected a number, got ${typeof value}`);
}
