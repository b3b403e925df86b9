/**
 * Comparison operators. `=` and `<` are kernels; the other four are these with sides swapped or bits inverted, which is exact
 * because floats follow the total order too (NaN is equal to itself and largest, -0 is below 0). Text compares by
 * bytes, intervals by months, then days, then the rest; nested values element by element, null elements first.
 * `distinct` and `notDistinct` treat null as a value.
 */
import { DataTypes, displayType, InternalError, type DataType } from '@datafusion-ts/common';
import { BooleanBuilder } from '../builders/fixed-builders.js';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import {
  commonValidity,
  evaluateBinary,
  operandOf,
  widthOfBigInt,
  type BinaryFunction,
  type Operand,
  type Plain,
} from '../operand/operand.js';
import { widenDecimal } from '../structural/concat.js';
import { flatten } from '../structural/flatten.js';
import { allocBitmap, bitmapBytes } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { writeWide } from '../vector/numbers.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import { isNull, nullCountOf } from '../vector/scalar-access.js';
import { makeComparator } from './comparator.js';

/** Comparison operators; `distinct` and `notDistinct` treat null as a value and never give null. */
export type CompareOp = 'eq' | 'neq' | 'lt' | 'lteq' | 'gt' | 'gteq' | 'distinct' | 'notDistinct';

/**
 * `a op b` as a Boolean vector; both sides have one type (decimals: one scale).
 */
export function compare(op: CompareOp, a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  checkComparable(a.type, b.type);
  if (physicalTypeOf(a.type) === 'union') return compareUnions(op, a, b, arena);
  if (op === 'distinct' || op === 'notDistinct') return compareDistinct(op, a, b, arena);
  const run: BinaryFunction = (x, y, length, own) => {
    const values = compareBits(op, x, y, length, own);
    const nulls = commonValidity(validityOf(x), validityOf(y), length, own);
    return flatVector(DataTypes.Boolean, length, { values, ...nulls });
  };
  return evaluateBinary(a, b, DataTypes.Boolean, arena, run, op);
}

const validityOf = (vector: Plain): { validity: number } => ({
  validity: vector.encoding === 'flat' ? vector.validity : 0,
});

/** Equal or not, where two nulls are equal: works on the bitmaps of both sides. */
function compareDistinct(op: 'distinct' | 'notDistinct', a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  const { length } = a;
  const equals = op === 'notDistinct';
  const nullsA = nullCountOf(a);
  const nullsB = nullCountOf(b);
  if (nullsA === 0 && nullsB === 0) return compare(equals ? 'eq' : 'neq', a, b, arena);
  if (nullsA === length || nullsB === length) {
    // One side is all null: equal where the other is null too.
    const result = allocBitmap(length, false, arena);
    const other = nullsA === length ? b : a;
    for (let i = 0; i < length; i++) if (isNull(other, i) === equals) mem.u8[result + (i >>> 3)]! |= 1 << (i & 7);
    return flatVector(DataTypes.Boolean, length, { values: result });
  }
  const x = flatten(a, arena);
  const y = flatten(b, arena);
  const bits = compareBits('eq', x, y, length, arena);
  const result = arena.alloc(bitmapBytes(length));
  const u8 = mem.u8;
  for (let i = 0, n = bitmapBytes(length); i < n; i++) {
    const va = x.validity === 0 ? 0xff : u8[x.validity + i]!;
    const vb = y.validity === 0 ? 0xff : u8[y.validity + i]!;
    const equal = (va & vb & u8[bits + i]!) | (~va & ~vb);
    u8[result + i] = equals ? equal : ~equal;
  }
  return flatVector(DataTypes.Boolean, length, { values: result });
}

/** Unions have no validity of their own: a row is null when the member it holds is. */
function compareUnions(op: CompareOp, a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  const order = makeComparator(a, b);
  const builder = new BooleanBuilder(arena, a.length);
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [isNull(a, row), isNull(b, row)];
    if (op === 'distinct' || op === 'notDistinct') {
      const equal = x || y ? x && y : order(row, row) === 0;
      builder.appendBoolean(equal === (op === 'notDistinct'));
    } else if (x || y) builder.appendNull();
    else builder.appendBoolean(holds(op, order(row, row)));
  }
  return builder.finish();
}

function holds(op: Ordering, order: number): boolean {
  switch (op) {
    case 'eq':
      return order === 0;
    case 'neq':
      return order !== 0;
    case 'lt':
      return order < 0;
    case 'lteq':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'gteq':
      return order >= 0;
  }
}

/** Sides that coercion left different are a defect: their bytes would be compared as if they meant the same. */
function checkComparable(a: DataType, b: DataType): void {
  const [x, y] = [valueTypeOf(a), valueTypeOf(b)];
  if (x.kind === 'Null' || y.kind === 'Null') return;
  const sameUnit = !('unit' in x) || !('unit' in y) || x.unit === y.unit;
  if (physicalTypeOf(x) === physicalTypeOf(y) && sameUnit) return;
  throw new InternalError(`Cannot compare ${displayType(a)} with ${displayType(b)}`);
}

type Ordering = Exclude<CompareOp, 'distinct' | 'notDistinct'>;

/** The bitmap of `a op b`, nulls left out of account. */
function compareBits(op: Ordering, a: Plain, b: Plain, length: number, arena: Arena): number {
  switch (op) {
    case 'eq':
      return equalBits(a, b, length, 0, arena);
    case 'neq':
      return equalBits(a, b, length, 0xff, arena);
    case 'lt':
      return lessBits(a, b, length, 0, arena);
    case 'gt':
      return lessBits(b, a, length, 0, arena);
    case 'lteq':
      return lessBits(b, a, length, 0xff, arena);
    case 'gteq':
      return lessBits(a, b, length, 0xff, arena);
  }
}

