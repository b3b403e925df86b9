/**
 * Values at row numbers. Codes of dictionaries and views of strings are moved, never their entries or text.
 *
 * Example: take [a, null, c] at [2, 1, 2] gives [c, null, c].
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { bitmapBytes } from '../vector/bitmap.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';

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

/** Gaps between selected rows up to this share of them: then neighbours are moved together. */
const FEW_GAPS_SHARE = 0.25;

/** The values at `count` ascending u32 row numbers, each of which is there once. */
export function takeAscending(vector: ColumnVector, rows: number, count: number, arena: Arena): ColumnVector {
  if (count < 32 || vector.encoding === 'constant') return takeVector(vector, rows, count, arena);
  const { u32 } = mem;
  const span = u32[(rows >>> 2) + count - 1]! - u32[rows >>> 2]! + 1;
  const width = vector.encoding === 'dictionary' || isPlain(vector) ? vector.width : 0;
  if (span > count * (1 + FEW_GAPS_SHARE) || ![1, 2, 4, 8].includes(width))
    return takeVector(vector, rows, count, arena);
  const to = arena.alloc(count * width);
  kernels().gatherRuns(vector.encoding === 'dictionary' ? vector.codes : vector.values, width, rows, count, to);
  const nulls = takeValidity(vector.validity, rows, count, arena);
  if (vector.encoding === 'dictionary') return { ...vector, length: count, codes: to, ...nulls };
  return flatVector(vector.type, count, { ...nulls, values: to, width });
}

/** True when a value is its bytes in `values` and nothing else. */
function isPlain(vector: FlatVector): boolean {
  return vector.children.length === 0 && !['null', 'boolean', 'union'].includes(physicalTypeOf(vector.type));
}

/** The codes at row numbers. */
export function takeCodes(vector: DictionaryVector, rows: number, count: number, arena: Arena): DictionaryVector {
  const codes = takeFixed(vector.codes, vector.width, rows, count, arena);
  return { ...vector, length: count, codes, ...takeValidity(vector.validity, rows, count, arena) };
}

/** Validity bits at row numbers; no bitmap when all are set. */
function takeValidity(
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

/** What 32-bit offsets reach. */
const MOST_ELEMENTS = 0x7fff_ffff;

function takeList(flat: FlatVector, rows: number, count: number, nulls: Nulls, arena: Arena): FlatVector {
  const offsets = arena.alloc((count + 1) * 4);
  const { u32, i32 } = mem;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const at = (flat.values >>> 2) + u32[(rows >>> 2) + i]!;
    i32[(offsets >>> 2) + i] = total;
    total += i32[at + 1]! - i32[at]!;
  }
  if (total > MOST_ELEMENTS)
    throw new ResourcesExhaustedError(`Lists of ${total} elements are more than offsets reach`);
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
