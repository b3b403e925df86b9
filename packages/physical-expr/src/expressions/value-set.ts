import { DataTypes, type DataType, type ScalarValue } from '@datafusion-ts/common';
import {
  allocBitmap,
  bitmapBytes,
  clearBit,
  compare,
  constantVector,
  encodeUtf8,
  flatten,
  flatVector,
  getBit,
  getScalar,
  isNull,
  isText,
  kernels,
  mem,
  not3,
  or3,
  physicalTypeOf,
  readString,
  sameScalar,
  setBit,
  utf8Bound,
  writeView,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';

/** The literal members of an IN list, made for looking up whole columns. */
export interface ValueSet {
  /** Whether each value is a member (or not, when negated); null values give null, and so do misses when NULL is a member. */
  lookup(flat: FlatVector, negated: boolean, arena: Arena): ColumnVector;
}

/** Up to so many members a comparison each is faster than looking every value up; fewer where a kernel looks them up. */
const COMPARED_MEMBERS = 8;
const COMPARED_INTEGERS = 3;
/** Integers whose members span no more than this are looked up in a bit table. */
const TABLE_SPAN = 1 << 20;

/** A set of scalars of one type. */
export function makeValueSet(members: readonly ScalarValue[]): ValueSet {
  const values = members.filter((member) => !member.isNull);
  const hasNull = values.length < members.length;
  const few = values.length > 0 && values.length <= COMPARED_MEMBERS && !hasNull;
  const texts = hasNull ? undefined : fewTexts(values);
  const integers = values.length <= COMPARED_INTEGERS ? undefined : closeIntegers(values);
  return {
    lookup(flat, negated, arena) {
      if (integers !== undefined && isWide(flat)) return findIntegers(flat, integers, negated, hasNull, arena);
      if (texts !== undefined && isText(flat.type)) return findTexts(flat, texts, negated, arena);
      if (few && flat.type.kind === values[0]!.dataType.kind) return compareEach(flat, values, negated, arena);
      return lookupAll(flat, memberTest(values, flat), negated, hasNull, arena);
    },
  };
}

/** Up to so many texts are compared with each value; more are looked up in a set. */
const COMPARED_TEXTS = 48;

/** The members when they are texts and few. */
function fewTexts(values: readonly ScalarValue[]): readonly string[] | undefined {
  if (values.length === 0 || values.length > COMPARED_TEXTS) return undefined;
  const texts = values.map(({ value }) => value);
  return texts.every((value): value is string => typeof value === 'string') ? texts : undefined;
}

/** One pass over the views for all members. */
function findTexts(flat: FlatVector, texts: readonly string[], negated: boolean, arena: Arena): FlatVector {
  const members = arena.alloc(texts.length * 16);
  texts.forEach((text, i) => {
    const bytes = arena.alloc(utf8Bound(text));
    writeView(members + i * 16, bytes, encodeUtf8(text, bytes));
  });
  const values = arena.alloc(bitmapBytes(flat.length));
  kernels().inViews(flat.values, flat.length, members, texts.length, negated ? 0xff : 0, values);
  const { validity, nullCount } = flat;
  return flatVector(DataTypes.Boolean, flat.length, { values, validity, nullCount });
}

/** Members that are whole numbers: their bounds, and a bit for each number between. */
interface Integers {
  readonly low: bigint;
  readonly high: bigint;
  readonly bits: Uint8Array;
}

/** The members when they are integers of 32 or 64 bits that span few values. */
function closeIntegers(values: readonly ScalarValue[]): Integers | undefined {
  if (!values.every(({ dataType }) => isWideType(dataType))) return undefined;
  const members = BigInt64Array.from(values, ({ value }) => BigInt(value as number | bigint)).sort();
  const [low, high] = [members[0]!, members[members.length - 1]!];
  if (high - low >= BigInt(TABLE_SPAN)) return undefined;
  const bits = new Uint8Array((Number(high - low) >>> 3) + 1);
  for (const member of members) {
    const at = Number(member - low);
    bits[at >>> 3]! |= 1 << (at & 7);
  }
  return { low, high, bits };
}

function isWideType(type: DataType): boolean {
  const physical = physicalTypeOf(type);
  return physical === 'int32' || physical === 'int64';
}

const isWide = ({ type }: FlatVector): boolean => isWideType(type);

/** Looks integers up in the members' bitmap, copied for each column: it is small, and nobody has to release the copy. */
function findIntegers(
  flat: FlatVector,
  { low, high, bits }: Integers,
  negated: boolean,
  hasNull: boolean,
  arena: Arena,
): FlatVector {
  const state = arena.alloc(16);
  mem.i64[state >>> 3] = low;
  mem.i64[(state >>> 3) + 1] = high;
  const table = arena.alloc(bits.length);
  mem.u8.set(bits, table);
  const { length } = flat;
  const found = allocBitmap(length, false, arena);
  kernels().keyBitsTest(flat.values, flat.width === 8 ? 8 : 4, 0, length, state, table, found);
  let { validity, nullCount } = flat;
  if (hasNull) {
    validity = found;
    if (flat.validity !== 0)
      kernels().andBits(found, flat.validity, length, (validity = allocBitmap(length, false, arena)));
    nullCount = length - kernels().countBits(validity, length);
  }
  let values = found;
  if (negated) kernels().notBits(found, length, (values = allocBitmap(length, false, arena)));
  return flatVector(DataTypes.Boolean, length, { values, validity, nullCount });
}

function compareEach(flat: FlatVector, values: readonly ScalarValue[], negated: boolean, arena: Arena): ColumnVector {
  const found = values
    .map((value) => compare('eq', flat, constantVector(value, flat.length), arena))
    .reduce((any, next) => or3(any, next, arena));
  return flatten(negated ? not3(found, arena) : found, arena);
}

function lookupAll(
  flat: FlatVector,
  isMember: (row: number) => boolean,
  negated: boolean,
  hasNull: boolean,
  arena: Arena,
): FlatVector {
  const bits = allocBitmap(flat.length, false, arena);
  const validity =
    flat.validity === 0 && !hasNull && flat.type.kind !== 'Null' ? 0 : allocBitmap(flat.length, true, arena);
  let nullCount = 0;
  for (let row = 0; row < flat.length; row++) {
    const missing = isMissing(flat, row);
    const found = !missing && isMember(row);
    if (missing || (!found && hasNull)) {
      clearBit(validity, row);
      nullCount++;
    } else if (found !== negated) setBit(bits, row);
  }
  return flatVector(DataTypes.Boolean, flat.length, { values: bits, validity, nullCount });
}

const isMissing = (flat: FlatVector, row: number): boolean =>
  flat.type.kind === 'Null' || (flat.validity !== 0 && !getBit(flat.validity, row));

/** A test for the rows of one vector, by the way its values lie in memory. */
function memberTest(values: readonly ScalarValue[], flat: FlatVector): (row: number) => boolean {
  switch (physicalTypeOf(flat.type)) {
    case 'int8':
      return numberTest(values, mem.i8, flat.values);
    case 'uint8':
      return numberTest(values, mem.u8, flat.values);
    case 'int16':
      return numberTest(values, mem.i16, flat.values >>> 1);
    case 'uint16':
      return numberTest(values, mem.u16, flat.values >>> 1);
    case 'int32':
      return numberTest(values, mem.i32, flat.values >>> 2);
    case 'uint32':
      return numberTest(values, mem.u32, flat.values >>> 2);
    case 'int64':
    case 'uint64':
      return wideTest(values, flat.values >>> 2);
    case 'view':
      return textTest(values, flat);
    default:
      return (row) => !isNull(flat, row) && values.some((value) => sameValue(value, getScalar(flat, row)));
  }
}

function numberTest(values: readonly ScalarValue[], view: ArrayLike<number>, base: number): (row: number) => boolean {
  const numbers = values.map((value) => value.value as number);
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  const span = high - low;
  if (numbers.length === 0 || !(span < TABLE_SPAN)) {
    const set = new Set(numbers);
    return (row) => set.has(view[base + row]!);
  }
  const table = new Uint8Array(span + 1);
  for (const number of numbers) table[number - low] = 1;
  return (row) => table[view[base + row]! - low] === 1;
}

/** 64-bit integers by their two halves, since bigints are slow: the halves of members in a map of sets. */
function wideTest(values: readonly ScalarValue[], base: number): (row: number) => boolean {
  const byHigh = new Map<number, Set<number>>();
  for (const { value } of values) {
    const bits = BigInt.asUintN(64, value as bigint);
    const [high, low] = [Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
    const known = byHigh.get(high);
    if (known === undefined) byHigh.set(high, new Set([low]));
    else known.add(low);
  }
  const { u32 } = mem;
  return (row) => byHigh.get(u32[base + row * 2 + 1]!)?.has(u32[base + row * 2]!) === true;
}

function textTest(values: readonly ScalarValue[], flat: FlatVector): (row: number) => boolean {
  if (values.some((value) => typeof value.value !== 'string')) {
    return (row) => values.some((value) => sameValue(value, getScalar(flat, row)));
  }
  const set = new Set(values.map((value) => value.value as string));
  return (row) => set.has(readString(flat, row));
}

/** Equal data; types may differ in encoding only (Utf8 against Utf8View). */
function sameValue(a: ScalarValue, b: ScalarValue): boolean {
  return a.value === b.value || sameScalar(a, b);
}
