/** `date_bin`: the start of the bin of a given width that a moment lies in, counted from an origin. */
import { addMonthsToDays, civilFromDays } from '@datafusion-ts/common';
import { floorDiv, floorMod } from './units.js';

/** Start of the bin of `stride` nanoseconds (not 0; the sign does not matter) that a moment lies in. */
export function dateBinNanos(stride: bigint, value: bigint, origin: bigint): bigint {
  const step = stride < 0n ? -stride : stride;
  return value - floorMod(value - origin, step);
}

/** Nanoseconds in a day. */
const DAY = 86_400_000_000_000n;

/**
 * Start of the bin of `stride` months that a moment in nanoseconds lies in; bins start at the origin's day and time of the
 * month (clamped to the month's last day).
 */
export function dateBinMonths(stride: number, value: bigint, origin: bigint): bigint {
  const step = Math.abs(stride);
  const originDays = Number(floorDiv(origin, DAY));
  const originTime = floorMod(origin, DAY);
  const from = civilFromDays(originDays);
  const at = civilFromDays(Number(floorDiv(value, DAY)));
  const months = (at.year - from.year) * 12 + at.month - from.month;
  const start = (shift: number): bigint => BigInt(addMonthsToDays(originDays, shift)) * DAY + originTime;
  const shift = Math.floor(months / step) * step;
  // The month alone may point to a bin that starts later in the month than the value lies.
  return start(shift) > value ? start(shift - step) : start(shift);
}
