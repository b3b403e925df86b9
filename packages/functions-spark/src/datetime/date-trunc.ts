import { displayType, PlanError } from '@datafusion-ts/common';
import { dateTrunc as truncate, nullVector } from '@datafusion-ts/compute';
import {
  cast as castExpr,
  lit,
  scalarFunction,
  type Expr,
  type ScalarUDF,
  type SimplifyContext,
} from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, dateTrunc as defaultDateTrunc, doc, toLocalTime } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { granularityOfColumn, literalFormat, type TruncFormats } from './trunc-format.js';

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

/**
 * The default function's call for the same, on the local time: formats get their default names, and what is no format
 * stays for the default function to refuse. A time zone in the type is put back, as the twin does it.
 */
function asDefault([format, value]: readonly Expr[], context: SimplifyContext): Expr | undefined {
  const name = literalFormat(FORMATS, format);
  const type = context.dataTypeOf(value!);
  if (type.kind !== 'Timestamp')
    throw new PlanError(`Second argument of \`DATE_TRUNC\` must be Timestamp, got ${displayType(type)}`);
  const local = scalarFunction(toLocalTime, [value!]);
  const moment = type.timezone === undefined ? local : castExpr(local, type);
  return scalarFunction(defaultDateTrunc, [lit(FORMATS.formats[name] ?? name), moment]);
}

/** `date_trunc(format, timestamp)`: as the default function, with Spark's formats and for timestamps only. */
export const dateTrunc: ScalarUDF = {
  name: 'date_trunc',
  signature: Signature.coercible([Args.string, TimeArgs.timestamp], 'Immutable'),
  returnField: nullsOfArguments('date_trunc', ([, type]) => type!),
  simplify: asDefault,
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
