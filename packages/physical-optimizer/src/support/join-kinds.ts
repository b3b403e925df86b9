import type { JoinType, NullEquality } from '@datafusion-ts/common';
import type { SortOptions } from '@datafusion-ts/expr-common';
import { HashJoinExec, type ExecutionPlan, type JoinFilter, type JoinOn } from '@datafusion-ts/physical-plan';

/** What rules read of a sort-merge join. */
export interface SortMergeJoin extends ExecutionPlan {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: JoinOn;
  readonly filter: JoinFilter | undefined;
  readonly joinType: JoinType;
  readonly sortOptions: readonly SortOptions[];
  readonly nullEquality: NullEquality;
}

export const isHashJoin = (plan: ExecutionPlan): plan is HashJoinExec => plan instanceof HashJoinExec;

/** A hash join with both sides split by the keys. */
export const isPartitionedHashJoin = (plan: ExecutionPlan): plan is HashJoinExec =>
  plan instanceof HashJoinExec && plan.mode === 'Partitioned';

export const isSortMergeJoin = (plan: ExecutionPlan): plan is SortMergeJoin => plan.name === 'SortMergeJoinExec';
