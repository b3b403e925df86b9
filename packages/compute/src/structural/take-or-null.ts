/** Gathering where some rows are missing: the padded side of outer joins. */
import type { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import { allocBitmap } from '../vector/bitmap.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { nullVector } from '../vector/scalar-access.js';
import { flatten } from './flatten.js';
import { maskFlat } from './mask.js';
import { takeVector } from './take.js';

/** In a list of row numbers: no row, the value is null. */
export const NO_ROW = 0xffff_ffff;

/** Row numbers some of which are {@link NO_ROW}, ready to be taken from any number of columns. */
export interface PaddedRows {
  /** Address of the row numbers, row 0 where there is none. */
  readonly rows: number;
  readonly count: number;
  readonly missing: number;
  /** Address of the bits of rows that are there. */
  readonly present: number;
}

/** Tells rows from {@link NO_ROW}. */
export function padRows(rows: number, count: number, arena: Arena): PaddedRows {
  const present = allocBitmap(count, false, arena);
  const clamped = arena.alloc(count * 4);
  const missing = kernels().presentRows(rows, count, clamped, present);
  return { rows: clamped, count, missing, present };
}

/** As {@link takeVector}, with null for every missing row. */
export function takePadded(vector: ColumnVector, padded: PaddedRows, arena: Arena): ColumnVector {
  const { rows, count, missing, present } = padded;
  if (vector.length === 0 || missing === count) return nullVector(vector.type, count);
  const taken = takeVector(vector, rows, count, arena);
  if (missing === 0) return taken;
  return maskVector(taken.encoding === 'constant' ? flatten(taken, arena) : taken, present, arena);
}

/** As {@link takeVector}, where {@link NO_ROW} gives null: the padded side of outer joins. */
export function takeVectorOrNull(vector: ColumnVector, rows: number, count: number, arena: Arena): ColumnVector {
  if (vector.length === 0) return nullVector(vector.type, count);
  return takePadded(vector, padRows(rows, count, arena), arena);
}

/** The same values, null where `present` has no bit. A union becomes null by its members. */
export function maskVector(
  vector: FlatVector | DictionaryVector,
  present: number,
  arena: Arena,
): FlatVector | DictionaryVector {
  return maskFlat(
    vector.encoding === 'flat' && vector.children.length > 0 ? flatten(vector, arena) : vector,
    present,
    arena,
  );
}
