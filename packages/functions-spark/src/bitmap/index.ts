import type { ScalarUDF } from '@datafusion-ts/expr';
import { bitmapBitPosition } from './bit-position.js';
import { bitmapBucketNumber } from './bucket-number.js';
import { bitmapCount } from './count.js';

/** Spark's functions of bitmaps: positions of integers in them, and how many bits are set. */
export function bitmapFunctions(): readonly ScalarUDF[] {
  return [bitmapCount, bitmapBitPosition, bitmapBucketNumber];
}
