import type { ScalarUDF } from '@datafusion-ts/expr';
import { dateBin } from './date-bin.js';
import { datePart } from './date-part.js';
import { dateTrunc } from './date-trunc.js';
import { fromUnixtime } from './from-unixtime.js';
import { makeDate, makeTime } from './make-date-time.js';
import { currentDate, currentTime, now } from './now.js';
import { toChar } from './to-char.js';
import { toDate } from './to-date.js';
import { toLocalTime } from './to-local-time.js';
import { toTime } from './to-time.js';
import {
  toTimestamp,
  toTimestampMicros,
  toTimestampMillis,
  toTimestampNanos,
  toTimestampSeconds,
} from './to-timestamp.js';
import { toUnixtime } from './to-unixtime.js';

/** Functions of dates and times. */
export const datetimeFunctions: readonly ScalarUDF[] = [
  currentDate,
  currentTime,
  dateBin,
  datePart,
  dateTrunc,
  fromUnixtime,
  makeDate,
  makeTime,
  now,
  toChar,
  toDate,
  toLocalTime,
  toTime,
  toUnixtime,
  toTimestamp,
  toTimestampSeconds,
  toTimestampMillis,
  toTimestampMicros,
  toTimestampNanos,
];
