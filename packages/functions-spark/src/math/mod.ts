import { remainder } from './remainder.js';

/** `mod(-7, 3)` is -1. */
export const mod = remainder(
  'mod',
  false,
  'Gives the remainder of a division, with the sign of the dividend.',
  'SELECT mod(-7, 3), mod(7, 0)',
);
