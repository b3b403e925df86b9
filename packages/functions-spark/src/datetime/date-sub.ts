import { dayArithmetic } from '../support/day-arithmetic.js';

/** `date_sub(date, days)`: so many days earlier. */
export const dateSub = dayArithmetic(
  'date_sub',
  [],
  -1,
  'Gives the date so many days earlier.',
  "SELECT date_sub(DATE '2016-07-30', 1::int)",
);
