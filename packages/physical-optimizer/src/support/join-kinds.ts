import { HashJoinExec, SortMergeJoinExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';

export const isHashJoin = (plan: ExecutionPlan): plan is HashJoinExec => plan instanceof HashJoinExec;

/** A hash join with both sides split by the keys. */
export const isPartitionedHashJoin = (plan: ExecutionPlan): plan is HashJoinExec =>
  plan instanceof HashJoinExec && plan.mode === 'Partitioned';

export const isSortMergeJoin = (plan: ExecutionPlan): plan is SortMergeJoinExec => plan instanceof SortMergeJoinExec;
