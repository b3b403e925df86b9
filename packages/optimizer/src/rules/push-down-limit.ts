/**
 * Moves LIMIT towards the sources, so that less is read, and merges limits of limits.
 *
 * Goes through projections and aliases; into scans, sorts (as top-k) and outer sides of joins as `fetch` of `skip + fetch`
 * rows, the limit itself staying above; below unions as a limit of every input. Never through filters or aggregations.
 */
import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  fetchOf,
  lit,
  skipOf,
  withPlanInputs,
  type Join,
  type Limit,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const pushDownLimit: OptimizerRule = {
  name: 'push_down_limit',
  concerns: { nodes: PLAN_BITS.Limit },
  applyOrder: 'topDown',
  rewrite: (plan) => (plan.kind === 'Limit' ? pushDown(plan) : unchanged(plan)),
};

function pushDown(plan: Limit): Transformed<LogicalPlan> {
  const merged = plan.input.kind === 'Limit' ? mergeLimits(plan, plan.input) : undefined;
  if (merged !== undefined) return rewritten(pushDown(merged).node);
  const skip = skipOf(plan);
  const fetch = fetchOf(plan);
  if (skip === undefined || fetch === undefined || fetch === null) return unchanged(plan);
  return pushInto(plan, skip, fetch);
}

function pushInto(plan: Limit, skip: number, fetch: number): Transformed<LogicalPlan> {
  const needed = skip + fetch;
  const { input } = plan;
  switch (input.kind) {
    case 'TableScan': {
      const limit = Math.min(input.fetch ?? Number.POSITIVE_INFINITY, needed);
      return limit === input.fetch ? unchanged(plan) : rewritten({ ...plan, input: { ...input, fetch: limit } });
    }
    case 'Union': {
      const inputs = input.inputs.map((branch) => limited(branch, 0, needed));
      return inputs.every((branch, i) => branch === input.inputs[i])
        ? unchanged(plan)
        : rewritten({ ...plan, input: { ...input, inputs } });
    }
    case 'Join':
      return pushIntoJoin(plan, input, needed);
    case 'Sort': {
      const limit = Math.min(input.fetch ?? Number.POSITIVE_INFINITY, needed);
      if (limit === input.fetch) return skip > 0 ? unchanged(plan) : rewritten(input);
      return rewritten({ ...plan, input: { ...input, fetch: limit } });
    }
    case 'Projection':
    case 'SubqueryAlias':
      return rewritten(withPlanInputs(input, [{ ...plan, input: input.input }]));
    case 'Extension':
      if (input.node.supportsLimitPushdown !== true) return unchanged(plan);
      return rewritten({
        ...plan,
        input: withPlanInputs(
          input,
          input.node.inputs().map((child) => limited(child, 0, needed)),
        ),
      });
    default:
      return unchanged(plan);
  }
}

/** A limit over a plan, unless it has one as small already. */
function limited(plan: LogicalPlan, skip: number, fetch: number): LogicalPlan {
  if (plan.kind === 'Limit') {
    const own = fetchOf(plan);
    if (typeof own === 'number' && own <= fetch && skip === 0) return plan;
  }
  return { kind: 'Limit', ...(skip === 0 ? {} : { skip: lit(BigInt(skip)) }), fetch: lit(BigInt(fetch)), input: plan };
}

/** A join gives at least one row for each of its outer side's, and a cross join each pair: so many rows are enough. */
function pushIntoJoin(plan: Limit, join: Join, needed: number): Transformed<LogicalPlan> {
  const isCross = join.on.length === 0 && join.filter === undefined;
  const [left, right] = sidesToLimit(join.joinType, isCross);
  if (!left && !right) return unchanged(plan);
  const next = {
    ...join,
    left: left ? limited(join.left, 0, needed) : join.left,
    right: right ? limited(join.right, 0, needed) : join.right,
  };
  return next.left === join.left && next.right === join.right ? unchanged(plan) : rewritten({ ...plan, input: next });
}

function sidesToLimit(joinType: Join['joinType'], isCross: boolean): readonly [left: boolean, right: boolean] {
  switch (joinType) {
    case 'Inner':
      return [isCross, isCross];
    case 'Left':
      return [true, isCross];
    case 'Right':
      return [isCross, true];
    case 'Full':
      return [isCross, isCross];
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return [isCross, false];
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return [false, isCross];
  }
}

/** One limit with the effect of two; undefined when a count is only known later. */
function mergeLimits(outer: Limit, inner: Limit): Limit | undefined {
  const [outerSkip, outerFetch, innerSkip, innerFetch] = [skipOf(outer), fetchOf(outer), skipOf(inner), fetchOf(inner)];
  if (outerSkip === undefined || outerFetch === undefined || innerSkip === undefined || innerFetch === undefined)
    return undefined;
  const left = innerFetch === null ? null : Math.max(0, innerFetch - outerSkip);
  const fetch = left === null ? outerFetch : outerFetch === null ? left : Math.min(left, outerFetch);
  const skip = innerSkip + outerSkip;
  return {
    kind: 'Limit',
    skip: lit(BigInt(skip)),
    ...(fetch === null ? {} : { fetch: lit(BigInt(fetch)) }),
    input: inner.input,
  };
}
