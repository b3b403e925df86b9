import { rising } from '../utils/ordering.js';
import { floatFunction } from './float-function.js';
import { naturalLog } from './natural-log.js';

/** Roots, exponentials, logarithms to fixed bases, and signs. */

export const cbrt = floatFunction('cbrt', Math.cbrt, 'Gives the cube root of a number.', rising);
export const exp = floatFunction('exp', Math.exp, 'Gives e to the power of a number.', rising);
export const ln = floatFunction('ln', naturalLog, 'Gives the natural logarithm of a number.');
export const log10 = floatFunction('log10', Math.log10, 'Gives the logarithm of a number to base 10.');
export const log2 = floatFunction('log2', Math.log2, 'Gives the logarithm of a number to base 2.');
export const sqrt = floatFunction('sqrt', Math.sqrt, 'Gives the square root of a number.');
export const signum = floatFunction(
  'signum',
  (x) => (x === 0 ? 0 : Math.sign(x)),
  'Gives the sign of a number: -1, 0 or 1.',
  rising,
);
