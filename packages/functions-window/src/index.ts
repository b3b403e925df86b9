/** Window functions that are no aggregates. */
export { allDefaultWindowFunctions } from './all-functions.js';
export { windowFunctionPlanner } from './planner.js';
export { cumeDist } from './functions/cume-dist.js';
export { denseRank } from './functions/dense-rank.js';
export { firstValue, lastValue } from './functions/first-last-value.js';
export { lag } from './functions/lag.js';
export { lead } from './functions/lead.js';
export { nthValue } from './functions/nth-value.js';
export { ntile } from './functions/ntile.js';
export { percentRank } from './functions/percent-rank.js';
export { rank } from './functions/rank.js';
export { rowNumber } from './functions/row-number.js';
