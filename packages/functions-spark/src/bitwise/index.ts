import type { ScalarUDF } from '@datafusion-ts/expr';
import { bitCount } from './bit-count.js';
import { bitGet } from './bit-get.js';
import { bitwiseNot } from './bitwise-not.js';
import { shiftLeft, shiftRight, shiftRightUnsigned } from './shifts.js';

/** Spark's functions of the bits of integers. */
export function bitwiseFunctions(): readonly ScalarUDF[] {
  return [bitGet, bitCount, bitwiseNot, shiftLeft, shiftRight, shiftRightUnsigned];
}
