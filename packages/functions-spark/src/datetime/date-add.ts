import { dayArithmetic } from '../support/day-arithmetic.js';

/** `date_add(date, days)`: so many days later. */
export const dateAdd = dayArithmetic(
  'date_add',
  ['dateadd'],
  1,
  'Gives the date so many days later.',
  "SELECT date_add(DATE '2016-07-30', 1::int)",
);
