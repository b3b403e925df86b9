import { HashJoinExec, SortMergeJoinExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { ReorderedKeys } from './key-positions.js';

/** The join with its keys, and the sort options that go with them, in another order. */
export function withJoinKeys(join: HashJoinExec | SortMergeJoinExec, { on, positions }: ReorderedKeys): ExecutionPlan {
  if (join instanceof HashJoinExec) return new HashJoinExec({ ...join.parts(), on });
  return new SortMergeJoinExec({ ...join.parts(), on, sortOptions: positions.map((i) => join.sortOptions[i]!) });
}
