import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, numberReader, scalarRows } from '@datafusion-ts/functions';
import { countsAndSeconds, TIME_SECTION } from '../support/time-args.js';

const TYPE = DataTypes.interval('MonthDayNano');
const BILLION = 1_000_000_000n;
const NAMES = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'];
const fitsInt32 = (x: number): boolean => x >= -(2 ** 31) && x < 2 ** 31;

/** The interval of seven parts; null when months, days or nanoseconds do not fit their place. */
function intervalOf(parts: readonly number[]): ScalarValue | null {
  const [years, months, weeks, days, hours, minutes, seconds] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [allMonths, allDays] = [years * 12 + months, weeks * 7 + days];
  if (!fitsInt32(years * 12) || !fitsInt32(allMonths) || !fitsInt32(weeks * 7) || !fitsInt32(allDays)) return null;
  if (!Number.isFinite(seconds)) return null;
  const whole = Math.trunc(seconds);
  // What rounds up to a whole second is lost, as in the twin.
  const fraction = Math.sign(seconds) * (Math.round(Math.abs(seconds - whole) * 1e9) % 1e9);
  const nanoseconds = (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(whole)) * BILLION + BigInt(fraction);
  if (BigInt.asIntN(64, nanoseconds) !== nanoseconds) return null;
  return new ScalarValue(TYPE, { months: allMonths, days: allDays, nanoseconds });
}

/** `make_interval([years, months, weeks, days, hours, minutes, seconds])`: an interval; NULL where the parts do not fit. */
export const makeInterval: ScalarUDF = {
  name: 'make_interval',
  signature: countsAndSeconds(6),
  returnType: () => TYPE,
  invoke: (call) =>
    scalarRows(call, (args, arena) => {
      const readers = args.map((arg) => numberReader(arg, arena));
      return (row) => {
        const parts = [0, 0, 0, 0, 0, 0, 0];
        for (let i = 0; i < readers.length; i++) {
          const value = readers[i]!(row);
          if (value === null) return null;
          parts[i] = value;
        }
        return intervalOf(parts);
      };
    }),
  documentation: doc(
    TIME_SECTION,
    'Makes an interval of years, months, weeks, days, hours, minutes and seconds; what is left out is 0.',
    'make_interval([years[, months[, weeks[, days[, hours[, minutes[, seconds]]]]]]])',
    'SELECT make_interval(1, 2, 3, 4, 5, 6, 7.5)',
    NAMES.map((name) => [name, `Number of ${name}.`]),
  ),
};
