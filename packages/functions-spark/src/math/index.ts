import type { ScalarUDF } from '@datafusion-ts/expr';
import { abs } from './abs.js';
import { bin } from './bin.js';
import { ceil } from './ceil.js';
import { csc } from './csc.js';
import { expm1 } from './expm1.js';
import { factorial } from './factorial.js';
import { floor } from './floor.js';
import { hex } from './hex.js';
import { mod } from './mod.js';
import { negative } from './negative.js';
import { pmod } from './pmod.js';
import { rint } from './rint.js';
import { round } from './round.js';
import { sec } from './sec.js';
import { unhex } from './unhex.js';
import { widthBucket } from './width-bucket.js';

/** Spark's functions of numbers. */
export function mathFunctions(): readonly ScalarUDF[] {
  return [abs, bin, ceil, csc, expm1, factorial, floor, hex, mod, negative, pmod, rint, round, sec, unhex, widthBucket];
}
