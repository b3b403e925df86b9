/** Tests that look at null as a value and never give null. */
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { flatten } from '../structural/flatten.js';
import { allocBitmap, bitmapBytes, notBitmap, setBit } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { constantVector, isNull, nullCountOf } from '../vector/scalar-access.js';

/** `a IS NULL` as a Boolean vector without nulls. */
export function isNullVector(a: ColumnVector, arena: Arena): ColumnVector {
  return nullTest(a, true, arena);
}

/** `a IS NOT NULL` as a Boolean vector without nulls. */
export function isNotNullVector(a: ColumnVector, arena: Arena): ColumnVector {
  return nullTest(a, false, arena);
}

function nullTest(a: ColumnVector, forNull: boolean, arena: Arena): ColumnVector {
  const { length } = a;
  const nulls = nullCountOf(a);
  if (nulls === 0) return constantVector(ScalarValue.boolean(!forNull), length);
  if (nulls === length) return constantVector(ScalarValue.boolean(forNull), length);
  return flatVector(DataTypes.Boolean, length, { values: nullBits(a, forNull, arena) });
}

function nullBits(a: ColumnVector, forNull: boolean, arena: Arena): number {
  const direct = directValidity(a);
  if (direct !== 0) return forNull ? notBitmap(direct, a.length, arena) : direct;
  const bits = allocBitmap(a.length, false, arena);
  for (let row = 0; row < a.length; row++) if (isNull(a, row) === forNull) setBit(bits, row);
  return bits;
}

/** The bitmap that alone says which rows are valid; 0 when there is none. */
function directValidity(a: ColumnVector): number {
  if (a.encoding === 'flat') return a.type.kind === 'Union' ? 0 : a.validity;
  return a.encoding === 'dictionary' && a.values.column.nullCount === 0 ? a.validity : 0;
}

/** The tests `IS [NOT] TRUE | FALSE | UNKNOWN`. */
export type BooleanTest = 'true' | 'false' | 'unknown' | 'notTrue' | 'notFalse' | 'notUnknown';

/** `a IS test` as a Boolean vector without nulls. */
export function isBoolean(test: BooleanTest, a: ColumnVector, arena: Arena): ColumnVector {
  if (test === 'unknown') return isNullVector(a, arena);
  if (test === 'notUnknown') return isNotNullVector(a, arena);
  const wanted = test === 'true' || test === 'notTrue';
  const negated = test === 'notTrue' || test === 'notFalse';
  if (a.type.kind === 'Null') return constantVector(ScalarValue.boolean(negated), a.length);
  if (a.encoding === 'constant')
    return constantVector(ScalarValue.boolean((a.value.value === wanted) !== negated), a.length);
  const flat = flatten(a, arena);
  const bytes = bitmapBytes(flat.length);
  const values = arena.alloc(bytes);
  const u8 = mem.u8;
  const flip = wanted ? 0 : 0xff;
  for (let i = 0; i < bytes; i++) {
    const hit = (u8[flat.values + i]! ^ flip) & (flat.validity === 0 ? 0xff : u8[flat.validity + i]!);
    u8[values + i] = negated ? ~hit : hit;
  }
  return flatVector(DataTypes.Boolean, flat.length, { values });
}
