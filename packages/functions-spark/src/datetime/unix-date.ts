import { DataTypes } from '@datafusion-ts/common';
import { cast } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** `unix_date(date)`: days since 1970-01-01. */
export const unixDate: ScalarUDF = {
  name: 'unix_date',
  signature: Signature.coercible([TimeArgs.exactDate], 'Immutable'),
  returnField: nullsOfArguments('unix_date', () => DataTypes.Int32),
  invoke: ({ args: [date], arena }) =>
    cast(cast(date!, DataTypes.Date32, { safe: false }, arena), DataTypes.Int32, { safe: false }, arena),
  documentation: doc(
    TIME_SECTION,
    'Gives the number of days from 1970-01-01 to a date.',
    'unix_date(date)',
    "SELECT unix_date(DATE '1970-01-02')",
    [['date', 'A date.']],
  ),
};
