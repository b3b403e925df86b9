import type { Schema, Statistics } from '@datafusion-ts/common';
import { InternalError } from '@datafusion-ts/common';
import { formatDistribution, type Distribution, type LexRequirement } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { statisticsOf } from '../plan-defaults.js';
import type { PlanProperties } from '../plan-properties.js';

/**
 * Stands above a plan while it is optimized, to hold what the query's result must be: in which order, in how many
 * partitions. Never executed.
 *
 * Example: `OutputRequirementExec: order_by=[(a@0, asc)], dist_by=SinglePartition`.
 */
export class OutputRequirementExec implements ExecutionPlan {
  readonly name = 'OutputRequirementExec';
  readonly input: ExecutionPlan;
  readonly orderRequirement: LexRequirement | undefined;
  readonly distRequirement: Distribution;
  readonly fetch: number | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;

  constructor(
    input: ExecutionPlan,
    orderRequirement: LexRequirement | undefined,
    distRequirement: Distribution,
    fetch?: number,
  ) {
    this.input = input;
    this.orderRequirement = orderRequirement;
    this.distRequirement = distRequirement;
    this.fetch = fetch;
    this.schema = input.schema;
    this.properties = input.properties;
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new OutputRequirementExec(children[0]!, this.orderRequirement, this.distRequirement, this.fetch);
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new OutputRequirementExec(this.input, this.orderRequirement, this.distRequirement, fetch);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [this.distRequirement];
  }

  requiredInputOrdering(): readonly (OrderingRequirement | undefined)[] {
    return [this.orderRequirement === undefined ? undefined : { alternatives: [this.orderRequirement], soft: false }];
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return statisticsOf(this.input, partition);
  }

  execute(): BatchStream {
    throw new InternalError('This plan cannot be executed');
  }

  fmtAs(format: DisplayFormat): string {
    const order = (this.orderRequirement ?? []).map(formatRequirement).join(', ');
    const fetch = this.fetch === undefined ? '' : `, fetch=${this.fetch}`;
    const text = `order_by=[${order}], dist_by=${formatDistribution(this.distRequirement)}`;
    return format === 'tree' ? text.split(', ').join('\n') : `OutputRequirementExec: ${text}${fetch}`;
  }
}

/** `(a@0, asc)`, or `(a@0, NA)` when the direction is free. */
function formatRequirement({ expr, options }: LexRequirement[number]): string {
  return `(${expr.toString()}, ${options === undefined ? 'NA' : options.descending ? 'desc' : 'asc'})`;
}
