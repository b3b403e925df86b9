/**
 * HashJoinBuffering: reads the right side of hash joins ahead while the left one is built.
 *
 * Off unless `execution.hash_join_buffering_capacity` gives the bytes a buffer may hold.
 *
 * Example: `HashJoinExec` over `a` and `b` gets `BufferExec: capacity=1048576` above `b`.
 */
import { BufferExec, HashJoinExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { transformPlanUp } from './support/transform-plan.js';

export const hashJoinBuffering: PhysicalOptimizerRule = {
  name: 'HashJoinBuffering',
  optimize(plan, config) {
    const capacity = config.execution.hashJoinBufferingCapacity;
    return capacity === 0 ? plan : transformPlanUp(plan, (node) => bufferRight(node, capacity));
  },
};

const bufferRight = (plan: ExecutionPlan, capacity: number): ExecutionPlan =>
  plan instanceof HashJoinExec ? plan.withNewChildren([plan.left, new BufferExec(plan.right, capacity)]) : plan;
