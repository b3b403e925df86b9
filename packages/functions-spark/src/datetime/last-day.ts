import { DataTypes, civilFromDays, daysFromCivil, daysInMonth } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberReader, numberRows } from '@datafusion-ts/functions';
import { TIME_SECTION } from '../support/time-args.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** `last_day(date)`: the last day of the date's month. */
export const lastDay: ScalarUDF = {
  name: 'last_day',
  signature: Signature.exact([DataTypes.Date32], 'Immutable'),
  returnField: nullsOfArguments('last_day', () => DataTypes.Date32),
  invoke: (call) =>
    numberRows(call, ([date], arena) => {
      const read = numberReader(date!, arena);
      return (row) => {
        const days = read(row);
        if (days === null) return null;
        const { year, month } = civilFromDays(days);
        return daysFromCivil(year, month, daysInMonth(year, month));
      };
    }),
  documentation: doc(
    TIME_SECTION,
    'Gives the last day of the month that a date lies in.',
    'last_day(date)',
    "SELECT last_day(DATE '2016-02-07')",
    [['date', 'A date.']],
  ),
};
