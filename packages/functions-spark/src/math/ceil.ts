import { wholeNumber } from './whole-numbers.js';

/** `ceil(1.2)` is the Int64 2; decimals stay decimals, without places. */
export const ceil = wholeNumber(
  'ceil',
  ['ceiling'],
  Math.ceil,
  true,
  'Gives the next whole number above or equal, as a 64-bit integer; decimals stay decimals.',
);
