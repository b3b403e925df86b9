import { dateTrunc as truncate, nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { checkFormat, granularityOfColumn, type TruncFormats } from './trunc-format.js';

const FORMATS: TruncFormats = {
  name: 'TIME_TRUNC',
  place: 'First',
  formats: {
    hour: 'hour',
    minute: 'minute',
    second: 'second',
    millisecond: 'millisecond',
    microsecond: 'microsecond',
  },
  listed: 'hour, minute, second, millisecond, microsecond',
};

/** `time_trunc(format, time)`: a time of day cut down to the start of a unit. */
export const timeTrunc: ScalarUDF = {
  name: 'time_trunc',
  signature: Signature.coercible([Args.string, TimeArgs.time], 'Immutable'),
  returnType: ([, type]) => type!,
  simplify: ([format]) => checkFormat(FORMATS, format),
  invoke: ({ args: [format, value], arena, rowCount }) => {
    const granularity = granularityOfColumn(FORMATS, format!);
    return value!.type.kind === 'Null' ? nullVector(value!.type, rowCount) : truncate(granularity, value!, arena);
  },
  documentation: doc(
    TIME_SECTION,
    'Cuts a time of day down to the start of a unit.',
    'time_trunc(format, time)',
    "SELECT time_trunc('MINUTE', TIME '09:32:05.123456')",
    [
      ['format', 'One of hour, minute, second, millisecond, microsecond; in any case.'],
      ['time', 'A time of day.'],
    ],
  ),
};
