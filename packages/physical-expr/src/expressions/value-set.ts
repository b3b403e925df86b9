import { DataTypes, type ScalarValue } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  flatVector,
  getBit,
  getScalar,
  isNull,
  mem,
  physicalTypeOf,
  readString,
  sameScalar,
  setBit,
  type Arena,
  type FlatVector,
} from '@datafusion-ts/compute';

/** The literal members of an IN list, made for looking up whole columns. */
export interface ValueSet {
  /** Whether each value is a member (or not, when negated); null values give null, and so do misses when NULL is a member. */
  lookup(flat: FlatVector, negated: boolean, arena: Arena): FlatVector;
}

/** A set of scalars of one type. */
export function makeValueSet(members: readonly ScalarValue[]): ValueSet {
  const values = members.filter((member) => !member.isNull);
  const hasNull = values.length < members.length;
  return {
    lookup(flat, negated, arena) {
      const isMember = memberTest(values, flat);
      return lookupAll(flat, isMember, negated, hasNull, arena);
    },
  };
}

function lookupAll(flat: FlatVector, isMember: (row: number) => boolean, negated: boolean, hasNull: boolean, arena: Arena): FlatVector {
  const bits = allocBitmap(flat.length, false, arena);
  const validity = flat.validity === 0 && !hasNull && flat.type.kind !== 'Null' ? 0 : allocBitmap(flat.length, true, arena);
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
      return bigintTest(values, mem.i64, flat.values >>> 3);
    case 'uint64':
      return bigintTest(values, mem.u64, flat.values >>> 3);
    case 'view':
      return textTest(values, flat);
    default:
      return (row) => !isNull(flat, row) && values.some((value) => sameValue(value, getScalar(flat, row)));
  }
}

function numberTest(values: readonly ScalarValue[], view: ArrayLike<number>, base: number): (row: number) => boolean {
  const set = new Set(values.map((value) => value.value as number));
  return (row) => set.has(view[base + row]!);
}

function bigintTest(values: readonly ScalarValue[], view: ArrayLike<bigint>, base: number): (row: number) => boolean {
  const set = new Set(values.map((value) => value.value as bigint));
  return (row) => set.has(view[base + row]!);
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
