import { floatFunction } from '../support/map-floats.js';

/** `sec(x)`: the secant 1 / cos(x). Default functions have none. */
export const sec = floatFunction(
  'sec',
  (x) => 1 / Math.cos(x),
  'Gives the secant of an angle.',
  'SELECT sec(0)',
  'Angle in radians.',
);
