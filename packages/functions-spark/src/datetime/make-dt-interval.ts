import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { bigintRows, doc, numberReader } from '@datafusion-ts/functions';
import { countsAndSeconds, TIME_SECTION } from '../support/time-args.js';

const MAX_INT32 = 2 ** 31 - 1;
const MIN_INT32 = -(2 ** 31);
const MICROS = 1_000_000;
const fitsInt32 = (x: number): boolean => x >= MIN_INT32 && x <= MAX_INT32;

/** Microseconds of days, hours, minutes and seconds; null when hours or minutes in all exceed 32 bits, or the sum 64. */
function microseconds(days: number, hours: number, minutes: number, seconds: number): bigint | null {
  if (!Number.isFinite(seconds)) return null;
  const allHours = days * 24 + hours;
  const allMinutes = allHours * 60 + minutes;
  if (!fitsInt32(days * 24) || !fitsInt32(allHours) || !fitsInt32(allHours * 60) || !fitsInt32(allMinutes)) return null;
  const whole = Math.trunc(seconds);
  const fraction = Math.sign(seconds) * Math.round(Math.abs(seconds - whole) * MICROS);
  const total = (BigInt(allMinutes) * 60n + BigInt(whole)) * BigInt(MICROS) + BigInt(fraction);
  return BigInt.asIntN(64, total) === total ? total : null;
}

/** `make_dt_interval([days[, hours[, minutes[, seconds]]]])`: a duration in microseconds; NULL where the parts do not fit. */
export const makeDtInterval: ScalarUDF = {
  name: 'make_dt_interval',
  signature: countsAndSeconds(3),
  returnType: () => DataTypes.duration('Microsecond'),
  invoke: (call) =>
    bigintRows(call, (args, arena) => {
      const parts = args.map((arg) => numberReader(arg, arena));
      return (row) => {
        const values = [0, 0, 0, 0];
        for (let i = 0; i < parts.length; i++) {
          const value = parts[i]!(row);
          if (value === null) return null;
          values[i] = value;
        }
        return microseconds(values[0]!, values[1]!, values[2]!, values[3]!);
      };
    }),
  documentation: doc(
    TIME_SECTION,
    'Makes a duration of days, hours, minutes and seconds; what is left out is 0.',
    'make_dt_interval([days[, hours[, minutes[, seconds]]]])',
    'SELECT make_dt_interval(1, 12, 30, 1.001001)',
    [
      ['days', 'Number of days.'],
      ['hours', 'Number of hours.'],
      ['minutes', 'Number of minutes.'],
      ['seconds', 'Number of seconds, with up to six places.'],
    ],
  ),
};
