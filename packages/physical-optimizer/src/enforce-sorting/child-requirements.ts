/**
 * Whether, and as what, an order asked of a node can be asked of its children instead, so that the sort happens below it.
 */
import {
  collectColumns,
  Column,
  requirementCompatible,
  requirementToOrdering,
  type LexRequirement,
} from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  cardinalityEffect,
  FilterExec,
  HashJoinExec,
  maintainsInputOrder,
  ProjectionExec,
  requiredInputOrdering,
  supportsLimitPushdown,
  type ExecutionPlan,
  type OrderingRequirement,
} from '@datafusion-ts/physical-plan';
import { isSortMergeJoin } from '../support/join-kinds.js';
import { isRepartition, isSortPreservingMerge, isUnion } from '../support/plan-kinds.js';
import { firstAlternative, hardRequirement } from '../support/requirements.js';
import { isWindow } from '../support/window-fit.js';
import { aggregateRequirement } from './aggregate-requirement.js';
import { mapRequirement } from './map-requirement.js';
import { sortMergeJoinRequirements } from './sort-merge-join-requirements.js';
import { windowRequirement } from './window-requirement.js';

type ChildRequirements = readonly (OrderingRequirement | undefined)[];

/** The requirements to put to each child instead; undefined when the node must be sorted itself. */
export function childRequirements(
  plan: ExecutionPlan,
  parent: OrderingRequirement,
  fetch: number | undefined,
): ChildRequirements | undefined {
  // Sorting fewer rows below must not change which rows there are.
  if (fetch !== undefined && (!supportsLimitPushdown(plan) || cardinalityEffect(plan) !== 'Equal')) return undefined;
  const maintains = maintainsInputOrder(plan);
  const wanted = firstAlternative(parent);
  if (isWindow(plan)) return windowRequirement(plan, parent);
  if (plan.fetch !== undefined && supportsLimitPushdown(plan) && maintains.every(Boolean)) {
    const ordering = plan.properties.outputOrdering;
    return ordering === undefined || plan.properties.equivalence.requirementsCompatible(wanted, ordering)
      ? [parent]
      : undefined;
  }
  if (isUnion(plan)) return plan.inputs.map(() => parent);
  if (isSortMergeJoin(plan)) return sortMergeJoinRequirements(plan, wanted);
  if (plan instanceof AggregateExec) return aggregateRequirement(plan, wanted);
  const blocks = isRepartition(plan) || plan instanceof FilterExec || plan instanceof ProjectionExec;
  if (!maintains.some(Boolean) || blocks || violatesRequirements(wanted, plan)) return undefined;
  if (isSortPreservingMerge(plan)) return mergeRequirement(plan, parent);
  if (plan instanceof HashJoinExec) return probeSideRequirement(plan, wanted);
  return orderedChildRequirement(plan, wanted, maintains);
}

/** True when the order would break one the node needs of a child. */
function violatesRequirements(wanted: LexRequirement, plan: ExecutionPlan): boolean {
  return requiredInputOrdering(plan).some((required) => {
    if (required === undefined) return false;
    const own = firstAlternative(required);
    const pairs = own.slice(0, wanted.length).map((key, i) => [key, wanted[i]!] as const);
    return pairs.every(([mine, theirs]) => !requirementCompatible(mine, theirs));
  });
}

/** A merge passes on an order that is finer than its own. */
function mergeRequirement(plan: ExecutionPlan, parent: OrderingRequirement): ChildRequirements | undefined {
  const { equivalence, outputOrdering } = plan.properties;
  const reordered = equivalence.reorder(requirementToOrdering(firstAlternative(parent)));
  return outputOrdering === undefined || reordered.orderingSatisfy(outputOrdering) ? [parent] : undefined;
}

/** The order of the streamed side of a hash join, when only its columns are asked for. */
function probeSideRequirement(join: HashJoinExec, wanted: LexRequirement): ChildRequirements | undefined {
  if (maintainsInputOrder(join)[1] !== true) return undefined;
  const { right } = join;
  const moved = mapRequirement(wanted, ({ index }) => {
    const source = join.columnIndices[index];
    return source?.side === 'Right' ? new Column(right.schema.field(source.index).name, source.index) : undefined;
  });
  return moved === undefined ? undefined : [undefined, hardRequirement(moved)];
}

/** Of a node that keeps the order of one child and gives out the columns of all. */
function orderedChildRequirement(
  plan: ExecutionPlan,
  wanted: LexRequirement,
  maintains: readonly boolean[],
): ChildRequirements | undefined {
  const children = plan.children();
  const kept = maintains.indexOf(true);
  if (kept === -1) return undefined;
  const start = children.slice(0, kept).reduce((sum, child) => sum + child.schema.fields.length, 0);
  const end = start + children[kept]!.schema.fields.length;
  const inside = wanted.every(({ expr }) => collectColumns(expr).every(({ index }) => index >= start && index < end));
  const moved = inside ? mapRequirement(wanted, ({ name, index }) => new Column(name, index - start)) : undefined;
  return moved === undefined ? undefined : maintains.map((keeps) => (keeps ? hardRequirement(moved) : undefined));
}
