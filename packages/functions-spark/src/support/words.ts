import { DataTypes, InternalError, type DataType } from '@datafusion-ts/common';
import { flatten, getBit, mem, physicalTypeOf, type Arena, type ColumnVector } from '@datafusion-ts/compute';

/** A column of integers as two 32-bit words a value, extended to 64 bits with the sign of the type. */
export interface Words {
  isNull(row: number): boolean;
  /** Low word, as a signed number. */
  low(row: number): number;
  /** High word, as a signed number. */
  high(row: number): number;
}

/** The integer types that {@link wordsOf} reads, booleans apart. */
export const SIGNED_TYPES: readonly DataType[] = [DataTypes.Int8, DataTypes.Int16, DataTypes.Int32, DataTypes.Int64];

/** Words of a column of integers or booleans (0 and 1). */
export function wordsOf(vector: ColumnVector, arena: Arena): Words {
  const flat = flatten(vector, arena);
  const { values, validity } = flat;
  const never = flat.type.kind === 'Null';
  const isNull = (row: number): boolean => never || (validity !== 0 && !getBit(validity, row));
  const narrow = (low: (row: number) => number, signed: boolean): Words => ({
    isNull,
    low,
    high: signed ? (row) => low(row) >> 31 : () => 0,
  });
  switch (physicalTypeOf(flat.type)) {
    case 'null':
      return narrow(() => 0, false);
    case 'boolean':
      return narrow((row) => (getBit(values, row) ? 1 : 0), false);
    case 'int8':
      return narrow((row) => mem.i8[values + row]!, true);
    case 'uint8':
      return narrow((row) => mem.u8[values + row]!, false);
    case 'int16':
      return narrow((row) => mem.i16[(values >>> 1) + row]!, true);
    case 'uint16':
      return narrow((row) => mem.u16[(values >>> 1) + row]!, false);
    case 'int32':
      return narrow((row) => mem.i32[(values >>> 2) + row]!, true);
    case 'uint32':
      return narrow((row) => mem.i32[(values >>> 2) + row]!, false);
    case 'int64':
    case 'uint64':
      return {
        isNull,
        low: (row) => mem.i32[(values >>> 2) + 2 * row]!,
        high: (row) => mem.i32[(values >>> 2) + 2 * row + 1]!,
      };
    default:
      throw new InternalError(`An integer was expected, not ${flat.type.kind}`);
  }
}

/** Number of set bits of a word. */
export function popCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
