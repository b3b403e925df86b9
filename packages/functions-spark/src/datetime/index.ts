import type { ScalarUDF } from '@datafusion-ts/expr';
import { addMonths } from './add-months.js';
import { dateAdd } from './date-add.js';
import { dateDiff } from './date-diff.js';
import { datePart } from './date-part.js';
import { dateSub } from './date-sub.js';
import { dateTrunc } from './date-trunc.js';
import { fromUtcTimestamp } from './from-utc-timestamp.js';
import { hour } from './hour.js';
import { lastDay } from './last-day.js';
import { makeDtInterval } from './make-dt-interval.js';
import { makeInterval } from './make-interval.js';
import { minute } from './minute.js';
import { nextDay } from './next-day.js';
import { second } from './second.js';
import { timeTrunc } from './time-trunc.js';
import { toUtcTimestamp } from './to-utc-timestamp.js';
import { trunc } from './trunc.js';
import { unixDate } from './unix-date.js';
import { unixMicros } from './unix-micros.js';
import { unixMillis } from './unix-millis.js';
import { unixSeconds } from './unix-seconds.js';

/** Spark's functions of dates and times. */
export function datetimeFunctions(): readonly ScalarUDF[] {
  return [
    addMonths,
    dateAdd,
    dateDiff,
    datePart,
    dateSub,
    dateTrunc,
    fromUtcTimestamp,
    hour,
    lastDay,
    makeDtInterval,
    makeInterval,
    minute,
    nextDay,
    second,
    timeTrunc,
    toUtcTimestamp,
    trunc,
    unixDate,
    unixMicros,
    unixMillis,
    unixSeconds,
  ];
}
