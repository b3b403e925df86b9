/**
 * join_selection: which side of a join is built, and whether both sides are split by the keys.
 *
 * A hash join with mode `Auto` collects a side that is small by its statistics (`hash_join_single_partition_threshold`),
 * and splits both by the keys otherwise. The smaller side, by bytes or else rows, becomes the left one. An unbounded left
 * side is exchanged with a bounded right one, which can be built. Null-aware anti joins keep their sides.
 *
 * Example: `HashJoinExec: mode=Auto` over a large `t` and a small `u` becomes `mode=CollectLeft` over `u` and `t`.
 */
import { supportsSwap, type ConfigOptions } from '@datafusion-ts/common';
import {
  CrossJoinExec,
  HashJoinExec,
  NestedLoopJoinExec,
  statisticsOf,
  type ExecutionPlan,
  type PartitionMode,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { transformPlanUp } from './support/transform-plan.js';

export const joinSelection: PhysicalOptimizerRule = {
  name: 'join_selection',
  optimize(plan, config) {
    const bounded = transformPlanUp(plan, buildBoundedSide);
    return transformPlanUp(bounded, (node) => select(node, config));
  },
};

const isUnbounded = (plan: ExecutionPlan): boolean => plan.properties.boundedness.kind === 'Unbounded';

/** Exchanges an unbounded left side with a bounded right one. */
function buildBoundedSide(plan: ExecutionPlan): ExecutionPlan {
  if (!(plan instanceof HashJoinExec) || !isUnbounded(plan.left) || isUnbounded(plan.right)) return plan;
  const emitsAtEnd =
    plan.joinType === 'Inner' ||
    plan.joinType === 'Left' ||
    plan.joinType === 'LeftSemi' ||
    plan.joinType === 'LeftAnti';
  return emitsAtEnd ? plan.swapInputs(plan.mode === 'CollectLeft' ? 'CollectLeft' : 'Partitioned') : plan;
}

function select(plan: ExecutionPlan, config: ConfigOptions): ExecutionPlan {
  if (plan instanceof HashJoinExec) return selectHashJoin(plan, config);
  if (plan instanceof CrossJoinExec) return leftIsLarger(plan, config) ? plan.swapInputs() : plan;
  if (plan instanceof NestedLoopJoinExec) {
    return supportsSwap(plan.joinType) && leftIsLarger(plan, config) ? plan.swapInputs() : plan;
  }
  return plan;
}

function selectHashJoin(join: HashJoinExec, config: ConfigOptions): ExecutionPlan {
  switch (join.mode) {
    case 'Auto':
      return collectSide(join, isCollectable(join.left, config), isCollectable(join.right, config), config);
    case 'CollectLeft':
      return collectSide(join, true, true, config);
    case 'Partitioned':
      return canSwap(join, config) && leftIsLarger(join, config) ? join.swapInputs('Partitioned') : join;
  }
}

function collectSide(join: HashJoinExec, left: boolean, right: boolean, config: ConfigOptions): ExecutionPlan {
  if (left && right) return withSmallerLeft(join, 'CollectLeft', config);
  if (left) return withMode(join, 'CollectLeft');
  if (right && canSwap(join, config)) return join.swapInputs('CollectLeft');
  return withSmallerLeft(join, 'Partitioned', config);
}

function withSmallerLeft(join: HashJoinExec, mode: PartitionMode, config: ConfigOptions): ExecutionPlan {
  if (canSwap(join, config) && leftIsLarger(join, config)) return join.swapInputs(mode);
  // NOT IN must see all of the right side together.
  return withMode(join, join.nullAware ? 'CollectLeft' : mode);
}

const withMode = (join: HashJoinExec, mode: PartitionMode): HashJoinExec =>
  join.mode === mode ? join : join.withMode(mode);

const canSwap = (join: HashJoinExec, config: ConfigOptions): boolean =>
  config.optimizer.joinReordering && supportsSwap(join.joinType) && !join.nullAware;

/** Compares bytes when both sides know them, rows otherwise; false when neither is known. */
function leftIsLarger(
  join: { readonly left: ExecutionPlan; readonly right: ExecutionPlan },
  config: ConfigOptions,
): boolean {
  if (!config.optimizer.joinReordering) return false;
  const [left, right] = [statisticsOf(join.left), statisticsOf(join.right)];
  if (left.totalByteSize.kind !== 'Absent' && right.totalByteSize.kind !== 'Absent') {
    return left.totalByteSize.value > right.totalByteSize.value;
  }
  if (left.numRows.kind === 'Absent' || right.numRows.kind === 'Absent') return false;
  return left.numRows.value > right.numRows.value;
}

/** True when a side is known to be small. */
function isCollectable(plan: ExecutionPlan, { optimizer }: ConfigOptions): boolean {
  const { totalByteSize, numRows } = statisticsOf(plan);
  if (totalByteSize.kind !== 'Absent') {
    return isBelow(totalByteSize, optimizer.hashJoinSinglePartitionThreshold);
  }
  return numRows.kind !== 'Absent' && isBelow(numRows, optimizer.hashJoinSinglePartitionThresholdRows);
}

const isBelow = ({ value }: { readonly value: number }, threshold: number): boolean => value < threshold;
