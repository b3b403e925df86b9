/**
 * EnforceDistribution: every operator gets its input partitioned as it needs it.
 *
 * Bottom up, each input is hashed, merged into one partition, or spread over the target partitions where that makes the
 * operator faster. Exchanges that were there before are dropped first. Orders are kept through exchanges only where an
 * operator above needs them and settings want it; a lost order that was needed is put back by a sort.
 *
 * Before that, top down, the keys of joins and aggregations are put in the order their parents want, so that one hashing
 * serves several operators.
 *
 * Example: `AggregateExec: mode=FinalPartitioned` over a scan gets `RepartitionExec: partitioning=Hash([a@0], 4)` between.
 */
import type { PhysicalOptimizerRule } from '../physical-optimizer-rule.js';
import { transformContextUp } from '../support/plan-context.js';
import { distributionContext, ensureDistribution } from './ensure-distribution.js';
import type { KnownExchanges } from './distribution-context.js';
import { adjustKeyOrder } from './key-order.js';

export const enforceDistribution: PhysicalOptimizerRule = {
  name: 'EnforceDistribution',
  optimize(plan, config) {
    const adjusted = adjustKeyOrder(plan, config.optimizer.topDownJoinKeyReordering);
    const known: KnownExchanges = new Map();
    return transformContextUp(distributionContext(adjusted), (node) => ensureDistribution(node, config, known)).plan;
  },
};
