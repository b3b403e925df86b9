import { remainder } from './remainder.js';

/** `pmod(-7, 3)` is 2. */
export const pmod = remainder(
  'pmod',
  true,
  'Gives the remainder of a division that is not negative for positive divisors.',
  'SELECT pmod(-7, 3), pmod(7, 0)',
);
