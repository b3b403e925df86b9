/** A figure about data: known exactly, estimated, or not known. */
export type Precision<T> =
  | { readonly kind: 'Exact'; readonly value: T }
  | { readonly kind: 'Inexact'; readonly value: T }
  | { readonly kind: 'Absent' };

/** Nothing is known. */
export const ABSENT: { readonly kind: 'Absent' } = Object.freeze({ kind: 'Absent' });

export const exact = <T>(value: T): Precision<T> => ({ kind: 'Exact', value });
export const inexact = <T>(value: T): Precision<T> => ({ kind: 'Inexact', value });

/** The figure, however precise; undefined when absent. */
export const precisionValue = <T>(precision: Precision<T>): T | undefined =>
  precision.kind === 'Absent' ? undefined : precision.value;

/** True when the figure is exact; false when estimated; undefined when absent. */
export const isExact = <T>(precision: Precision<T>): boolean | undefined =>
  precision.kind === 'Absent' ? undefined : precision.kind === 'Exact';

/** The figure as an estimate. */
export const toInexact = <T>(precision: Precision<T>): Precision<T> =>
  precision.kind === 'Exact' ? inexact(precision.value) : precision;

/** Applies a function to the figure, keeping its precision. */
export const mapPrecision = <T, U>(precision: Precision<T>, change: (value: T) => U): Precision<U> =>
  precision.kind === 'Absent' ? precision : { kind: precision.kind, value: change(precision.value) };

/** Combines two figures: exact only when both are, absent when either is. */
export function combinePrecision<T, U, R>(a: Precision<T>, b: Precision<U>, combine: (a: T, b: U) => R): Precision<R> {
  if (a.kind === 'Absent' || b.kind === 'Absent') return ABSENT;
  const value = combine(a.value, b.value);
  return a.kind === 'Exact' && b.kind === 'Exact' ? exact(value) : inexact(value);
}

/** Sum of two counts. */
export const addPrecision = (a: Precision<number>, b: Precision<number>): Precision<number> =>
  combinePrecision(a, b, (x, y) => x + y);

/** Difference of two counts, at least 0. */
export const subtractPrecision = (a: Precision<number>, b: Precision<number>): Precision<number> =>
  combinePrecision(a, b, (x, y) => Math.max(0, x - y));

/** Product of two counts. */
export const multiplyPrecision = (a: Precision<number>, b: Precision<number>): Precision<number> =>
  combinePrecision(a, b, (x, y) => x * y);

/** The smaller of two figures of one kind of number. */
export const minPrecision = (a: Precision<number>, b: Precision<number>): Precision<number> =>
  combinePrecision(a, b, Math.min);

/** The larger of two figures. */
export const maxPrecision = (a: Precision<number>, b: Precision<number>): Precision<number> =>
  combinePrecision(a, b, Math.max);

/** An estimate of `selectivity` (0 to 1) of the rows, rounded up. */
export const withEstimatedSelectivity = (precision: Precision<number>, selectivity: number): Precision<number> =>
  toInexact(mapPrecision(precision, (value) => Math.ceil(value * selectivity)));

/** `Exact(5)`, `Inexact(5)` or `Absent`; values print by `toText`. */
export const displayPrecision = <T>(precision: Precision<T>, toText: (value: T) => string = String): string =>
  precision.kind === 'Absent' ? 'Absent' : `${precision.kind}(${toText(precision.value)})`;
