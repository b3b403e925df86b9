import type { TimeUnit } from '../data-type.js';

const NANOS: Readonly<Record<TimeUnit, bigint>> = {
  Second: 1_000_000_000n,
  Millisecond: 1_000_000n,
  Microsecond: 1000n,
  Nanosecond: 1n,
};

/** How many nanoseconds the unit lasts. */
export const nanosPerUnit = (unit: TimeUnit): bigint => NANOS[unit];
