/** The lowest value of a signed integer type has no opposite in it: `abs` and `negative` wrap there, or fail in ANSI mode. */
import type { DataType } from '@datafusion-ts/common';
import { flatten, getBit, mem, type Arena, type ColumnVector, type FlatVector } from '@datafusion-ts/compute';

const LOWEST: Readonly<Record<string, bigint>> = {
  Int8: -(2n ** 7n),
  Int16: -(2n ** 15n),
  Int32: -(2n ** 31n),
  Int64: -(2n ** 63n),
};

/** The lowest value of a signed integer type; undefined for all other types. */
export const lowestOf = (type: DataType): bigint | undefined => LOWEST[type.kind];

/** Whether some row of a column of signed integers has its type's lowest value. */
export function hasLowest(vector: ColumnVector, arena: Arena): boolean {
  const lowest = lowestOf(vector.type);
  if (lowest === undefined || vector.length === 0) return false;
  if (vector.encoding === 'constant')
    return vector.value.value !== null && BigInt(vector.value.value as number) === lowest;
  return flatHasLowest(flatten(vector, arena), Number(lowest));
}

function flatHasLowest({ length, width, values, validity }: FlatVector, lowest: number): boolean {
  const isValid = (row: number): boolean => validity === 0 || getBit(validity, row);
  if (width === 8) {
    const { u32 } = mem;
    for (let row = 0, at = values >>> 2; row < length; row++, at += 2) {
      if (u32[at] === 0 && u32[at + 1] === 0x8000_0000 && isValid(row)) return true;
    }
    return false;
  }
  const [view, start] =
    width === 1 ? [mem.i8, values] : width === 2 ? [mem.i16, values >>> 1] : [mem.i32, values >>> 2];
  for (let row = 0; row < length; row++) if (view[start + row] === lowest && isValid(row)) return true;
  return false;
}
