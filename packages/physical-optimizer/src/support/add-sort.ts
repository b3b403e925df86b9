import { requirementToOrdering, type LexRequirement } from '@datafusion-ts/physical-expr';
import { mayBeOrdered, SortExec } from '@datafusion-ts/physical-plan';
import type { PlanContext } from './plan-context.js';
import { PlanContext as Context } from './plan-context.js';
import { hasManyPartitions, meetsOrdering } from './requirements.js';

/** Sorts what a node gives, each partition by itself; nothing when only constants are asked for. */
export function addSortAbove<T>(
  node: PlanContext<T>,
  requirement: LexRequirement,
  fetch: number | undefined,
  data: T,
): PlanContext<T> {
  const { properties } = node.plan;
  const keys = requirement.filter(
    ({ expr }) => !mayBeOrdered(properties, expr) || properties.equivalence.isExprConstant(expr) === undefined,
  );
  if (keys.length === 0) return node;
  const sort = new SortExec(requirementToOrdering(keys), node.plan, {
    fetch,
    preservePartitioning: hasManyPartitions(node.plan),
  });
  return new Context(sort, data, [node]);
}

/** Likewise, only where the required order does not hold already. */
export function addSortWhereNeeded<T>(
  node: PlanContext<T>,
  requirement: LexRequirement,
  fetch: number | undefined,
  data: T,
): PlanContext<T> {
  return meetsOrdering(node.plan, requirement) ? node : addSortAbove(node, requirement, fetch, data);
}
