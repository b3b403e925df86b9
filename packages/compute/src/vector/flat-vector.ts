import { InternalError, type DataType } from '@datafusion-ts/common';
import type { ColumnVector, ConstantVector, FlatVector } from './column-vector.js';

/** Optional parts of a flat vector; what is left out is 0 or empty. */
export interface FlatParts {
  readonly values?: number;
  readonly width?: number;
  readonly validity?: number;
  readonly nullCount?: number;
  readonly aux?: number;
  readonly children?: readonly ColumnVector[];
}

/** Makes a flat vector; a null count of 0 drops the bitmap. All have one hidden class, so that loops stay monomorphic. */
export function flatVector(type: DataType, length: number, parts: FlatParts): FlatVector {
  const nullCount = parts.nullCount ?? 0;
  if (nullCount > 0 && (parts.validity ?? 0) === 0) throw new InternalError('Nulls without a validity bitmap');
  return {
    encoding: 'flat',
    type,
    length,
    nullCount,
    validity: nullCount === 0 ? 0 : (parts.validity ?? 0),
    values: parts.values ?? 0,
    width: parts.width ?? 0,
    aux: parts.aux ?? 0,
    children: parts.children ?? [],
  };
}

/** The same values under another type of the same layout (say Int64 as Timestamp, Utf8 as Utf8View). */
export function withType<V extends ColumnVector>(vector: V, type: DataType): V {
  return { ...vector, type };
}

/** The same values with another validity. */
export function withValidity(vector: FlatVector, validity: number, nullCount: number): FlatVector {
  return { ...vector, validity: nullCount === 0 ? 0 : validity, nullCount };
}

/** True when every value is the same constant. */
export function isConstant(vector: ColumnVector): vector is ConstantVector {
  return vector.encoding === 'constant';
}
