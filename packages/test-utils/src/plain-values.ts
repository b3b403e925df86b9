import type { ScalarData, ScalarValue } from '@datafusion-ts/common';
import { getScalar, type ColumnVector } from '@datafusion-ts/compute';

/** Plain data for `toEqual`: nested scalars unwrapped, a null member of a union is null. */
export type PlainValue =
  null | boolean | number | bigint | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** The data of a scalar without types. */
export function plainScalar(scalar: ScalarValue): PlainValue {
  return plainData(scalar.value);
}

function plainData(data: ScalarData): PlainValue {
  if (data === null || typeof data !== 'object') return data;
  if (data instanceof Uint8Array) return { bytes: Array.from(data) };
  if (Array.isArray(data)) return data.map((element: ScalarValue) => plainScalar(element));
  if ('typeId' in data) return { typeId: data.typeId, value: plainScalar(data.value) };
  return { ...(data as object) } as PlainValue;
}

/** All values of a vector, row by row. */
export function plainValues(vector: ColumnVector): PlainValue[] {
  return Array.from({ length: vector.length }, (_, row) => plainScalar(getScalar(vector, row)));
}
