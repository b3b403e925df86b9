import { dateTrunc as truncate, nullVector } from '@datafusion-ts/compute';
import { scalarFunction, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, dateTrunc, doc } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { granularityOfColumn, granularityOfExpr, type TruncFormats } from './trunc-format.js';

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
  returnField: nullsOfArguments('time_trunc', ([, type]) => type!),
  simplify: ([format, time]) => {
    granularityOfExpr(FORMATS, format);
    return scalarFunction(dateTrunc, [format!, time!]);
  },
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
