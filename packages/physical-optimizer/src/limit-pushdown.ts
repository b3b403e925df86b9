/**
 * LimitPushdown: limits move down as far as rows are not lost, and into operators that can stop by themselves.
 *
 * A limit node is taken out and remembered; below, operators that pass rows one by one are walked through, and the first
 * one that does not gets the limit as its `fetch` or as a limit node above it. Nothing skips rows by itself, so an offset
 * stays as a `GlobalLimitExec` where it arrives.
 *
 * Example: `GlobalLimitExec: skip=0, fetch=5` over `CoalescePartitionsExec` becomes `CoalescePartitionsExec: fetch=5`,
 * and the scan below gets `fetch=5`, too.
 */

import {
  CoalescePartitionsExec,
  GlobalLimitExec,
  LocalLimitExec,
  outputPartitionCount,
  PlaceholderRowExec,
  SortPreservingMergeExec,
  supportsLimitPushdown,
  withFetch,
  withNewChildrenIfNecessary,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { combineLimit } from './support/combine-limit.js';
import { isLimit } from './support/plan-kinds.js';

/** The limit that holds for the output of a node. */
interface GlobalLimit {
  readonly skip: number;
  readonly fetch: number | undefined;
  /** True when some operator above already makes sure of it. */
  readonly satisfied: boolean;
}

export const limitPushdown: PhysicalOptimizerRule = {
  name: 'LimitPushdown',
  optimize: (plan) => pushDown(plan, { skip: 0, fetch: undefined, satisfied: false }),
};

function pushDown(plan: ExecutionPlan, limit: GlobalLimit): ExecutionPlan {
  let [node, state] = [plan, limit];
  while (isLimit(node)) {
    const skip = node instanceof GlobalLimitExec ? node.skip : 0;
    state = { ...combineLimit(state.skip, state.fetch, skip, node.fetch), satisfied: false };
    node = node.input;
  }
  const [placed, below] = place(node, state);
  return withNewChildrenIfNecessary(
    placed,
    placed.children().map((child) => pushDown(child, below)),
  );
}

/** Applies what holds at a node; gives the node and what holds for its children. */
function place(plan: ExecutionPlan, limit: GlobalLimit): readonly [ExecutionPlan, GlobalLimit] {
  const state = withOwnFetch(plan, limit);
  if (state.fetch === undefined) {
    if (state.skip === 0 || state.satisfied) return [plan, state];
    // The offset is done with: limits further down are about rows before it.
    return [new GlobalLimitExec(plan, state.skip, undefined), { skip: 0, fetch: undefined, satisfied: true }];
  }
  const total = state.fetch + state.skip;
  if (!supportsLimitPushdown(plan))
    return [stopHere(plan, state, state.fetch), { skip: 0, fetch: undefined, satisfied: true }];
  if (!(plan instanceof CoalescePartitionsExec || plan instanceof SortPreservingMergeExec)) return [plan, state];
  const fetching = withFetch(plan, total);
  if (fetching !== undefined) {
    const placed = state.skip > 0 ? new GlobalLimitExec(fetching, state.skip, state.fetch) : fetching;
    return [placed, { skip: 0, fetch: total, satisfied: true }];
  }
  if (state.satisfied) return [plan, state];
  return [addLimit(plan, state.skip, state.fetch), { ...state, satisfied: true }];
}

/** An operator that limits its rows itself takes part. */
function withOwnFetch(plan: ExecutionPlan, limit: GlobalLimit): GlobalLimit {
  if (plan.fetch === undefined) return limit;
  return { ...combineLimit(limit.skip, limit.fetch, 0, plan.fetch), satisfied: limit.satisfied || limit.skip === 0 };
}

/** Below a node that loses or makes rows no limit can go: the node stops by itself, or a limit node stops it. */
function stopHere(plan: ExecutionPlan, { skip, satisfied }: GlobalLimit, fetch: number): ExecutionPlan {
  const fetching = withFetch(plan, fetch + skip);
  if (satisfied) return fetching ?? plan;
  if (fetching === undefined) return addLimit(plan, skip, fetch);
  return skip > 0 ? new GlobalLimitExec(fetching, skip, fetch) : fetching;
}

function addLimit(plan: ExecutionPlan, skip: number, fetch: number): ExecutionPlan {
  if (skip === 0 && fetch > 0 && givesOneRow(plan)) return plan;
  const global = skip > 0 || outputPartitionCount(plan) === 1;
  return global ? new GlobalLimitExec(plan, skip, fetch) : new LocalLimitExec(plan, fetch + skip);
}

/** The one row that needs no looking further: no limit cuts it. */
const givesOneRow = (plan: ExecutionPlan): boolean =>
  plan instanceof PlaceholderRowExec && outputPartitionCount(plan) === 1;
