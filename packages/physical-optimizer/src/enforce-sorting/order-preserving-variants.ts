/**
 * Removes a sort when the operators below can keep an order their input has: exchanges merge instead of mixing, and
 * `CoalescePartitionsExec` becomes `SortPreservingMergeExec`. Done when the sort becomes superfluous by that, and when
 * it is cheap (merging) or wanted (settings, unbounded input that a sort would block).
 */
import type { ConfigOptions } from '@datafusion-ts/common';
import { InternalError } from '@datafusion-ts/common';
import {
  CoalescePartitionsExec,
  maintainsInputOrder,
  RepartitionExec,
  requiredInputOrdering,
  SortPreservingMergeExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PlanContext } from '../support/plan-context.js';
import { isCoalescePartitions, isRepartition, isSort, isSortPreservingMerge } from '../support/plan-kinds.js';
import { firstAlternative, keepsOrderOf, meetsOrdering } from '../support/requirements.js';

/** `data`: an operator that loses an order, and could keep it, is reachable below. */
export type OrderContext = PlanContext<boolean>;

/** Which replacements are taken for an improvement by themselves. */
export interface PreferredVariants {
  readonly repartition: boolean;
  readonly merge: boolean;
}

export function replaceWithOrderPreserving(
  context: OrderContext,
  preferred: PreferredVariants,
  config: ConfigOptions,
): OrderContext {
  updateOrderContext(context);
  const { plan } = context;
  if (!isSort(plan) || !context.onlyChild.data) return context;
  const { boundedness, emissionType } = plan.properties;
  const always = config.optimizer.preferExistingSort || (boundedness.kind === 'Unbounded' && emissionType === 'Final');
  const variants = { repartition: preferred.repartition || always, merge: preferred.merge || always };
  const alternative = keepOrder(context.onlyChild, variants, plan.fetch);
  const ordering = plan.properties.outputOrdering;
  if (ordering !== undefined && !alternative.plan.properties.equivalence.orderingSatisfy(ordering)) {
    const cheaper = dropOrder(alternative);
    cheaper.data = false;
    context.children = [cheaper];
    return context.updatePlanFromChildren();
  }
  for (const child of alternative.children) child.data = false;
  return alternative;
}

function updateOrderContext(context: OrderContext): void {
  for (const { children, plan } of context.children) {
    const passes = (i: number): boolean => keepsOrderOf(plan, i) || isCoalescePartitions(plan) || isRepartition(plan);
    for (const [i, child] of children.entries()) child.data &&= passes(i);
  }
  for (const child of context.children) child.data = reachesLoss(child);
  context.data = false;
}

function reachesLoss({ plan, children }: OrderContext): boolean {
  const [first] = children;
  if (first === undefined) return false;
  if (!first.data) {
    if (isRepartition(plan) && !keepsOrderOf(plan, 0)) return true;
    if (isCoalescePartitions(plan) && plan.input.properties.outputOrdering !== undefined) return true;
  }
  return children.some((child) => child.data);
}

/** The plan with every reachable operator keeping the order of its input. */
function keepOrder(context: OrderContext, preferred: PreferredVariants, fetch: number | undefined): OrderContext {
  context.children = context.children.map((child) => (child.data ? keepOrder(child, preferred, fetch) : child));
  context.data = false;
  const { plan } = context;
  if (isRepartition(plan) && !keepsOrderOf(plan, 0) && preferred.repartition) {
    context.plan = new RepartitionExec(context.onlyChild.plan, plan.partitioning, true);
    context.onlyChild.data = true;
    return context;
  }
  const input = context.children[0]?.plan;
  const ordering = input?.properties.outputOrdering;
  if (isCoalescePartitions(plan) && preferred.merge && input !== undefined && ordering !== undefined) {
    context.plan = new SortPreservingMergeExec(ordering, input, mergedFetch(plan.fetch, fetch));
    replacedCoalesce.set(context.plan, plan);
    context.onlyChild.data = true;
    return context;
  }
  return context.updatePlanFromChildren();
}

/**
 * What a merge was made of: when it turns out not to help, rows are brought together as before. Its fetch is the sort's,
 * which is too few rows for whatever is between the two.
 */
const replacedCoalesce = new WeakMap<ExecutionPlan, ExecutionPlan>();

function mergedFetch(coalesce: number | undefined, sort: number | undefined): number | undefined {
  if (coalesce === undefined || sort === undefined) return sort ?? coalesce;
  if (coalesce >= sort) return sort;
  throw new InternalError(
    `CoalescePartitionsExec fetch [${coalesce}] should be greater than or equal to SortExec fetch [${sort}]`,
  );
}

/** The plan with order kept only where an operator in between needs it. */
function dropOrder(context: OrderContext): OrderContext {
  const { plan } = context;
  const maintains = maintainsInputOrder(plan);
  const required = requiredInputOrdering(plan);
  context.children = context.children.map((child, i) => {
    const wanted = required[i];
    if (maintains[i] !== true) return child;
    if (wanted !== undefined && !isSortPreservingMerge(plan) && meetsOrdering(child.plan, firstAlternative(wanted)))
      return child;
    return dropOrder(child);
  });
  context.data = false;
  if (isRepartition(plan) && keepsOrderOf(plan, 0)) {
    context.plan = new RepartitionExec(context.onlyChild.plan, plan.partitioning);
  } else if (isSortPreservingMerge(plan)) {
    const { fetch } = replacedCoalesce.get(plan) ?? plan;
    context.plan = new CoalescePartitionsExec(context.onlyChild.plan, fetch);
  } else {
    return context.updatePlanFromChildren();
  }
  context.onlyChild.data = false;
  return context;
}
