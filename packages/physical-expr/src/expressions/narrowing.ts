import { DataTypes } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  flatten,
  flatVector,
  getBit,
  mem,
  selectRows,
  setBit,
  type Arena,
  type Batch,
  type ColumnVector,
  type FlatVector,
  type Selection,
} from '@datafusion-ts/compute';

/** Which rows of a boolean column are true, false, null. */
export interface TruthCounts {
  readonly trueCount: number;
  readonly nullCount: number;
  readonly falseCount: number;
}

/** Counts the values of a flat boolean column. */
export function countTruth(flat: FlatVector): TruthCounts {
  let trueCount = 0;
  for (let row = 0; row < flat.length; row++) {
    if (getBit(flat.values, row) && (flat.validity === 0 || getBit(flat.validity, row))) trueCount++;
  }
  return { trueCount, nullCount: flat.nullCount, falseCount: flat.length - trueCount - flat.nullCount };
}

/** The rows for which `keep(value)` holds, `value` being undefined for null. */
export function rowsWhere(flat: FlatVector, keep: (value: boolean | undefined) => boolean, arena: Arena): Selection {
  const rows = arena.alloc(flat.length * 4);
  const [onTrue, onFalse, onNull] = [keep(true), keep(false), keep(undefined)];
  let count = 0;
  const { u32 } = mem;
  for (let row = 0; row < flat.length; row++) {
    const valid = flat.validity === 0 || getBit(flat.validity, row);
    const wanted = valid ? (getBit(flat.values, row) ? onTrue : onFalse) : onNull;
    if (wanted) u32[(rows >>> 2) + count++] = row;
  }
  return { rows, count };
}

/** The batch narrowed to some of its rows. */
export const narrow = (batch: Batch, chosen: Selection, arena: Arena): Batch =>
  chosen.count === batch.rowCount ? batch : selectRows(batch, chosen, arena);

/** A boolean column of `length` rows holding `values` at the chosen rows and `rest` elsewhere. */
export function scatterBoolean(values: ColumnVector, chosen: Selection, length: number, rest: boolean, arena: Arena): FlatVector {
  const flat = flatten(values, arena);
  const bits = allocBitmap(length, rest, arena);
  const validity = flat.nullCount === 0 ? 0 : allocBitmap(length, true, arena);
  const base = chosen.rows >>> 2;
  for (let i = 0; i < chosen.count; i++) {
    const row = mem.u32[base + i]!;
    if (getBit(flat.values, i)) setBit(bits, row);
    else clearBit(bits, row);
    if (validity !== 0 && !getBit(flat.validity, i)) clearBit(validity, row);
  }
  return flatVector(DataTypes.Boolean, length, { values: bits, validity, nullCount: flat.nullCount });
}
