import { DataTypes } from '@datafusion-ts/common';
import { arithmetic, withType } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { TIME_SECTION } from '../support/time-args.js';

/** `add_months(date, n)`: the same day so many months later, or that month's last day. A number of months is an interval. */
export const addMonths: ScalarUDF = {
  name: 'add_months',
  signature: Signature.exact([DataTypes.Date32, DataTypes.Int32], 'Immutable'),
  returnType: () => DataTypes.Date32,
  invoke: ({ args: [date, months], arena }) =>
    arithmetic('add', date!, withType(months!, DataTypes.interval('YearMonth')), DataTypes.Date32, arena),
  documentation: doc(
    TIME_SECTION,
    'Gives the same day of the month so many months later, or the last day of that month.',
    'add_months(date, months)',
    "SELECT add_months(DATE '2016-08-31', 1::int)",
    [
      ['date', 'A date.'],
      ['months', 'How many months; negative ones go back.'],
    ],
  ),
};
