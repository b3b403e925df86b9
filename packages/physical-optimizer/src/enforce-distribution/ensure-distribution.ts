import type { ConfigOptions } from '@datafusion-ts/common';
import { Column, type Distribution } from '@datafusion-ts/physical-expr';
import {
  canInterleave,
  CoalescePartitionsExec,
  GROUPING_ID,
  InterleaveExec,
  maintainsInputOrder,
  outputPartitionCount,
  OutputRequirementExec,
  repartitioned,
  requiredInputOrdering,
  withNewChildrenIfNecessary,
  type ExecutionPlan,
  type OrderingRequirement,
} from '@datafusion-ts/physical-plan';
import { addSortWhereNeeded } from '../support/add-sort.js';
import { PlanContext } from '../support/plan-context.js';
import { isUnion } from '../support/plan-kinds.js';
import { isPartitionedHashJoin, isSortMergeJoin } from '../support/join-kinds.js';
import { firstAlternative, meetsOrdering } from '../support/requirements.js';
import { bestFittingWindow, isWindow } from '../support/window-fit.js';
import {
  addHash,
  addMerge,
  addRoundRobin,
  hasOrderKeeper,
  replaceOrderPreserving,
  updateChildren,
  withoutPartitioningOnTop,
  type DistributionContext,
  type KnownExchanges,
} from './distribution-context.js';
import { repartitionNeeds, type RepartitionNeeds } from './repartition-needs.js';

/** Gives every input of a node the partitioning the node needs, and parallelism where it pays. */
export function ensureDistribution(
  context: DistributionContext,
  config: ConfigOptions,
  known: KnownExchanges,
): DistributionContext {
  const node = withoutPartitioningOnTop(updateChildren(context));
  if (node.children.length === 0) return node;
  node.plan = fitWindow(node.plan);
  const { execution } = config;
  const needs = repartitionNeeds(node.plan, execution.batchSize, execution.useRowNumberEstimatesToOptimizePartitioning);
  node.children = node.children.map((child, i) => {
    const partitioned = satisfyDistribution(node.plan, child, needs[i]!, config);
    // Without exchanges that keep an order there are none to replace by others, and no order is lost.
    if (!hasOrderKeeper(partitioned.plan, known)) {
      partitioned.data = false;
      return partitioned;
    }
    const ordering = requiredInputOrdering(node.plan)[i];
    const maintains = maintainsInputOrder(node.plan)[i] === true;
    return settleOrder(node.plan, partitioned, needs[i]!.requirement, ordering, maintains, config);
  });
  node.plan = rebuild(
    node.plan,
    node.children.map((child) => child.plan),
    config,
  );
  return node;
}

/** A window may run over its input's order, or its opposite, as it is. */
function fitWindow(plan: ExecutionPlan): ExecutionPlan {
  if (!isWindow(plan)) return plan;
  return bestFittingWindow(plan.windowExprs, plan.input, plan.partitionKeys().length > 0) ?? plan;
}

function satisfyDistribution(
  plan: ExecutionPlan,
  input: DistributionContext,
  needs: RepartitionNeeds,
  config: ConfigOptions,
): DistributionContext {
  const { targetPartitions } = config.execution;
  const { requirement, roundRobinBeneficial, enoughRows, hashNecessary } = needs;
  const count = outputPartitionCount(input.plan);
  const spread =
    config.optimizer.enableRoundRobinRepartition &&
    count < targetPartitions &&
    requirement.kind === 'UnspecifiedDistribution' &&
    roundRobinBeneficial() &&
    enoughRows();
  if (config.optimizer.repartitionFileScans && input.plan.repartitioned !== undefined && enoughRows()) {
    input.plan = repartitioned(input.plan, targetPartitions, config) ?? input.plan;
  }
  switch (requirement.kind) {
    case 'SinglePartition':
      return addMerge(input);
    case 'HashPartitioned': {
      if (!hashNecessary) return input;
      const { preserveFilePartitions, subsetRepartitionThreshold } = config.optimizer;
      // Partitions of files that are to stay are enough even if they are fewer than the target.
      const isEnough = count >= subsetRepartitionThreshold || (preserveFilePartitions > 0 && count < targetPartitions);
      const subset = isEnough && !needsExactHash(plan) && !hashesGroupingId(requirement);
      return addHash(input, requirement.exprs, targetPartitions, subset);
    }
    case 'UnspecifiedDistribution':
      return spread ? addRoundRobin(input, targetPartitions) : input;
  }
}

/** Both sides of a join must be hashed by the very same keys. */
const needsExactHash = (plan: ExecutionPlan): boolean => isPartitionedHashJoin(plan) || isSortMergeJoin(plan);

const hashesGroupingId = (requirement: Distribution): boolean =>
  requirement.kind === 'HashPartitioned' &&
  requirement.exprs.some((expr) => expr instanceof Column && expr.name === GROUPING_ID);

/** Keeps the order through the exchanges below only where the node needs it and that is wanted. */
function settleOrder(
  plan: ExecutionPlan,
  child: DistributionContext,
  requirement: Distribution,
  ordering: OrderingRequirement | undefined,
  maintains: boolean,
  config: ConfigOptions,
): DistributionContext {
  const streams = child.data && orderEnablesStreaming(plan, child.plan);
  if (ordering === undefined) {
    const pointless =
      requirement.kind !== 'UnspecifiedDistribution' ? !streams : !maintains || plan instanceof OutputRequirementExec;
    return pointless ? replaceOrderPreserving(child) : child;
  }
  let result = child;
  const wanted = firstAlternative(ordering);
  const satisfied = meetsOrdering(child.plan, wanted);
  if ((!satisfied || !wantsOrderPreserving(plan, config)) && !streams && child.data) {
    result = replaceOrderPreserving(child);
    if (satisfied) {
      const fetch = plan instanceof OutputRequirementExec ? plan.fetch : undefined;
      result = addSortWhereNeeded(result, wanted, fetch, false);
    }
  }
  result.data = false;
  return result;
}

/** Existing orders are kept when settings say so, and where unbounded rows could not be sorted anew. */
function wantsOrderPreserving(plan: ExecutionPlan, config: ConfigOptions): boolean {
  const { boundedness, emissionType } = plan.properties;
  return config.optimizer.preferExistingSort || (boundedness.kind === 'Unbounded' && emissionType !== 'Final');
}

/** True when the node gives rows early over the ordered child, and could not over an unordered one. */
function orderEnablesStreaming(plan: ExecutionPlan, ordered: ExecutionPlan): boolean {
  if (plan.children().length !== 1 || maintainsInputOrder(plan)[0] !== true) return false;
  if (plan.withNewChildren([ordered]).properties.emissionType === 'Final') return false;
  const unordered = plan.withNewChildren([new CoalescePartitionsExec(ordered)]);
  return unordered.properties.emissionType === 'Final';
}

/** Unions of inputs hashed alike stay hashed. */
function rebuild(plan: ExecutionPlan, children: readonly ExecutionPlan[], config: ConfigOptions): ExecutionPlan {
  if (isUnion(plan) && !config.optimizer.preferExistingUnion && canInterleave(children))
    return new InterleaveExec(children);
  return withNewChildrenIfNecessary(plan, children);
}

/** A context for a whole plan. */
export const distributionContext = (plan: ExecutionPlan): DistributionContext =>
  PlanContext.of<boolean>(plan, () => false);
