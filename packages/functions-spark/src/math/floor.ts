import { wholeNumber } from './whole-numbers.js';

/** `floor(1.8)` is the Int64 1; decimals stay decimals, without places. */
export const floor = wholeNumber(
  'floor',
  [],
  Math.floor,
  false,
  'Gives the next whole number below or equal, as a 64-bit integer; decimals stay decimals.',
);
