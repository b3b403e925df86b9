import type { ExecutionPlan } from '@datafusion-ts/physical-plan';

/** True when `test` holds for a node of a plan. */
export function hasNode(plan: ExecutionPlan, test: (node: ExecutionPlan) => boolean): boolean {
  if (test(plan)) return true;
  for (const child of plan.children()) if (hasNode(child, test)) return true;
  return false;
}

/** Rewrites every node, children first. */
export function transformPlanUp(plan: ExecutionPlan, rewrite: (node: ExecutionPlan) => ExecutionPlan): ExecutionPlan {
  return rewrite(mapPlanChildren(plan, (child) => transformPlanUp(child, rewrite)));
}

/** Rewrites every node, parents first; goes on below what a node was replaced by. */
export function transformPlanDown(plan: ExecutionPlan, rewrite: (node: ExecutionPlan) => ExecutionPlan): ExecutionPlan {
  return mapPlanChildren(rewrite(plan), (child) => transformPlanDown(child, rewrite));
}

/** The node over mapped children; itself when none changed. */
export function mapPlanChildren(plan: ExecutionPlan, map: (child: ExecutionPlan) => ExecutionPlan): ExecutionPlan {
  const children = plan.children();
  let changed: ExecutionPlan[] | undefined;
  for (let i = 0; i < children.length; i++) {
    const child = map(children[i]!);
    if (child !== children[i]) (changed ??= children.slice())[i] = child;
  }
  return changed === undefined ? plan : plan.withNewChildren(changed);
}
