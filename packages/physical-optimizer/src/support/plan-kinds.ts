import {
  CoalescePartitionsExec,
  GlobalLimitExec,
  LocalLimitExec,
  RepartitionExec,
  SortExec,
  SortPreservingMergeExec,
  UnionExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';

/** Which operator a node is, for rules that treat some of them in their own way. */

export const isSort = (plan: ExecutionPlan): plan is SortExec => plan instanceof SortExec;

export const isSortPreservingMerge = (plan: ExecutionPlan): plan is SortPreservingMergeExec =>
  plan instanceof SortPreservingMergeExec;

export const isCoalescePartitions = (plan: ExecutionPlan): plan is CoalescePartitionsExec =>
  plan instanceof CoalescePartitionsExec;

export const isRepartition = (plan: ExecutionPlan): plan is RepartitionExec => plan instanceof RepartitionExec;

export const isUnion = (plan: ExecutionPlan): plan is UnionExec => plan instanceof UnionExec;

export const isLimit = (plan: ExecutionPlan): plan is GlobalLimitExec | LocalLimitExec =>
  plan instanceof GlobalLimitExec || plan instanceof LocalLimitExec;
