/**
 * Equality and order of scalars. Both are total on values of one type: floats order as `-inf < -0 < 0 < inf < NaN`, text
 * by code points, NULL before everything.
 */
import { sameType, type DataType } from '../data-type.js';
import { InternalError } from '../errors.js';
import type { DayTimeInterval, MonthDayNanoInterval, ScalarData, ScalarValue, UnionValue } from '../scalar-value.js';
import { debugScalar } from './format.js';

/** True when type and value are the same; floats by bits, so that NaN equals itself and 0 differs from -0. */
export function scalarsEqual(a: ScalarValue, b: ScalarValue): boolean {
  return a === b || (sameType(a.dataType, b.dataType) && compareData(a.value, b.value) === 0);
}

/**
 * Negative, zero or positive; undefined when the types differ (timestamps may differ in their zone: they are instants).
 * NULL is smaller than any value.
 */
export function compareScalars(a: ScalarValue, b: ScalarValue): number | undefined {
  return comparable(a.dataType, b.dataType) ? compareData(a.value, b.value) : undefined;
}

function comparable(a: DataType, b: DataType): boolean {
  return a.kind === 'Timestamp' && b.kind === 'Timestamp' ? a.unit === b.unit : sameType(a, b);
}

/** Like {@link compareScalars}; throws an InternalError when the types differ. */
export function tryCompareScalars(a: ScalarValue, b: ScalarValue): number {
  const order = compareScalars(a, b);
  if (order === undefined) throw new InternalError(`Uncomparable values: ${debugScalar(a)}, ${debugScalar(b)}`);
  return order;
}

/** Order of texts by code points, as of their UTF-8 bytes. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codeUnitRank(x) - codeUnitRank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all other code units. */
const codeUnitRank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Order of bytes, shorter first when one begins the other. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Total order of floats. */
export function compareFloats(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return floatRank(a) - floatRank(b);
}

/** Tells apart what `<` does not: zeros by sign, NaN above all. */
const floatRank = (value: number): number => (Number.isNaN(value) ? 2 : Object.is(value, -0) ? 0 : 1);

const compareOrdered = <T extends bigint | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function compareData(a: ScalarData, b: ScalarData): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  switch (typeof a) {
    case 'number':
      return compareFloats(a, b as number);
    case 'bigint':
      return compareOrdered(a, b as bigint);
    case 'boolean':
      return Number(a) - Number(b);
    case 'string':
      return compareText(a, b as string);
    default:
      return compareObjects(a, b);
  }
}

function compareObjects(a: Exclude<ScalarData, null>, b: Exclude<ScalarData, null>): number {
  if (a instanceof Uint8Array) return compareBytes(a, b as Uint8Array);
  if (Array.isArray(a)) return compareLists(a as readonly ScalarValue[], b as readonly ScalarValue[]);
  if (typeof a === 'object' && 'typeId' in a) return compareUnions(a, b as UnionValue);
  if (typeof a === 'object' && 'months' in a) return compareMonthDayNano(a, b as MonthDayNanoInterval);
  return compareDayTime(a as DayTimeInterval, b as DayTimeInterval);
}

function compareLists(a: readonly ScalarValue[], b: readonly ScalarValue[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareData(a[i]!.value, b[i]!.value);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const compareUnions = (a: UnionValue, b: UnionValue): number =>
  a.typeId === b.typeId ? compareData(a.value.value, b.value.value) : a.typeId - b.typeId;

const compareMonthDayNano = (a: MonthDayNanoInterval, b: MonthDayNanoInterval): number =>
  a.months - b.months || a.days - b.days || compareOrdered(a.nanoseconds, b.nanoseconds);

const compareDayTime = (a: DayTimeInterval, b: DayTimeInterval): number =>
  a.days - b.days || a.milliseconds - b.milliseconds;
