/**
 * WindowTopN: `WHERE row_number() OVER (PARTITION BY …) <= n` needs the first `n` rows of each partition only.
 *
 * Off unless `enable_window_topn` is set. There is no operator here that sorts the first rows of each partition alone, so
 * plans stay as they are even then: the filter above the window gives the same rows after a full sort.
 */
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';

export const windowTopN: PhysicalOptimizerRule = {
  name: 'WindowTopN',
  optimize: (plan) => plan,
};
