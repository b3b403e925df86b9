/** Gathering where some rows are missing: the padded side of outer joins. */
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { allocBitmap, setBit } from '../vector/bitmap.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { nullVector } from '../vector/scalar-access.js';
import { flatten } from './flatten.js';
import { maskFlat } from './mask.js';
import { takeVector } from './take.js';

/** In a list of row numbers: no row, the value is null. */
export const NO_ROW = 0xffff_ffff;

/** As {@link takeVector}, where {@link NO_ROW} gives null: the padded side of outer joins. */
export function takeVectorOrNull(vector: ColumnVector, rows: number, count: number, arena: Arena): ColumnVector {
  if (vector.length === 0) return nullVector(vector.type, count);
  const present = allocBitmap(count, false, arena);
  const clamped = arena.alloc(count * 4);
  const u32 = mem.u32;
  let missing = 0;
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    if (row === NO_ROW) missing++;
    else setBit(present, i);
    u32[(clamped >>> 2) + i] = row === NO_ROW ? 0 : row;
  }
  if (missing === 0) return takeVector(vector, rows, count, arena);
  if (missing === count) return nullVector(vector.type, count);
  const taken = takeVector(vector, clamped, count, arena);
  return maskVector(taken.encoding === 'constant' ? flatten(taken, arena) : taken, present, arena);
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
