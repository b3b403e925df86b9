import { dateTrunc as truncate, nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { checkFormat, granularityOfColumn, type TruncFormats } from './trunc-format.js';

const FORMATS: TruncFormats = {
  name: 'DATE_TRUNC',
  place: 'First',
  formats: {
    year: 'year',
    yyyy: 'year',
    yy: 'year',
    quarter: 'quarter',
    month: 'month',
    mm: 'month',
    mon: 'month',
    week: 'week',
    day: 'day',
    dd: 'day',
    hour: 'hour',
    minute: 'minute',
    second: 'second',
    millisecond: 'millisecond',
    microsecond: 'microsecond',
  },
  listed: 'year, yyyy, yy, quarter, month, mm, mon, week, day, dd, hour, minute, second, millisecond, microsecond',
};

/** `date_trunc(format, timestamp)`: as the default function, with Spark's formats and for timestamps only. */
export const dateTrunc: ScalarUDF = {
  name: 'date_trunc',
  signature: Signature.coercible([Args.string, TimeArgs.timestamp], 'Immutable'),
  returnType: ([, type]) => type!,
  simplify: ([format]) => checkFormat(FORMATS, format),
  invoke: ({ args: [format, value], arena, rowCount }) => {
    const granularity = granularityOfColumn(FORMATS, format!);
    return value!.type.kind === 'Null' ? nullVector(value!.type, rowCount) : truncate(granularity, value!, arena);
  },
  documentation: doc(
    TIME_SECTION,
    'Cuts a timestamp down to the start of a unit.',
    'date_trunc(format, timestamp)',
    "SELECT date_trunc('HOUR', TIMESTAMP '2015-03-05T09:32:05.359')",
    [
      [
        'format',
        'One of year, yyyy, yy, quarter, month, mon, mm, week, day, dd, hour, minute, second, millisecond, microsecond; in any case.',
      ],
      ['timestamp', 'A timestamp, or text that is read as one.'],
    ],
  ),
};
