import { DataTypes } from '@datafusion-ts/common';
import {
  allocBitmap,
  andBitmaps,
  countBits,
  flatten,
  flatVector,
  kernels,
  notBitmap,
  selectRows,
  type Arena,
  type Batch,
  type ColumnVector,
  type FlatVector,
  type Selection,
} from '@datafusion-ts/compute';

/** How many rows of a boolean column are true, false, null. */
export interface TruthCounts {
  readonly trueCount: number;
  readonly nullCount: number;
  readonly falseCount: number;
}

/** Bits of the rows that are true and not null. */
const trueBits = (flat: FlatVector, arena: Arena): number => andBitmaps(flat.values, flat.validity, flat.length, arena);

/** Counts the values of a flat boolean column. */
export function countTruth(flat: FlatVector, arena: Arena): TruthCounts {
  const trueCount = countBits(trueBits(flat, arena), flat.length);
  return { trueCount, nullCount: flat.nullCount, falseCount: flat.length - trueCount - flat.nullCount };
}

/** The rows that are not true: false or null. */
export function rowsNotTrue(flat: FlatVector, arena: Arena): Selection {
  return rowsOfBits(notBitmap(trueBits(flat, arena), flat.length, arena), flat.length, arena);
}

/** The rows that are not false: true or null. */
export function rowsNotFalse(flat: FlatVector, arena: Arena): Selection {
  if (flat.nullCount === 0) return rowsOfBits(flat.values, flat.length, arena);
  const falseBits = andBitmaps(notBitmap(flat.values, flat.length, arena), flat.validity, flat.length, arena);
  return rowsOfBits(notBitmap(falseBits, flat.length, arena), flat.length, arena);
}

function rowsOfBits(bits: number, length: number, arena: Arena): Selection {
  const rows = arena.alloc(length * 4 + 64);
  return { rows, count: kernels().bitsToRows(bits, 0, length, rows) };
}

/** The batch narrowed to some of its rows. */
export const narrow = (batch: Batch, chosen: Selection, arena: Arena): Batch =>
  chosen.count === batch.rowCount ? batch : selectRows(batch, chosen, arena);

/** A boolean column of `length` rows holding `values` at the chosen rows and `rest` elsewhere. */
export function scatterBoolean(
  values: ColumnVector,
  chosen: Selection,
  length: number,
  rest: boolean,
  arena: Arena,
): FlatVector {
  const flat = flatten(values, arena);
  const bits = allocBitmap(length, rest, arena);
  const validity = flat.nullCount === 0 ? 0 : allocBitmap(length, true, arena);
  kernels().scatterBits(flat.values, chosen.rows, chosen.count, bits);
  if (validity !== 0) kernels().scatterBits(flat.validity, chosen.rows, chosen.count, validity);
  return flatVector(DataTypes.Boolean, length, { values: bits, validity, nullCount: flat.nullCount });
}
