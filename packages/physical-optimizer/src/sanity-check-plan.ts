/**
 * SanityCheckPlan: refuses a plan that would give wrong rows or never end.
 *
 * Every input must have the order and the partitioning its operator needs, and no operator may wait for the end of an
 * unbounded input. A plan that other rules made fails here only by a fault of theirs.
 */
import { PlanError } from '@datafusion-ts/common';
import {
  formatDistribution,
  formatPartitioning,
  formatSortRequirement,
  partitioningSatisfaction,
  type EquivalenceProperties,
} from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  displayNode,
  requiredInputDistribution,
  requiredInputOrdering,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { firstAlternative, meetsOrdering } from './support/requirements.js';

export const sanityCheckPlan: PhysicalOptimizerRule = {
  name: 'SanityCheckPlan',
  optimize(plan) {
    check(plan);
    return plan;
  },
};

function check(plan: ExecutionPlan): void {
  for (const child of plan.children()) check(child);
  checkFiniteness(plan);
  const takesAnyOrder = plan instanceof AggregateExec && plan.takesOrderAsFound;
  const orderings = takesAnyOrder ? [] : requiredInputOrdering(plan);
  const distributions = requiredInputDistribution(plan);
  plan.children().forEach((child, i) => {
    checkOrdering(plan, child, i, orderings[i]);
    checkDistribution(plan, child, i, distributions[i]!);
  });
}

function checkFiniteness(plan: ExecutionPlan): void {
  const { boundedness } = plan.properties;
  if (boundedness.kind === 'Bounded') return;
  if (!boundedness.requiresInfiniteMemory && plan.properties.emissionType !== 'Final') return;
  throw new PlanError(`Cannot execute pipeline breaking queries, operator: ${displayNode(plan)}`);
}

function checkOrdering(
  plan: ExecutionPlan,
  child: ExecutionPlan,
  index: number,
  requirement: ReturnType<typeof requiredInputOrdering>[number],
): void {
  if (requirement === undefined || meetsOrdering(child, firstAlternative(requirement))) return;
  const wanted = firstAlternative(requirement).map(formatSortRequirement).join(', ');
  const given = child.properties.equivalence.orderings.toString();
  throw new PlanError(
    `Plan: ${linesOf(plan)} does not satisfy order requirements: [${wanted}]. Child-${index} order: ${given}`,
  );
}

function checkDistribution(
  plan: ExecutionPlan,
  child: ExecutionPlan,
  index: number,
  requirement: ReturnType<typeof requiredInputDistribution>[number],
): void {
  const { partitioning } = child.properties;
  const facts = (): EquivalenceProperties => child.properties.equivalence;
  if (partitioningSatisfaction(partitioning, requirement, facts, true) !== 'NotSatisfied') return;
  throw new PlanError(
    `Plan: ${linesOf(plan)} does not satisfy distribution requirements: ${formatDistribution(requirement)}. Child-${index} output partitioning: ${formatPartitioning(partitioning)}`,
  );
}

/** The plan's lines as a list of quoted texts. */
const linesOf = (plan: ExecutionPlan): string =>
  `[${indented(plan, 0)
    .map((line) => JSON.stringify(line))
    .join(', ')}]`;

const indented = (plan: ExecutionPlan, depth: number): readonly string[] => [
  `${'  '.repeat(depth)}${displayNode(plan)}`,
  ...plan.children().flatMap((child) => indented(child, depth + 1)),
];
