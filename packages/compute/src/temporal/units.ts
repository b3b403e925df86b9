import type { TimeUnit } from '@datafusion-ts/common';

const PER_SECOND: Readonly<Record<TimeUnit, bigint>> = {
  Second: 1n,
  Millisecond: 1_000n,
  Microsecond: 1_000_000n,
  Nanosecond: 1_000_000_000n,
};

/** How many of the unit make a second. */
export const unitsPerSecond = (unit: TimeUnit): bigint => PER_SECOND[unit];

/** Digits behind the seconds that the unit resolves. */
export function fractionDigits(unit: TimeUnit): number {
  switch (unit) {
    case 'Second':
      return 0;
    case 'Millisecond':
      return 3;
    case 'Microsecond':
      return 6;
    case 'Nanosecond':
      return 9;
  }
}

/** Seconds in a day. */
export const SECONDS_PER_DAY = 86_400;

/** Division rounding towards negative infinity; the divisor is positive. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b < 0n ? q - 1n : q;
}

/** Remainder of {@link floorDiv}: never negative. */
export function floorMod(a: bigint, b: bigint): bigint {
  const r = a % b;
  return r < 0n ? r + b : r;
}
