import { offsetToUtc, utcShift } from './utc-shift.js';

/** `to_utc_timestamp(timestamp, zone)`: from the zone's clock to UTC. */
export const toUtcTimestamp = utcShift(
  'to_utc_timestamp',
  offsetToUtc,
  'Gives what UTC shows when the clock of a time zone shows the timestamp.',
  "SELECT to_utc_timestamp('2016-08-31', 'Asia/Seoul')",
);
