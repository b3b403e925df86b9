/** Undoes encodings: every value in its place, children too. Flat vectors with flat children come back as they are. */
import { ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import { makeBuilder } from '../builders/make-builder.js';
import { allocBitmap, andBitmaps, bitmapBytes, countNulls } from '../vector/bitmap.js';
import type { ColumnVector, ConstantVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, widthOf } from '../vector/physical-type.js';
import { maskFlat } from './mask.js';
import { takeVector } from './take.js';
import { copyBytesTo } from '../memory/bytes.js';
import { mem } from '../memory/engine-memory.js';
import { encodeUtf8, utf8Bound } from '../vector/text.js';
import { writeView } from '../vector/view.js';

/** The same values, flat at every level. */
export function flatten(vector: ColumnVector, arena: Arena): FlatVector {
  switch (vector.encoding) {
    case 'flat':
      return flattenChildren(vector, arena);
    case 'constant':
      return flattenConstant(vector, arena);
    case 'dictionary':
      return flattenDictionary(vector, arena);
  }
}

function flattenChildren(vector: FlatVector, arena: Arena): FlatVector {
  if (vector.children.length === 0) return vector;
  const children = vector.children.map((child) => flatten(child, arena));
  return children.every((child, i) => child === vector.children[i]) ? vector : { ...vector, children };
}

/** Row numbers into the entries, u32 each. */
export function codesToRows(vector: DictionaryVector, arena: Arena): number {
  if (vector.width === 4) return vector.codes;
  const rows = arena.alloc(vector.length * 4);
  kernels().widenCodes(vector.codes, vector.width, vector.length, rows);
  return rows;
}

function flattenDictionary(vector: DictionaryVector, arena: Arena): FlatVector {
  const { length, values, type } = vector;
  if (values.column.length === 0)
    return flattenConstant({ encoding: 'constant', type, length, value: nullOf(type) }, arena);
  const { column } = values;
  if (vector.width < 4 && isNumber(column)) return lookUp(vector, column, arena);
  if (physicalTypeOf(column.type) === 'boolean' && column.validity === 0) return lookUpBooleans(vector, column, arena);
  const taken = flatten(takeVector(column, codesToRows(vector, arena), length, arena), arena);
  if (vector.validity === 0) return { ...taken, type };
  if (physicalTypeOf(taken.type) === 'union') {
    return { ...flatten(maskFlat(taken, vector.validity, arena), arena), type };
  }
  const validity = andBitmaps(vector.validity, taken.validity, length, arena);
  return { ...taken, type, validity, nullCount: countNulls(validity, length) };
}

/** True for numbers without nulls of a width that the kernel for looking up codes has. */
function isNumber({ validity, width, type }: FlatVector): boolean {
  if (validity !== 0 || (width !== 4 && width !== 8)) return false;
  const physical = physicalTypeOf(type);
  return physical !== 'list' && physical !== 'fixedBinary';
}

function lookUp(vector: DictionaryVector, column: FlatVector, arena: Arena): FlatVector {
  const { length, type, codes, width, validity, nullCount } = vector;
  const values = arena.alloc(length * column.width);
  kernels().lookUpCodes(codes, width, column.values, column.width, length, values);
  return flatVector(type, length, { values, width: column.width, validity, nullCount });
}

function lookUpBooleans(vector: DictionaryVector, column: FlatVector, arena: Arena): FlatVector {
  const { length, type, codes, width, validity, nullCount } = vector;
  const values = arena.alloc(bitmapBytes(length));
  kernels().lookUpBits(codes, width, column.values, column.length, length, values);
  return flatVector(type, length, { values, validity, nullCount });
}

const nullOf = (type: ConstantVector['type']): ConstantVector['value'] => new ScalarValue(type, null);

function flattenConstant(vector: ConstantVector, arena: Arena): FlatVector {
  const { type, length } = vector;
  const physical = physicalTypeOf(type);
  if (vector.value.isNull && isFixed(physical)) return flattenNull(vector, arena);
  const one = simpleValue(vector, physical, arena) ?? builtValue(vector, arena);
  if (length === 1) return one;
  if (physical === 'boolean') {
    return flatVector(type, length, { values: allocBitmap(length, vector.value.value === true, arena) });
  }
  if (isFixed(physical)) {
    return flatVector(type, length, { values: repeat(one.values, one.width, length, arena), width: one.width });
  }
  const rows = arena.allocZeroed(length * 4);
  return flatten(takeVector(one, rows, length, arena), arena);
}

function builtValue({ type, value }: ConstantVector, arena: Arena): FlatVector {
  const builder = makeBuilder(type, 1, arena);
  builder.append(value);
  return builder.finish();
}

/** The usual constants without a builder: each comparison with one asks for it with every batch. */
function simpleValue(
  { type, value: { value } }: ConstantVector,
  physical: ReturnType<typeof physicalTypeOf>,
  arena: Arena,
): FlatVector | undefined {
  if (physical === 'view' && typeof value === 'string') {
    const values = arena.alloc(16);
    const bytes = arena.alloc(utf8Bound(value));
    writeView(values, bytes, encodeUtf8(value, bytes));
    return flatVector(type, 1, { values, width: 16 });
  }
  if ((physical === 'int64' || physical === 'uint64') && typeof value === 'bigint') {
    const values = arena.alloc(8);
    mem.i64[values >>> 3] = BigInt.asIntN(64, value);
    return flatVector(type, 1, { values, width: 8 });
  }
  if (typeof value !== 'number' || (physical !== 'int32' && physical !== 'float64')) return undefined;
  const width = physical === 'int32' ? 4 : 8;
  const values = arena.alloc(width);
  if (width === 4) mem.i32[values >>> 2] = value;
  else mem.f64[values >>> 3] = value;
  return flatVector(type, 1, { values, width });
}

/** Types whose values are a bitmap or an array of equal widths. */
function isFixed(physical: ReturnType<typeof physicalTypeOf>): boolean {
  return physical !== 'list' && physical !== 'fixedList' && physical !== 'struct' && physical !== 'union';
}

function flattenNull({ type, length }: ConstantVector, arena: Arena): FlatVector {
  const width = widthOf(type);
  const values = arena.allocZeroed(physicalTypeOf(type) === 'boolean' ? (length + 7) >>> 3 : width * length);
  return flatVector(type, length, { values, width, validity: allocBitmap(length, false, arena), nullCount: length });
}

/** `count` copies of the value of `width` bytes at `value`, by doubling. */
function repeat(value: number, width: number, count: number, arena: Arena): number {
  const total = width * count;
  const to = arena.alloc(total);
  copyBytesTo(to, value, Math.min(width, total));
  for (let done = width; done < total; done *= 2) copyBytesTo(to + done, to, Math.min(done, total - done));
  return to;
}
