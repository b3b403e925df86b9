import { offsetFromUtc, utcShift } from './utc-shift.js';

/** `from_utc_timestamp(timestamp, zone)`: from UTC to the zone's clock. */
export const fromUtcTimestamp = utcShift(
  'from_utc_timestamp',
  offsetFromUtc,
  'Gives what the clock of a time zone shows when UTC shows the timestamp.',
  "SELECT from_utc_timestamp('2016-08-31', 'Asia/Seoul')",
);
