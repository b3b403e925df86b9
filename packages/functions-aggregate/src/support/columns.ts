/** Columns made of group state. */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  flatVector,
  getBit,
  mem,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { RowMask } from './active-rows.js';
import type { Nulls } from './seen-groups.js';

/** A column of fixed-width values. */
export const fixedColumn = (type: DataType, count: number, values: number, width: number, nulls?: Nulls): FlatVector =>
  flatVector(type, count, { values, width, ...(nulls ?? {}) });

/** The values of a flat column under another type, where the mask lets them through; NULL elsewhere. */
export function maskedColumn(flat: FlatVector, type: DataType, mask: RowMask, arena: Arena): FlatVector {
  if (mask === 0) return { ...flat, type, validity: 0, nullCount: 0 };
  const { length } = flat;
  if (mask === undefined) return { ...flat, type, validity: allocBitmap(length, false, arena), nullCount: length };
  let nullCount = 0;
  for (let row = 0; row < length; row++) if (!getBit(mask, row)) nullCount++;
  return { ...flat, type, validity: nullCount === 0 ? 0 : mask, nullCount };
}

/** A column of 64-bit integers, 1 for rows of the mask and 0 for others. */
export function onesColumn(type: DataType, rowCount: number, mask: RowMask, arena: Arena): FlatVector {
  const values = arena.allocZeroed(rowCount * 8);
  const u32 = mem.u32;
  if (mask !== undefined) {
    for (let row = 0; row < rowCount; row++) if (mask === 0 || getBit(mask, row)) u32[(values >>> 2) + row * 2] = 1;
  }
  return flatVector(type, rowCount, { values, width: 8 });
}

/** A column of booleans from a byte a row. */
export function booleanColumn(bytes: number, count: number, nulls: Nulls, arena: Arena): ColumnVector {
  const values = allocBitmap(count, true, arena);
  for (let row = 0; row < count; row++) if (mem.u8[bytes + row] === 0) clearBit(values, row);
  return flatVector(DataTypes.Boolean, count, { values, ...nulls });
}
