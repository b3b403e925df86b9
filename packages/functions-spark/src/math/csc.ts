import { floatFunction } from '../support/map-floats.js';

/** `csc(x)`: the cosecant 1 / sin(x); Infinity at 0. Default functions have none. */
export const csc = floatFunction(
  'csc',
  (x) => 1 / Math.sin(x),
  'Gives the cosecant of an angle.',
  'SELECT csc(1)',
  'Angle in radians.',
);
