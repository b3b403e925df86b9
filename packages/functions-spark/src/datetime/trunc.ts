import { DataTypes } from '@datafusion-ts/common';
import { cast, truncSeconds } from '@datafusion-ts/compute';
import {
  cast as castExpr,
  lit,
  scalarFunction,
  type Expr,
  type ScalarUDF,
  type SimplifyContext,
} from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, dateTrunc, doc, numberReader, numberRows } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { granularityOfColumn, granularityOfExpr, type TruncFormats } from './trunc-format.js';

const DAY = 86_400;

const FORMATS: TruncFormats = {
  name: 'TRUNC',
  place: 'Second',
  formats: {
    year: 'year',
    yy: 'year',
    yyyy: 'year',
    month: 'month',
    mm: 'month',
    mon: 'month',
    day: 'day',
    week: 'week',
    quarter: 'quarter',
  },
  listed: 'year, yy, yyyy, month, mm, mon, day, week, quarter.',
};

/** The default `date_trunc` of the date as a timestamp, and a date again, as the twin has it in plans. */
function asDefault([date, format]: readonly Expr[], context: SimplifyContext): Expr | undefined {
  const granularity = granularityOfExpr(FORMATS, format);
  const type = context.dataTypeOf(date!);
  if (type.kind !== 'Date32' && type.kind !== 'Date64') return undefined;
  const moment = castExpr(date!, DataTypes.timestamp('Nanosecond'));
  return castExpr(scalarFunction(dateTrunc, [lit(granularity), moment]), type);
}

/** `trunc(date, format)`: a date cut down to the first day of a week, month, quarter or year (a number's `trunc` is gone). */
export const trunc: ScalarUDF = {
  name: 'trunc',
  signature: Signature.coercible([TimeArgs.dateOrText, Args.string], 'Immutable'),
  returnField: nullsOfArguments('trunc', ([type]) => type!),
  simplify: asDefault,
  invoke: (call) => {
    const granularity = granularityOfColumn(FORMATS, call.args[1]!);
    const { kind } = call.returnField.dataType;
    const unit = kind === 'Date64' ? DAY * 1000 : 1;
    return numberRows(call, ([date], arena) => {
      const read = numberReader(cast(date!, DataTypes.Date32, { safe: false }, arena), arena);
      return (row) => {
        const days = read(row);
        return days === null ? null : (truncSeconds(granularity, days * DAY) / DAY) * unit;
      };
    });
  },
  documentation: doc(
    TIME_SECTION,
    'Cuts a date down to the first day of a week, month, quarter or year.',
    'trunc(date, format)',
    "SELECT trunc(DATE '2009-02-12', 'MONTH')",
    [
      ['date', 'A date, or text that is read as one.'],
      ['format', 'One of year, yyyy, yy, quarter, month, mon, mm, week, day; in any case.'],
    ],
  ),
};
