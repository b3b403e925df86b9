/**
 * Values at row numbers. Codes of dictionaries and views of strings are moved, never their entries or text.
 *
 * Example: take [a, null, c] at [2, 1, 2] gives [c, null, c].
 */
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { allocBitmap, bitmapBytes, setBit } from '../vector/bitmap.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import { nullVector } from '../vector/scalar-access.js';
import { andBitmaps, countNulls } from '../vector/bitmap.js';
import { flatten } from './flatten.js';

/** In a list of row numbers: no row, the value is null. */
export const NO_ROW = 0xffff_ffff;

/** The values at `count` u32 row numbers, which must lie inside the vector. */
export function takeVector(vector: ColumnVector, rows: number, count: number, arena: Arena): ColumnVector {
  switch (vector.encoding) {
    case 'constant':
      return { ...vector, length: count };
    case 'dictionary':
      return takeCodes(vector, rows, count, arena);
    case 'flat':
      return takeFlat(vector, rows, count, arena);
  }
}

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

/** The same values, null where `present` has no bit. Unions cannot be masked: their nulls are their members'. */
export function maskVector(
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
    const children = vector.children.map((child) =>
      maskVector(child.encoding === 'constant' ? flatten(child, arena) : child, present, arena),
    );
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
  const masked = sparse.map((child) =>
    maskVector(child.encoding === 'constant' ? flatten(child, arena) : child, present, arena),
  );
  const offsets = arena.alloc(vector.length * 4);
  kernels().iota(offsets, vector.length, 0);
  return { ...vector, aux: offsets, children: masked };
}

function takeCodes(vector: DictionaryVector, rows: number, count: number, arena: Arena): DictionaryVector {
  const codes = takeFixed(vector.codes, vector.width, rows, count, arena);
  return { ...vector, length: count, codes, ...takeValidity(vector.validity, rows, count, arena) };
}

/** Validity bits at row numbers; no bitmap when all are set. */
export function takeValidity(
  validity: number,
  rows: number,
  count: number,
  arena: Arena,
): { readonly validity: number; readonly nullCount: number } {
  if (validity === 0) return { validity: 0, nullCount: 0 };
  const bits = arena.alloc(bitmapBytes(count));
  const nullCount = count - kernels().gatherBits(validity, rows, count, bits);
  return { validity: nullCount === 0 ? 0 : bits, nullCount };
}

/** Values of a fixed width at row numbers. */
export function takeFixed(from: number, width: number, rows: number, count: number, arena: Arena): number {
  const to = arena.alloc(count * width);
  const k = kernels();
  if (width === 4) k.gather4(from, rows, count, to);
  else if (width === 8) k.gather8(from, rows, count, to);
  else if (width === 16 && (from & 3) === 0) k.gather16(from, rows, count, to);
  else if (width === 1) k.gather1(from, rows, count, to);
  else if (width === 2) k.gather2(from, rows, count, to);
  else if (width > 0) k.gatherBytes(from, width, rows, count, to);
  return to;
}

function takeFlat(flat: FlatVector, rows: number, count: number, arena: Arena): FlatVector {
  const nulls = takeValidity(flat.validity, rows, count, arena);
  switch (physicalTypeOf(flat.type)) {
    case 'null':
    case 'struct': {
      const children = flat.children.map((child) => takeVector(child, rows, count, arena));
      return flatVector(flat.type, count, { ...nulls, children });
    }
    case 'boolean': {
      const bits = arena.alloc(bitmapBytes(count));
      kernels().gatherBits(flat.values, rows, count, bits);
      return flatVector(flat.type, count, { ...nulls, values: bits });
    }
    case 'list':
      return takeList(flat, rows, count, nulls, arena);
    case 'fixedList':
      return takeFixedList(flat, rows, count, nulls, arena);
    case 'union':
      return takeUnion(flat, rows, count, arena);
    default: {
      const values = takeFixed(flat.values, flat.width, rows, count, arena);
      return flatVector(flat.type, count, { ...nulls, values, width: flat.width });
    }
  }
}

interface Nulls {
  readonly validity: number;
  readonly nullCount: number;
}

function takeList(flat: FlatVector, rows: number, count: number, nulls: Nulls, arena: Arena): FlatVector {
  const offsets = arena.alloc((count + 1) * 4);
  const { u32, i32 } = mem;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const at = (flat.values >>> 2) + u32[(rows >>> 2) + i]!;
    i32[(offsets >>> 2) + i] = total;
    total += i32[at + 1]! - i32[at]!;
  }
  i32[(offsets >>> 2) + count] = total;
  const elements = listElementRows(flat, rows, count, total, arena);
  const children = [takeVector(flat.children[0]!, elements, total, arena)];
  return flatVector(flat.type, count, { ...nulls, values: offsets, width: 4, children });
}

function listElementRows(flat: FlatVector, rows: number, count: number, total: number, arena: Arena): number {
  const elements = arena.alloc(total * 4);
  const { u32, i32 } = mem;
  let next = elements >>> 2;
  for (let i = 0; i < count; i++) {
    const at = (flat.values >>> 2) + u32[(rows >>> 2) + i]!;
    const end = i32[at + 1]!;
    for (let element = i32[at]!; element < end; element++) u32[next++] = element;
  }
  return elements;
}

function takeFixedList(flat: FlatVector, rows: number, count: number, nulls: Nulls, arena: Arena): FlatVector {
  const type = valueTypeOf(flat.type);
  const size = type.kind === 'FixedSizeList' ? type.size : 0;
  const elements = arena.alloc(count * size * 4);
  const u32 = mem.u32;
  let next = elements >>> 2;
  for (let i = 0; i < count; i++) {
    const start = u32[(rows >>> 2) + i]! * size;
    for (let j = 0; j < size; j++) u32[next++] = start + j;
  }
  const children = [takeVector(flat.children[0]!, elements, count * size, arena)];
  return flatVector(flat.type, count, { ...nulls, children });
}

function takeUnion(flat: FlatVector, rows: number, count: number, arena: Arena): FlatVector {
  const values = takeFixed(flat.values, 1, rows, count, arena);
  if (flat.aux !== 0) {
    const aux = takeFixed(flat.aux, 4, rows, count, arena);
    return flatVector(flat.type, count, { values, width: 1, aux, children: flat.children });
  }
  const children = flat.children.map((child) => takeVector(child, rows, count, arena));
  return flatVector(flat.type, count, { values, width: 1, children });
}
