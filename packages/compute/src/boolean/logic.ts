/**
 * Three-valued logic on bitmaps. A null is unknown: false AND unknown is false, true OR unknown is true, every other
 * combination with unknown is unknown.
 */
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import { mem } from '../memory/engine-memory.js';
import { flatten } from '../structural/flatten.js';
import { mapDictionary } from '../structural/map-dictionary.js';
import { allocBitmap, bitmapBytes, countNulls, notBitmap } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { constantVector, nullVector } from '../vector/scalar-access.js';

/** Three-valued AND of two Boolean vectors. */
export function and3(a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  return combine(a, b, false, arena);
}

/** Three-valued OR of two Boolean vectors. */
export function or3(a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  return combine(a, b, true, arena);
}

/** `decisive` is the value that settles the result alone: false for AND, true for OR. */
function combine(a: ColumnVector, b: ColumnVector, decisive: boolean, arena: Arena): ColumnVector {
  if (a.encoding === 'constant') return withConstant(b, a.value.value, decisive, arena);
  if (b.encoding === 'constant') return withConstant(a, b.value.value, decisive, arena);
  const x = flatten(a, arena);
  const y = flatten(b, arena);
  const { length } = x;
  const bytes = bitmapBytes(length);
  const values = arena.alloc(bytes);
  const [xValid, yValid] = [validityOf(x, arena), validityOf(y, arena)];
  if (xValid === 0 && yValid === 0) {
    const k = kernels();
    (decisive ? k.orBits : k.andBits)(x.values, y.values, length, values);
    return flatVector(DataTypes.Boolean, length, { values });
  }
  const validity = arena.alloc(bytes);
  kernels().logicBits(x.values, xValid, y.values, yValid, length, decisive ? 1 : 0, values, validity);
  return flatVector(DataTypes.Boolean, length, { values, validity, nullCount: countNulls(validity, length) });
}

/** The validity of a Boolean vector, or of a NULL one; 0: all rows are valid. */
const validityOf = (vector: FlatVector, arena: Arena): number =>
  vector.type.kind === 'Null' ? allocBitmap(vector.length, false, arena) : vector.validity;

function bitsOfValidity(
  vector: { readonly type: { readonly kind: string }; readonly validity: number },
  byte: number,
): number {
  if (vector.type.kind === 'Null') return 0;
  return vector.validity === 0 ? 0xff : mem.u8[vector.validity + byte]!;
}

function withConstant(vector: ColumnVector, constant: unknown, decisive: boolean, arena: Arena): ColumnVector {
  const { length } = vector;
  if (constant === decisive) return constantVector(ScalarValue.boolean(decisive), length);
  if (constant === !decisive) return vector.type.kind === 'Null' ? nullVector(DataTypes.Boolean, length) : vector;
  if (vector.encoding === 'constant') {
    const settled = vector.value.value === decisive;
    return constantVector(ScalarValue.boolean(settled ? decisive : null), length);
  }
  // Unknown: rows with the decisive value keep it, all others become unknown.
  const flat = flatten(vector, arena);
  if (flat.type.kind === 'Null') return nullVector(DataTypes.Boolean, length);
  const bytes = bitmapBytes(length);
  const validity = arena.alloc(bytes);
  const u8 = mem.u8;
  const flip = decisive ? 0 : 0xff;
  for (let i = 0; i < bytes; i++) u8[validity + i] = bitsOfValidity(flat, i) & (u8[flat.values + i]! ^ flip);
  return flatVector(DataTypes.Boolean, length, {
    values: flat.values,
    validity,
    nullCount: countNulls(validity, length),
  });
}

/** Three-valued NOT. */
export function not3(a: ColumnVector, arena: Arena): ColumnVector {
  if (a.type.kind === 'Null') return nullVector(DataTypes.Boolean, a.length);
  if (a.encoding === 'constant') {
    const value = a.value.value;
    return constantVector(ScalarValue.boolean(value === null ? null : value !== true), a.length);
  }
  return mapDictionary(a, arena, (flat, own) => ({ ...flat, values: notBitmap(flat.values, flat.length, own) }));
}
