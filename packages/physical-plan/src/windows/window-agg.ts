/**
 * Window functions over whole partitions: all rows of a partition are read before any of them goes on. For frames that
 * reach to the end of the partition and functions that need all of it; others stream (`BoundedWindowAggExec`).
 *
 * Input: ordered by partition keys, then by the ordering keys. Output: the input's columns and a column an expression.
 *
 * Example: `WindowAggExec: wdw=[ntile(Int64(2)) ORDER BY …: Ok(Field { … }), frame: WindowFrame { … }]`
 */
import { InternalError, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { windowExpressions, type Distribution, type WindowExpr } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { withProperties, type PlanProperties } from '../plan-properties.js';
import {
  orderedPartitionIndices,
  windowDistribution,
  windowEquivalences,
  windowOrderingRequirement,
  windowPartitionKeys,
  windowSchema,
  windowStatistics,
} from './window-requirements.js';
import { windowStream } from './window-stream.js';
import { windowText } from './window-text.js';

/** The window operator for whole partitions. */
export class WindowAggExec implements ExecutionPlan {
  readonly name = 'WindowAggExec';
  readonly windowExprs: readonly WindowExpr[];
  readonly input: ExecutionPlan;
  readonly canRepartition: boolean;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'Equal';
  readonly #orderedIndices: readonly number[];
  readonly #metrics = new MetricsSet();

  constructor(exprs: readonly WindowExpr[], input: ExecutionPlan, canRepartition: boolean) {
    if (exprs.length === 0) throw new InternalError('Window operators need an expression');
    this.windowExprs = exprs;
    this.input = input;
    this.canRepartition = canRepartition;
    this.schema = windowSchema(input.schema, exprs);
    this.properties = withProperties(input.properties, {
      equivalence: windowEquivalences(this.schema, input, exprs),
      emissionType: input.properties.boundedness.kind === 'Unbounded' ? 'Final' : 'Both',
    });
    this.#orderedIndices = orderedPartitionIndices(exprs[0]!.partitionBy, input);
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): WindowAggExec {
    return new WindowAggExec(this.windowExprs, children[0]!, this.canRepartition);
  }

  /** Keys that rows may be spread by. */
  partitionKeys(): readonly PhysicalExpr[] {
    return windowPartitionKeys(this.windowExprs, this.canRepartition);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return windowDistribution(this.partitionKeys());
  }

  requiredInputOrdering(): readonly (OrderingRequirement | undefined)[] {
    const { partitionBy, orderBy } = this.windowExprs[0]!;
    const all = this.#orderedIndices.length < partitionBy.length;
    return [windowOrderingRequirement(all ? partitionBy : this.#orderedIndices.map((i) => partitionBy[i]!), orderBy)];
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.windowExprs.flatMap(windowExpressions);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return windowStatistics(this.input, this.windowExprs, partition);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const { input, schema, windowExprs } = this;
    const plan = {
      name: 'WindowAggStream',
      input,
      schema,
      windowExprs,
      orderedKeys: windowExprs[0]!.partitionBy,
      isSorted: true,
    };
    return windowStream(plan, partition, context, new BaselineMetrics(this.#metrics, partition));
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return `select_list=${this.windowExprs.map((expr) => expr.name).join(', ')}`;
    return `WindowAggExec: wdw=[${this.windowExprs.map(windowText).join(', ')}]`;
  }
}
