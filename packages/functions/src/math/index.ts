import type { ScalarUDF } from '@datafusion-ts/expr';
import { abs } from './abs.js';
import { atan2 } from './atan2.js';
import { ceil, floor } from './ceil-floor.js';
import { pi, random } from './constants.js';
import { cbrt, exp, ln, log10, log2, signum, sqrt } from './exponentials.js';
import { factorial, gcd, lcm } from './integers.js';
import { log } from './log.js';
import { isnan, iszero, nanvl } from './nan-tests.js';
import { power } from './power.js';
import { round } from './round.js';
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cos,
  cosh,
  cot,
  degrees,
  radians,
  sin,
  sinh,
  tan,
  tanh,
} from './trigonometry.js';
import { trunc } from './trunc.js';

/** Functions of numbers. */
export const mathFunctions: readonly ScalarUDF[] = [
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  ceil,
  cos,
  cosh,
  cot,
  degrees,
  exp,
  factorial,
  floor,
  gcd,
  isnan,
  iszero,
  lcm,
  ln,
  log,
  log2,
  log10,
  nanvl,
  pi,
  power,
  radians,
  random,
  signum,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
  round,
];
