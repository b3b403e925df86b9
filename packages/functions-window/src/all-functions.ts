import type { WindowUDF } from '@datafusion-ts/expr';
import { cumeDist } from './functions/cume-dist.js';
import { denseRank } from './functions/dense-rank.js';
import { firstValue, lastValue } from './functions/first-last-value.js';
import { lag } from './functions/lag.js';
import { lead } from './functions/lead.js';
import { nthValue } from './functions/nth-value.js';
import { ntile } from './functions/ntile.js';
import { percentRank } from './functions/percent-rank.js';
import { rank } from './functions/rank.js';
import { rowNumber } from './functions/row-number.js';

/** The built-in window functions, to be registered with a session. */
export const allDefaultWindowFunctions = (): readonly WindowUDF[] => [
  cumeDist,
  rowNumber,
  lead,
  lag,
  rank,
  denseRank,
  percentRank,
  ntile,
  firstValue,
  lastValue,
  nthValue,
];
