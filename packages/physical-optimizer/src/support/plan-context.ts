/**
 * A plan beside data a rule keeps for each node.
 *
 * Rules that must know something of a whole subtree (is there a sort to remove? which order does the parent want?) keep
 * it here. `children` mirror the children of `plan`; a rule that changes them calls `updatePlanFromChildren`.
 */
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';

/** A node, what a rule knows of it, and the same for its children. */
export class PlanContext<T> {
  plan: ExecutionPlan;
  data: T;
  children: PlanContext<T>[];

  constructor(plan: ExecutionPlan, data: T, children: PlanContext<T>[]) {
    this.plan = plan;
    this.data = data;
    this.children = children;
  }

  /** A whole plan with the same initial data everywhere. */
  static of<T>(plan: ExecutionPlan, initial: () => T): PlanContext<T> {
    return new PlanContext(
      plan,
      initial(),
      plan.children().map((child) => PlanContext.of(child, initial)),
    );
  }

  /** Rebuilds the node when its children are not those it was built over. */
  updatePlanFromChildren(): this {
    const { children } = this;
    if (children.length === 0) return this;
    const before = this.plan.children();
    let isSame = before.length === children.length;
    for (let i = 0; isSame && i < children.length; i++) isSame = before[i] === children[i]!.plan;
    if (!isSame) this.plan = this.plan.withNewChildren(children.map((child) => child.plan));
    return this;
  }

  /** The first child, for nodes that have one. */
  get onlyChild(): PlanContext<T> {
    const [child] = this.children;
    if (child === undefined) throw new RangeError(`${this.plan.name} has no child`);
    return child;
  }
}

/** Rewrites every node, children first. */
export function transformContextUp<T>(
  context: PlanContext<T>,
  rewrite: (node: PlanContext<T>) => PlanContext<T>,
): PlanContext<T> {
  context.children = context.children.map((child) => transformContextUp(child, rewrite));
  return rewrite(context.updatePlanFromChildren());
}

/** Rewrites every node, parents first; data that a rewrite puts into children is seen by theirs. */
export function transformContextDown<T>(
  context: PlanContext<T>,
  rewrite: (node: PlanContext<T>) => PlanContext<T>,
): PlanContext<T> {
  const node = rewrite(context);
  node.children = node.children.map((child) => transformContextDown(child, rewrite));
  return node.updatePlanFromChildren();
}
