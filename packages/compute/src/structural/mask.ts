/** Making rows null. */
import { InternalError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { andBitmaps, countNulls } from '../vector/bitmap.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { nullVector } from '../vector/scalar-access.js';
import { takeVector } from './take.js';

/** The same values, null where `present` has no bit. A union, which must be flat throughout, becomes null by its members. */
export function maskFlat(
  vector: FlatVector | DictionaryVector,
  present: number,
  arena: Arena,
): FlatVector | DictionaryVector {
  if (vector.encoding === 'flat' && physicalTypeOf(vector.type) === 'union') return maskUnion(vector, present, arena);
  const validity = andBitmaps(vector.validity, present, vector.length, arena);
  const nullCount = countNulls(validity, vector.length);
  return { ...vector, validity: nullCount === 0 ? 0 : validity, nullCount };
}

/** Masked rows of a union become null members of its first kind: every member is null there. */
function maskUnion(vector: FlatVector, present: number, arena: Arena): FlatVector {
  if (vector.aux === 0) {
    const children = vector.children.map((child) => maskChild(child, present, arena));
    return { ...vector, children };
  }
  // Dense members are addressed by offset: spread them out to one row each first.
  const sparse = vector.children.map((child) => {
    if (child.length === 0) return nullVector(child.type, vector.length);
    const rows = arena.alloc(vector.length * 4);
    const u32 = mem.u32;
    for (let i = 0; i < vector.length; i++) {
      u32[(rows >>> 2) + i] = Math.min(u32[(vector.aux >>> 2) + i]!, child.length - 1);
    }
    return takeVector(child, rows, vector.length, arena);
  });
  const masked = sparse.map((child) => maskChild(child, present, arena));
  const offsets = arena.alloc(vector.length * 4);
  kernels().iota(offsets, vector.length, 0);
  return { ...vector, aux: offsets, children: masked };
}

/** A member without any row is a constant NULL and stays one. */
function maskChild(child: ColumnVector, present: number, arena: Arena): ColumnVector {
  if (child.encoding !== 'constant') return maskFlat(child, present, arena);
  if (!child.value.isNull) throw new InternalError('A constant cannot be masked');
  return child;
}