type Kernel = (a: number, sa: number, b: number, sb: number, count: number, invert: number, to: number) => void;

function run(kernel: Kernel, a: Operand, b: Operand, length: number, invert: number, arena: Arena): number {
  const to = arena.alloc(bitmapBytes(length));
  kernel(a.address, a.step, b.address, b.step, length, invert, to);
  return to;
}

function equalBits(a: Plain, b: Plain, length: number, invert: number, arena: Arena): number {
  const k = kernels();
  const simple = (kernel: Kernel): number =>
    run(kernel, operandOf(a, arena), operandOf(b, arena), length, invert, arena);
  switch (physicalTypeOf(a.type)) {
    case 'boolean':
      return booleanBits(a, b, length, (x, y) => ~(x ^ y) ^ invert, arena);
    case 'int8':
    case 'uint8':
      return simple(k.eq8);
    case 'int16':
    case 'uint16':
    case 'float16':
      return simple(k.eq16);
    case 'int32':
    case 'uint32':
    case 'float32':
      return simple(k.eq32);
    case 'int64':
    case 'uint64':
    case 'float64':
    case 'dayTime':
      return simple(k.eq64);
    case 'monthDayNano':
      return simple(k.eq128);
    case 'view':
      return simple(k.eqView);
    case 'decimal': {
      const pair = decimalOperands(a, b, arena);
      if (pair === undefined) break;
      return run(pair[0].width === 8 ? k.eq64 : k.eq128, pair[0], pair[1], length, invert, arena);
    }
  }
  return slowBits(a, b, length, (order) => (order === 0) !== (invert !== 0), arena);
}

function lessBits(a: Plain, b: Plain, length: number, invert: number, arena: Arena): number {
  const k = kernels();
  const simple = (kernel: Kernel): number =>
    run(kernel, operandOf(a, arena), operandOf(b, arena), length, invert, arena);
  switch (physicalTypeOf(a.type)) {
    case 'boolean':
      return booleanBits(a, b, length, (x, y) => (~x & y) ^ invert, arena);
    case 'int8':
      return simple(k.ltI8);
    case 'uint8':
      return simple(k.ltU8);
    case 'int16':
      return simple(k.ltI16);
    case 'uint16':
      return simple(k.ltU16);
    case 'int32':
      return simple(k.ltI32);
    case 'uint32':
      return simple(k.ltU32);
    case 'int64':
      return simple(k.ltI64);
    case 'uint64':
      return simple(k.ltU64);
    case 'float32':
      return simple(k.ltF32);
    case 'float64':
      return simple(k.ltF64);
    case 'view':
      return simple(k.ltView);
    case 'decimal': {
      const pair = decimalOperands(a, b, arena);
      if (pair === undefined) break;
      return run(pair[0].width === 8 ? k.ltI64 : k.ltI128, pair[0], pair[1], length, invert, arena);
    }
  }
  return slowBits(a, b, length, (order) => order < 0 !== (invert !== 0), arena);
}

function booleanBits(a: Plain, b: Plain, length: number, op: (x: number, y: number) => number, arena: Arena): number {
  const x = flatten(a, arena).values;
  const y = flatten(b, arena).values;
  const to = arena.alloc(bitmapBytes(length));
  const u8 = mem.u8;
  for (let i = 0, n = bitmapBytes(length); i < n; i++) u8[to + i] = op(u8[x + i]!, u8[y + i]!);
  return to;
}

/** Both sides at one width of 8 or 16 bytes; undefined when scales differ or a value needs 32. */
function decimalOperands(a: Plain, b: Plain, arena: Arena): readonly [Operand, Operand] | undefined {
  if (scaleOf(a.type) !== scaleOf(b.type)) return undefined;
  const width = Math.max(decimalWidthOf(a), decimalWidthOf(b));
  if (width > 16) return undefined;
  return [decimalOperand(a, width, arena), decimalOperand(b, width, arena)];
}

function scaleOf(type: DataType): number {
  const value = valueTypeOf(type);
  return 'scale' in value ? value.scale : 0;
}

/** Bytes that the values take, or that a constant needs. */
export function decimalWidthOf(vector: Plain): number {
  return vector.encoding === 'flat' ? vector.width : widthOfBigInt(vector.value.value as bigint);
}

/** A decimal vector as an operand of the given width, which must suffice. */
export function decimalOperand(vector: Plain, width: number, arena: Arena): Operand {
  if (vector.encoding === 'constant') {
    const address = arena.alloc(width);
    writeWide(address, width, vector.value.value as bigint);
    return { address, step: 0, validity: 0, width };
  }
  return operandOf(vector.width === width ? vector : widenDecimal(vector, width as 8 | 16 | 32, arena), arena);
}

function slowBits(a: Plain, b: Plain, length: number, test: (order: number) => boolean, arena: Arena): number {
  const order = makeComparator(a, b);
  const valid = (vector: Plain, row: number): boolean => vector.encoding === 'constant' || !isNull(vector, row);
  const result = allocBitmap(length, false, arena);
  for (let i = 0; i < length; i++) {
    if (valid(a, i) && valid(b, i) && test(order(i, i))) mem.u8[result + (i >>> 3)]! |= 1 << (i & 7);
  }
  return result;
}
