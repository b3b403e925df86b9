import type { AggregateUDF } from '@datafusion-ts/expr';
import { avg } from './avg.js';
import { collectList } from './collect-list.js';
import { collectSet } from './collect-set.js';
import { trySum } from './try-sum.js';

/** Spark's aggregate functions. */
export function aggregateFunctions(): readonly AggregateUDF[] {
  return [avg, collectList, collectSet, trySum];
}
