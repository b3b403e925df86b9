import { InternalError } from '@datafusion-ts/common';
import {
  GlobalLimitExec,
  requiredInputOrdering,
  type ExecutionPlan,
  type OrderingRequirement,
} from '@datafusion-ts/physical-plan';
import { addSortAbove } from '../support/add-sort.js';
import { PlanContext, transformContextDown } from '../support/plan-context.js';
import { isSort } from '../support/plan-kinds.js';
import { firstAlternative, hardRequirement, meetsOrdering } from '../support/requirements.js';
import { isWindow } from '../support/window-fit.js';
import { childRequirements } from './child-requirements.js';

/** What is asked of a node from above. */
interface ParentRequirements {
  readonly ordering: OrderingRequirement | undefined;
  /** Rows that are enough. */
  readonly fetch: number | undefined;
}

type PushdownContext = PlanContext<ParentRequirements>;

const NOTHING: ParentRequirements = { ordering: undefined, fetch: undefined };

/** Moves sorts down, below operators that keep their order; sorts stay where they cannot go on. */
export function pushDownSorts(plan: ExecutionPlan): ExecutionPlan {
  const root = PlanContext.of<ParentRequirements>(plan, () => NOTHING);
  askChildren(root);
  return transformContextDown(root, pushDown).plan;
}

/** Children are asked for what the node itself needs. */
function askChildren(context: PushdownContext): void {
  const required = requiredInputOrdering(context.plan);
  context.children.forEach((child, i) => {
    child.data = { ordering: required[i], fetch: rowsWanted(child.plan) };
  });
}

function smallerFetch(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function pushDown(context: PushdownContext): PushdownContext {
  const { plan, data } = context;
  if (isSort(plan)) return pushDownSort(context, plan);
  if (data.ordering === undefined) return context;
  const required = requiredInputOrdering(plan);
  if (meetsOrdering(plan, firstAlternative(data.ordering))) {
    // Window functions look at rows beyond those that are wanted.
    const wanted = isWindow(plan) ? undefined : data.fetch;
    context.children.forEach((child, i) => {
      child.data = { ordering: required[i], fetch: smallerFetch(wanted, child.data.fetch) };
    });
    return context;
  }
  const adjusted = childRequirements(plan, data.ordering, data.fetch);
  if (adjusted !== undefined) {
    const fetch = smallerFetch(rowsWanted(plan), data.fetch);
    context.children.forEach((child, i) => {
      child.data = { ordering: adjusted[i], fetch };
    });
    context.data = { ...data, ordering: undefined };
    return context;
  }
  const sorted = addSortAbove(context, firstAlternative(data.ordering), data.fetch, NOTHING);
  if (sorted === context) throw new InternalError('A sort by constants only was to be pushed down');
  askChildren(sorted);
  return sorted;
}

/** A sort meets what its parent asks together with its own: the stricter of both goes on; both stay when they conflict. */
function pushDownSort(context: PushdownContext, sort: ExecutionPlan): PushdownContext {
  const { ordering: wanted, fetch: wantedFetch } = context.data;
  const own = sort.properties.outputOrdering;
  if (own === undefined) throw new InternalError('SortExec should have output ordering');
  const child = context.onlyChild;
  const parent = wanted === undefined ? [] : firstAlternative(wanted);
  const ownIsStricter = meetsOrdering(sort, parent);
  if (!ownIsStricter && !sort.properties.equivalence.requirementsCompatible(parent, own)) {
    const above = addSortAbove(child, parent, wantedFetch, NOTHING);
    child.data = { ordering: hardRequirement(own), fetch: sort.fetch };
    return above;
  }
  const stricter = ownIsStricter || wanted === undefined ? hardRequirement(own) : wanted;
  child.data = { ordering: stricter, fetch: smallerFetch(sort.fetch, wantedFetch) };
  return pushDown(child);
}

/** Rows that an operator takes at most from its input: a limit also those it skips. */
function rowsWanted(plan: ExecutionPlan): number | undefined {
  if (!(plan instanceof GlobalLimitExec)) return plan.fetch;
  return plan.fetch === undefined ? undefined : plan.fetch + plan.skip;
}
