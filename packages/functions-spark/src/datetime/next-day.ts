import { DataTypes, dayOfWeek } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberReader, numberRows } from '@datafusion-ts/functions';
import { TIME_SECTION } from '../support/time-args.js';

const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** Number of a day, 0 = Sunday, by its name or the name's first two or three letters; -1 for no day. */
function dayNumber(name: string): number {
  const word = name.trim().toUpperCase();
  return DAYS.findIndex((day) => word === day || word === day.slice(0, 2) || word === day.slice(0, 3));
}

/** `next_day(date, 'Mon')`: the first such day of the week after the date; NULL when the name is none. */
export const nextDay: ScalarUDF = {
  name: 'next_day',
  signature: Signature.exact([DataTypes.Date32, DataTypes.Utf8], 'Immutable'),
  returnType: () => DataTypes.Date32,
  invoke: (call) =>
    numberRows(call, ([date, name], arena) => {
      const [readDay, readName] = [numberReader(date!, arena), stringReader(name!)];
      return (row) => {
        const [day, word] = [readDay(row), readName(row)];
        if (day === null || word === null) return null;
        const wanted = dayNumber(word);
        return wanted < 0 ? null : day + 1 + ((wanted - dayOfWeek(day + 1) + 7) % 7);
      };
    }),
  documentation: doc(
    TIME_SECTION,
    'Gives the first day after a date that is a certain day of the week; NULL when the name is not one.',
    'next_day(date, day_of_week)',
    "SELECT next_day(DATE '2015-01-14', 'TU')",
    [
      ['date', 'A date.'],
      ['day_of_week', 'English name of the day, or its first two or three letters, in any case.'],
    ],
  ),
};
