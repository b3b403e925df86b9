/** One value for all rows. */
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { constantVector, getScalar } from '../vector/scalar-access.js';
import { takeVector } from './take.js';

/** Text from this size on is not made a string: that would take twice the memory, or be more than a string can hold. */
const LONG_TEXT = 1 << 24;

/** The first value of a vector for `length` rows: as a constant, or as it is when that would make a very long text a string. */
export function broadcast(one: ColumnVector, length: number, arena: Arena): ColumnVector {
  if (one.encoding === 'constant') return { ...one, length };
  if (!isLongText(one)) return constantVector(getScalar(one, 0), length);
  if (length === 1) return one;
  const rows = arena.allocZeroed(length * 4);
  return takeVector(one, rows, length, arena);
}

function isLongText(one: ColumnVector): boolean {
  if (one.encoding !== 'flat' || one.nullCount > 0) return false;
  const physical = physicalTypeOf(one.type);
  return physical === 'view' && mem.u32[one.values >>> 2]! > LONG_TEXT;
}
