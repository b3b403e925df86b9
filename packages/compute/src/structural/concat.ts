/**
 * Vectors one after the other. Codes stay codes when all share their entries, or could, equal constants stay one. Views are moved,
 * the text they point to is not: it must outlive the result (copy the batches first where it does not).
 */
import { ScalarValue, type DataType, type Schema } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { allocBitmap, bitmapBytes, copyBits } from '../vector/bitmap.js';
import { Batch } from '../vector/batch.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import { constantVector, nullVector } from '../vector/scalar-access.js';
import { sameScalar } from '../vector/same-scalar.js';
import { flatten } from './flatten.js';
import { shareTexts } from './share-texts.js';
import { sliceVector } from './slice.js';
import { copyBytesTo } from '../memory/bytes.js';

/** The values of all vectors, in order; `type` is that of the result, with the layout of the inputs. */
export function concatVectors(vectors: readonly ColumnVector[], type: DataType, arena: Arena): ColumnVector {
  const parts = vectors.filter((v) => v.length > 0);
  const first = parts[0];
  if (first === undefined) return emptyVector(type, arena);
  if (parts.length === 1) return first.type === type ? first : { ...retyped(first, type) };
  const length = parts.reduce((sum, v) => sum + v.length, 0);
  const constant = commonConstant(parts);
  if (constant !== undefined) return constantVector(new ScalarValue(type, constant.value), length);
  const coded = shareEntries(parts) ? parts : shareTexts(parts, length, arena);
  if (coded !== undefined) return concatCodes(coded, type, length, arena);
  return concatFlat(
    parts.map((v) => flatten(v, arena)),
    type,
    length,
    arena,
  );
}

function retyped(vector: ColumnVector, type: DataType): ColumnVector {
  if (vector.encoding === 'constant') return constantVector(new ScalarValue(type, vector.value.value), vector.length);
  return { ...vector, type };
}

/** A flat vector without rows. */
export function emptyVector(type: DataType, arena: Arena): FlatVector {
  return flatten(nullVector(type, 0), arena);
}

function commonConstant(parts: readonly ColumnVector[]): ScalarValue | undefined {
  const first = parts[0]!;
  if (first.encoding !== 'constant') return undefined;
  return parts.every((v) => v.encoding === 'constant' && sameScalar(v.value, first.value)) ? first.value : undefined;
}

function shareEntries(parts: readonly ColumnVector[]): parts is readonly DictionaryVector[] {
  const first = parts[0]!;
  if (first.encoding !== 'dictionary') return false;
  return parts.every((v) => v.encoding === 'dictionary' && v.values.id === first.values.id);
}

function concatCodes(
  parts: readonly DictionaryVector[],
  type: DataType,
  length: number,
  arena: Arena,
): DictionaryVector {
  const first = parts[0]!;
  const width = parts.every((v) => v.width === first.width) ? first.width : 4;
  const codes = arena.alloc(length * width);
  let at = codes;
  for (const part of parts) {
    if (part.width === width) copyBytesTo(at, part.codes, part.length * width);
    else kernels().widenCodes(part.codes, part.width, part.length, at);
    at += part.length * width;
  }
  return { ...first, type, length, codes, width, ...concatValidity(parts, length, arena) };
}

function concatValidity(
  parts: readonly { readonly length: number; readonly nullCount: number; readonly validity: number }[],
  length: number,
  arena: Arena,
): { readonly validity: number; readonly nullCount: number } {
  const nullCount = parts.reduce((sum, v) => sum + v.nullCount, 0);
  if (nullCount === 0) return { validity: 0, nullCount };
  const validity = allocBitmap(length, true, arena);
  let at = 0;
  for (const part of parts) {
    if (part.validity !== 0) copyBits(part.validity, 0, part.length, validity, at);
    at += part.length;
  }
  return { validity, nullCount };
}

function concatFlat(parts: readonly FlatVector[], type: DataType, length: number, arena: Arena): FlatVector {
  const nulls = concatValidity(parts, length, arena);
  switch (physicalTypeOf(type)) {
    case 'boolean':
      return flatVector(type, length, { ...nulls, values: concatBooleans(parts, length, arena) });
    case 'null':
    case 'struct':
      return flatVector(type, length, { ...nulls, children: concatChildren(parts, arena) });
    case 'fixedList': {
      const value = valueTypeOf(type);
      const size = value.kind === 'FixedSizeList' ? value.size : 0;
      const children = parts.map((v) => sliceVector(v.children[0]!, 0, v.length * size, arena));
      return flatVector(type, length, {
        ...nulls,
        children: [flatten(concatVectors(children, children[0]!.type, arena), arena)],
      });
    }
    case 'list':
      return concatLists(parts, type, length, nulls, arena);
    case 'union':
      return concatUnions(parts, type, length, arena);
    case 'decimal':
      return concatFixed(widenDecimals(parts, arena), type, length, nulls, arena);
    default:
      return concatFixed(parts, type, length, nulls, arena);
  }
}

