/** How the values of a type are added up: as doubles, wrapping 64-bit integers, or integers of 128 or 256 bits. */
import { InternalError, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  decimalWidth,
  flatten,
  getBit,
  kernels,
  mem,
  physicalTypeOf,
  readWide,
  valueTypeOf,
  writeWide,
  type Arena,
  type ColumnVector,
  type DictionaryVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { NotImplementedError, displayType } from '@datafusion-ts/common';
import type { GroupIndices, GroupShare, SpreadGroups } from '@datafusion-ts/expr-common';
import { activeRows } from './active-rows.js';
import { areFew, groupBytes, roomsOf, sharedParts } from './count-groups.js';

/** Representation of sums. */
export type SumKind = 'f64' | 'i64' | 'i128' | 'i256';

/** How sums of a type are kept; `what` names the asker in errors. */
export function sumKindOf(type: DataType, what: string): SumKind {
  switch (physicalTypeOf(type)) {
    case 'float64':
      return 'f64';
    case 'int64':
    case 'uint64':
      return 'i64';
    case 'decimal':
      return valueTypeOf(type).kind === 'Decimal256' ? 'i256' : 'i128';
    default:
      throw new NotImplementedError(`${what} not supported for ${displayType(type)}`);
  }
}

/** Bytes a sum takes. */
export const sumWidth = (kind: SumKind): number => (kind === 'i256' ? 32 : kind === 'i128' ? 16 : 8);

/** Adds the rows of the mask to the sums of their groups. */
export function addToGroups(
  kind: SumKind,
  vector: ColumnVector,
  mask: number,
  indices: GroupIndices,
  sums: number,
  scratch: Arena,
): void {
  if (mask === 0 && areFew(indices) && isExact(kind)) {
    const { rowCount, totalGroups, share } = indices;
    const few = { bytes: groupBytes(indices, scratch), rowCount, totalGroups, share };
    if (addToFew(kind, vector, few, sums, scratch)) return;
  }
  if (mask === 0 && vector.encoding === 'dictionary' && addByCodes(kind, vector, indices, sums)) return;
  const { length, values, width } = summable(kind, vector, scratch);
  const groups = indices.address;
  switch (kind) {
    case 'f64':
      return kernels().aggSumF64(values, mask, groups, length, sums);
    case 'i64':
      return kernels().aggSum64(values, mask, groups, length, sums);
    case 'i128':
      return kernels().aggSum128(values, width, mask, groups, length, sums);
    case 'i256':
      for (let row = 0; row < length; row++) {
        if (mask !== 0 && !getBit(mask, row)) continue;
        const at = sums + mem.u32[(groups >>> 2) + row]! * 32;
        writeWide(at, 32, readWide(at, 32) + readWide(values + row * width, width));
      }
  }
}

/** Adds all rows but those that do not count to the sums of few groups; false, with nothing changed, when it cannot. */
export function addSpread(
  kind: SumKind,
  vector: ColumnVector,
  groups: SpreadGroups,
  sums: number,
  scratch: Arena,
): boolean {
  const { counted, rowCount } = groups;
  if (!areFew(counted) || !isExact(kind) || activeRows(vector, undefined, scratch) !== 0) return false;
  const { totalGroups, share } = counted;
  return addToFew(kind, vector, { bytes: groups.bytes, rowCount, totalGroups, share }, sums, scratch);
}

/** Rows of few groups. Rows count unless their number is `totalGroups`, which no group has. */
interface FewGroups {
  /** Group numbers, a byte each. */
  readonly bytes: number;
  readonly rowCount: number;
  readonly totalGroups: number;
  readonly share?: GroupShare | undefined;
}

/** True for sums of integers, whose parts by batch may be added up in 64 bits. */
const isExact = (kind: SumKind): boolean => kind === 'i64' || kind === 'i128';

/** Tells the share of a column whose values will be added up as they are. */
export function announceSum(kind: SumKind, vector: ColumnVector, share: GroupShare): void {
  if (isExact(kind) && vector.encoding === 'flat' && vector.width === 8 && vector.nullCount === 0)
    share.announce(vector.values);
}

/** Adds all rows to the sums of few groups by 64-bit sums of this batch alone; false when these will not do. */
function addToFew(kind: SumKind, vector: ColumnVector, groups: FewGroups, sums: number, scratch: Arena): boolean {
  const parts = fewSums(kind, vector, groups, scratch);
  if (parts !== 0) kernels().aggAddParts(parts, groups.totalGroups, sumWidth(kind), sums);
  return parts !== 0;
}

/** Sums of this batch alone, 64 bits a group; address 0 where that is not enough. */
function fewSums(kind: SumKind, vector: ColumnVector, groups: FewGroups, scratch: Arena): number {
  const { bytes, rowCount, totalGroups, share } = groups;
  const rooms = roomsOf(groups);
  if (vector.encoding === 'dictionary' && hasByteCodes(vector)) {
    const { column } = vector.values;
    return sharedParts(groups, vector.codes, column.values, scratch, (arena) => {
      const [to, own] = [arena.alloc(rooms * 8), arena.alloc(Math.max(128, rooms * 32))];
      const { codes } = vector;
      return kernels().aggSumCodesFew(codes, column.values, column.length, bytes, rowCount, totalGroups, own, to) === 0
        ? 0
        : to;
    });
  }
  const { values, width } = summable(kind, vector, scratch);
  if (width !== 8) return 0;
  return sharedParts(groups, values, 0, scratch, (arena) => {
    const to = arena.alloc(rooms * 8);
    const own = arena.alloc(rooms * 64);
    const other = share?.companionOf(values) ?? 0;
    if (other === 0) return kernels().aggSumFew(values, bytes, rowCount, totalGroups, own, to) === 0 ? 0 : to;
    const otherTo = arena.alloc(rooms * 8);
    const done = kernels().aggSumTwoFew(values, other, bytes, rowCount, totalGroups, own, to, otherTo);
    share!.keep(other, 0, (done & 2) === 0 ? 0 : otherTo);
    return (done & 1) === 0 ? 0 : to;
  });
}

/** True for one-byte codes of eight-byte entries without a null. */
const hasByteCodes = ({ width, values: { column } }: DictionaryVector): boolean =>
  width === 1 && column.width === 8 && column.nullCount === 0;

/** Adds one-byte codes of eight-byte entries without looking them up first; false when there is no way to. */
function addByCodes(kind: SumKind, vector: DictionaryVector, { address }: GroupIndices, sums: number): boolean {
  if (!hasByteCodes(vector) || (kind !== 'f64' && kind !== 'i64')) return false;
  const { codes, length, values } = vector;
  const add = kind === 'f64' ? kernels().aggSumCodesF64 : kernels().aggSumCodes64;
  add(codes, values.column.values, address, length, sums);
  return true;
}

/** The sum of the rows of the mask: a number for doubles, a bigint (not wrapped) for all others. */
export function sumOfRows(kind: SumKind, flat: FlatVector, mask: number, arena: Arena): number | bigint {
  const { length, values, width } = flat;
  if (kind === 'f64') return kernels().aggTotalF64(values, mask, length);
  if (kind === 'i256') return sumWide(flat, mask);
  const to = arena.allocZeroed(16);
  if (kind === 'i64') {
    kernels().aggTotal64(values, mask, length, to);
    return readWide(to, 8);
  }
  kernels().aggTotal128(values, width, mask, length, to);
  return readWide(to, 16);
}

function sumWide({ length, values, width }: FlatVector, mask: number): bigint {
  let total = 0n;
  for (let row = 0; row < length; row++) {
    if (mask === 0 || getBit(mask, row)) total += readWide(values + row * width, width);
  }
  return total;
}

/** A flat column whose values the kernels of a kind take. */
export function summable(kind: SumKind, vector: ColumnVector, arena: Arena): FlatVector {
  const flat = flatten(vector, arena);
  return kind === 'i128' && flat.width > 16 ? narrow(flat, arena) : flat;
}

function narrow(flat: FlatVector, arena: Arena): FlatVector {
  const values = arena.alloc(flat.length * 16);
  for (let row = 0; row < flat.length; row++)
    writeWide(values + row * 16, 16, readWide(flat.values + row * flat.width, flat.width));
  return { ...flat, values, width: 16 };
}

/** Cuts a sum down to what its representation holds, as wrapping addition does. */
export function wrapSum(kind: SumKind, type: DataType, value: number | bigint): number | bigint {
  if (typeof value === 'number') return value;
  switch (kind) {
    case 'i64':
      return physicalTypeOf(type) === 'uint64' ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value);
    case 'i128':
      return wrapDecimal(type, value);
    case 'i256':
      return BigInt.asIntN(256, value);
    case 'f64':
      throw new InternalError('A sum of doubles is not an integer');
  }
}

/** Decimals wrap at the width of Arrow's representation. */
function wrapDecimal(type: DataType, value: bigint): bigint {
  const { kind } = valueTypeOf(type);
  return BigInt.asIntN(kind === 'Decimal32' ? 32 : kind === 'Decimal64' ? 64 : 128, value);
}

/** A sum as a scalar. */
export const sumScalar = (type: DataType, value: number | bigint | undefined): ScalarValue =>
  new ScalarValue(type, value ?? null);

/** Bytes a sum of the type takes in a column that is given out. */
export const outputWidth = (kind: SumKind, type: DataType): number =>
  kind === 'i128' || kind === 'i256' ? Math.max(decimalWidth(valueTypeOf(type)), sumWidth(kind)) : 8;
