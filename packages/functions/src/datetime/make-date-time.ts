import { DataTypes, ExecutionError, daysFromCivil, isValidDate } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { TimeArgs } from './signatures.js';

/** `make_date` and `make_time`: values put together from three numbers; fails for numbers that name none. */

const outOfRange = (what: string, value: number): ExecutionError =>
  new ExecutionError(`${what} value '${value}' is out of range`);

function dayNumber(year: number, month: number, day: number): number {
  if (month < 1 || month > 12) throw outOfRange('Month', month);
  if (day < 1 || day > 31) throw outOfRange('Day', day);
  if (!isValidDate(year, month, day)) throw new ExecutionError(`Unable to parse date from ${year}, ${month}, ${day}`);
  return daysFromCivil(year, month, day);
}

function secondOfDay(hour: number, minute: number, second: number): number {
  // DataFusion lets one more than the last of each pass its first check.
  if (hour < 0 || hour > 24) throw outOfRange('Hour', hour);
  if (minute < 0 || minute > 60) throw outOfRange('Minute', minute);
  if (second < 0 || second > 60) throw outOfRange('Second', second);
  if (hour > 23 || minute > 59 || second > 59)
    throw new ExecutionError(`Unable to parse time from ${hour}, ${minute}, ${second}`);
  return hour * 3600 + minute * 60 + second;
}

function ofThree(
  name: string,
  type: ReturnType<typeof DataTypes.time32>,
  make: (a: number, b: number, c: number) => number,
  parameters: readonly [string, string, string],
  description: string,
  example: string,
): ScalarUDF {
  return {
    name,
    signature: Signature.coercible([TimeArgs.int32, TimeArgs.int32, TimeArgs.int32], 'Immutable'),
    returnType: () => type,
    invoke: (call) =>
      numberRows(call, (args, arena) => {
        const [first, second, third] = args.map((arg) => numberReader(arg, arena));
        return (row) => {
          const [a, b, c] = [first!(row), second!(row), third!(row)];
          return a === null || b === null || c === null ? null : make(a, b, c);
        };
      }),
    documentation: doc(
      Sections.time,
      description,
      `${name}(${parameters.join(', ')})`,
      example,
      parameters.map((parameter) => [parameter, `The ${parameter}, a number or text.`]),
    ),
  };
}

/** `make_date(2023, 1, 31)`. */
export const makeDate: ScalarUDF = ofThree(
  'make_date',
  DataTypes.Date32,
  dayNumber,
  ['year', 'month', 'day'],
  'Makes a date from year, month and day.',
  'SELECT make_date(2023, 1, 31)',
);

/** `make_time(13, 23, 1)`. */
export const makeTime: ScalarUDF = ofThree(
  'make_time',
  DataTypes.time32('Second'),
  secondOfDay,
  ['hour', 'minute', 'second'],
  'Makes a time of day from hour, minute and second.',
  'SELECT make_time(13, 23, 1)',
);