interface Nulls {
  readonly validity: number;
  readonly nullCount: number;
}

function concatFixed(
  parts: readonly FlatVector[],
  type: DataType,
  length: number,
  nulls: Nulls,
  arena: Arena,
): FlatVector {
  const width = parts[0]!.width;
  const values = arena.alloc(length * width);
  let at = values;
  for (const part of parts) {
    copyBytesTo(at, part.values, part.length * width);
    at += part.length * width;
  }
  return flatVector(type, length, { ...nulls, values, width });
}

function concatBooleans(parts: readonly FlatVector[], length: number, arena: Arena): number {
  const bits = arena.alloc(bitmapBytes(length));
  let at = 0;
  for (const part of parts) {
    copyBits(part.values, 0, part.length, bits, at);
    at += part.length;
  }
  return bits;
}

function concatChildren(parts: readonly FlatVector[], arena: Arena): ColumnVector[] {
  return parts[0]!.children.map((child, i) =>
    concatVectors(
      parts.map((v) => v.children[i]!),
      child.type,
      arena,
    ),
  );
}

function concatLists(
  parts: readonly FlatVector[],
  type: DataType,
  length: number,
  nulls: Nulls,
  arena: Arena,
): FlatVector {
  const offsets = arena.alloc((length + 1) * 4);
  const elements: ColumnVector[] = [];
  let at = offsets >>> 2;
  let total = 0;
  for (const part of parts) {
    const start = mem.i32[part.values >>> 2]!;
    const end = mem.i32[(part.values >>> 2) + part.length]!;
    const i32 = mem.i32;
    for (let i = 0; i < part.length; i++) i32[at++] = i32[(part.values >>> 2) + i]! - start + total;
    elements.push(sliceVector(part.children[0]!, start, end - start, arena));
    total += end - start;
  }
  mem.i32[at] = total;
  const children = [concatVectors(elements, parts[0]!.children[0]!.type, arena)];
  return flatVector(type, length, { ...nulls, values: offsets, width: 4, children });
}

function concatUnions(parts: readonly FlatVector[], type: DataType, length: number, arena: Arena): FlatVector {
  const values = concatFixed(parts, type, length, { validity: 0, nullCount: 0 }, arena).values;
  const children = concatChildren(parts, arena);
  if (parts[0]!.aux === 0) return flatVector(type, length, { values, width: 1, children });
  const aux = arena.alloc(length * 4);
  const before = parts[0]!.children.map(() => 0);
  const value = valueTypeOf(type);
  const childOf = new Map(value.kind === 'Union' ? value.fields.map((f, i) => [f.typeId, i] as const) : []);
  const { i8, i32 } = mem;
  let at = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++, at++) {
      const child = childOf.get(i8[values + at]!)!;
      i32[(aux >>> 2) + at] = i32[(part.aux >>> 2) + i]! + before[child]!;
    }
    part.children.forEach((child, i) => (before[i]! += child.length));
  }
  return flatVector(type, length, { values, width: 1, aux, children });
}

function widenDecimals(parts: readonly FlatVector[], arena: Arena): readonly FlatVector[] {
  const width = parts.reduce((widest, v) => Math.max(widest, v.width), 8);
  return parts.map((v) => widenDecimal(v, width, arena));
}

/** A decimal vector with values of at least `width` bytes. */
export function widenDecimal(flat: FlatVector, width: number, arena: Arena): FlatVector {
  if (flat.width >= width) return flat;
  const values = arena.alloc(flat.length * width);
  kernels().widenInts(flat.values, flat.width, flat.length, values, width);
  return { ...flat, values, width };
}

/** A decimal vector with 8-byte values where all fit, else the vector itself. */
export function narrowDecimal(flat: FlatVector, arena: Arena): FlatVector {
  if (flat.width === 8) return flat;
  const values = arena.alloc(flat.length * 8);
  if (kernels().narrowInts(flat.values, flat.width, flat.length, flat.validity, values) < flat.length) return flat;
  return { ...flat, values, width: 8 };
}

/** The rows that count of all batches, in order. */
export function concatBatches(schema: Schema, batches: readonly Batch[], arena: Arena): Batch {
  if (batches.length === 1) return batches[0]!.compact(arena);
  const rowCount = batches.reduce((sum, b) => sum + b.rowCount, 0);
  const columns = schema.fields.map((f, i) =>
    concatVectors(
      batches.map((b) => b.column(i, arena)),
      f.dataType,
      arena,
    ),
  );
  return new Batch(schema, columns, rowCount);
}
