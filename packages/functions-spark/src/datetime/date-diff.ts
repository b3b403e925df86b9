import { DataTypes } from '@datafusion-ts/common';
import { cast } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberReader, numberRows } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** `date_diff(end, start)`: days from one date to another. */
export const dateDiff: ScalarUDF = {
  name: 'date_diff',
  aliases: ['datediff'],
  signature: Signature.coercible([TimeArgs.date, TimeArgs.date], 'Immutable'),
  returnField: nullsOfArguments('date_diff', () => DataTypes.Int32),
  invoke: (call) =>
    numberRows(call, (args, arena) => {
      const [end, start] = args.map((arg) => numberReader(cast(arg, DataTypes.Date32, { safe: false }, arena), arena));
      return (row) => {
        const [to, from] = [end!(row), start!(row)];
        return to === null || from === null ? null : (to - from) | 0;
      };
    }),
  documentation: doc(
    TIME_SECTION,
    'Gives the number of days from one date to another.',
    'date_diff(end, start)',
    "SELECT date_diff(DATE '2009-07-31', DATE '2009-07-30')",
    [
      ['end', 'A date, timestamp or text.'],
      ['start', 'A date, timestamp or text.'],
    ],
  ),
};
