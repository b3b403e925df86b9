import type { Distribution } from '@datafusion-ts/physical-expr';
import {
  benefitsFromInputPartitioning,
  outputPartitionCount,
  requiredInputDistribution,
  statisticsOf,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';

/** What an operator needs of one input's partitioning. */
export interface RepartitionNeeds {
  readonly requirement: Distribution;
  /** More partitions make the operator faster. */
  readonly roundRobinBeneficial: () => boolean;
  /** There are, or may be, rows enough for it to pay. */
  readonly enoughRows: () => boolean;
  readonly hashNecessary: boolean;
}

/** What an operator needs of each input. Inputs that must be hashed are hashed all, or none. */
export function repartitionNeeds(
  plan: ExecutionPlan,
  batchSize: number,
  useEstimates: boolean,
): readonly RepartitionNeeds[] {
  const requirements = requiredInputDistribution(plan);
  let benefits: readonly boolean[] | undefined;
  const benefitsAt = (i: number): boolean => (benefits ??= benefitsFromInputPartitioning(plan))[i] === true;
  let align = false;
  const needs = plan.children().map((child, i): RepartitionNeeds => {
    const requirement = requirements[i]!;
    let known: boolean | undefined;
    const enoughRows = (): boolean => (known ??= hasEnoughRows(child, batchSize, useEstimates));
    const isHash = requirement.kind === 'HashPartitioned';
    const many = outputPartitionCount(child) > 1;
    align ||= isHash && (many || (benefitsAt(i) && enoughRows()));
    return { requirement, roundRobinBeneficial: () => benefitsAt(i), enoughRows, hashNecessary: isHash && many };
  });
  if (!align) return needs;
  return needs.map((need) => (need.requirement.kind === 'HashPartitioned' ? { ...need, hashNecessary: true } : need));
}

function hasEnoughRows(child: ExecutionPlan, batchSize: number, useEstimates: boolean): boolean {
  const { numRows } = statisticsOf(child);
  switch (numRows.kind) {
    case 'Exact':
      return numRows.value > batchSize;
    case 'Inexact':
      return !useEstimates || numRows.value > batchSize;
    case 'Absent':
      return true;
  }
}
