import { floatFunction } from '../support/map-floats.js';

/** `expm1(x)`: e^x - 1, exact for small x where subtracting 1 from e^x would lose the digits. */
export const expm1 = floatFunction(
  'expm1',
  Math.expm1,
  'Gives e to the power of a number, minus 1, precisely near 0.',
  'SELECT expm1(0)',
  'The exponent.',
);
