import { HashJoinExec, SortMergeJoinExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { SortMergeJoin } from '../support/join-kinds.js';
import type { ReorderedKeys } from './key-positions.js';

/** The join with its keys, and the sort options that go with them, in another order. */
export function withJoinKeys(join: HashJoinExec | SortMergeJoin, { on, positions }: ReorderedKeys): ExecutionPlan {
  if (join instanceof HashJoinExec) return new HashJoinExec({ ...join.parts(), on });
  const { left, right, filter, joinType, nullEquality } = join;
  const sortOptions = positions.map((i) => join.sortOptions[i]!);
  return new SortMergeJoinExec({ left, right, on, filter, joinType, sortOptions, nullEquality });
}
