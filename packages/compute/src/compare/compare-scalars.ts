import type { ScalarData, ScalarValue } from '@datafusion-ts/common';
import type { MonthDayNanoInterval, DayTimeInterval, UnionValue } from '@datafusion-ts/common';
import { sameScalar } from '../vector/same-scalar.js';

/** Total order of two scalars of one type; undefined when either is null. */
export function compareScalars(a: ScalarValue, b: ScalarValue): number | undefined {
  return a.value === null || b.value === null ? undefined : compareData(a.value, b.value);
}

/** True when both have the same value (or both are null): floats by their bits' order, so NaN equals NaN. */
export function scalarsEqual(a: ScalarValue, b: ScalarValue): boolean {
  return sameScalar(a, b);
}

const sign = (less: boolean, equal: boolean): number => (equal ? 0 : less ? -1 : 1);

/** Order of the data of two scalars of one type, neither null. */
export function compareData(a: ScalarData, b: ScalarData): number {
  switch (typeof a) {
    case 'number':
      return compareNumbers(a, b as number);
    case 'bigint':
      return sign(a < (b as bigint), a === b);
    case 'string':
      return compareText(a, b as string);
    case 'boolean':
      return Number(a) - Number(b);
    default:
      return compareObjects(a as object, b as object);
  }
}

/** The total order of floats: -0 below 0, NaN above everything. */
export function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a === 0 ? sign(1 / a < 1 / b, Object.is(a, b)) : 0;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** The order of UTF-8 bytes, which is that of code points (not of UTF-16 units). */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const surrogates = Number(x >= 0xd800 && x <= 0xdfff) - Number(y >= 0xd800 && y <= 0xdfff);
    return surrogates === 0 ? x - y : surrogates;
  }
  return a.length - b.length;
}

function compareObjects(a: object, b: object): number {
  if (a instanceof Uint8Array) return compareByteArrays(a, b as Uint8Array);
  if (Array.isArray(a)) return compareLists(a as ScalarValue[], b as readonly ScalarValue[]);
  if ('typeId' in a) {
    const [x, y] = [a as UnionValue, b as UnionValue];
    return x.typeId - y.typeId || compareElements(x.value, y.value);
  }
  if ('months' in a) {
    const [x, y] = [a as MonthDayNanoInterval, b as MonthDayNanoInterval];
    return (
      x.months - y.months || x.days - y.days || sign(x.nanoseconds < y.nanoseconds, x.nanoseconds === y.nanoseconds)
    );
  }
  const [x, y] = [a as DayTimeInterval, b as DayTimeInterval];
  return x.days - y.days || x.milliseconds - y.milliseconds;
}

function compareByteArrays(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Null elements come first. */
function compareElements(a: ScalarValue, b: ScalarValue): number {
  if (a.value === null || b.value === null) return Number(b.value === null) - Number(a.value === null);
  return compareData(a.value, b.value);
}

function compareLists(a: readonly ScalarValue[], b: readonly ScalarValue[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareElements(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
