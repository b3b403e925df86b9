/**
 * Window functions that need no more than some rows around the current one. Input order says how partitions are found:
 *
 * - `Sorted`: by partition keys, then by the ordering keys; a partition ends where the keys change;
 * - `PartiallySorted`: by some partition keys; rows of the others are told apart by hashing among rows equal in these;
 * - `Linear`: by the ordering keys only; all partition keys are hashed.
 *
 * Rows go on in the order they came in, with a column an expression behind the input's, as soon as their frames are
 * complete; rows no later frame needs are let go (`bounded-stream.ts`).
 *
 * Example: `BoundedWindowAggExec: wdw=[sum(t.a) …: Field { … }, frame: …], mode=[Sorted]`
 */
import { InternalError, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { windowExpressions, type Distribution, type WindowExpr } from '@datafusion-ts/physical-expr';
import { formatInputOrderMode, type InputOrderMode } from '../aggregates/aggregate-mode.js';
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
import { boundedWindowStream } from './bounded-stream.js';
import { boundedWindowText } from './window-text.js';

/** The window operator for frames of bounded memory. */
export class BoundedWindowAggExec implements ExecutionPlan {
  readonly name = 'BoundedWindowAggExec';
  readonly windowExprs: readonly WindowExpr[];
  readonly input: ExecutionPlan;
  readonly inputOrderMode: InputOrderMode;
  readonly canRepartition: boolean;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'Equal';
  readonly #orderedIndices: readonly number[];
  readonly #metrics = new MetricsSet();

  constructor(
    exprs: readonly WindowExpr[],
    input: ExecutionPlan,
    inputOrderMode: InputOrderMode | 'Sorted' | 'Linear',
    canRepartition: boolean,
  ) {
    if (exprs.length === 0) throw new InternalError('Window operators need an expression');
    this.windowExprs = exprs;
    this.input = input;
    this.inputOrderMode = typeof inputOrderMode === 'string' ? { kind: inputOrderMode } : inputOrderMode;
    this.canRepartition = canRepartition;
    this.schema = windowSchema(input.schema, exprs);
    this.properties = withProperties(input.properties, { equivalence: windowEquivalences(this.schema, input, exprs) });
    this.#orderedIndices = orderedIndices(this.inputOrderMode, exprs[0]!.partitionBy, input);
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): BoundedWindowAggExec {
    return new BoundedWindowAggExec(this.windowExprs, children[0]!, this.inputOrderMode, this.canRepartition);
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
    return [
      windowOrderingRequirement(
        this.#orderedIndices.map((i) => partitionBy[i]!),
        orderBy,
      ),
    ];
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
    const { partitionBy } = windowExprs[0]!;
    const plan = {
      name: 'BoundedWindowAggStream',
      input,
      schema,
      windowExprs,
      orderedKeys: this.#orderedIndices.map((i) => partitionBy[i]!),
      isSorted: this.inputOrderMode.kind === 'Sorted',
    };
    return boundedWindowStream(plan, partition, context, new BaselineMetrics(this.#metrics, partition));
  }

  fmtAs(format: DisplayFormat): string {
    const mode = formatInputOrderMode(this.inputOrderMode);
    if (format === 'tree') return `mode=${mode}\nselect_list=${this.windowExprs.map((expr) => expr.name).join(', ')}`;
    return `BoundedWindowAggExec: wdw=[${this.windowExprs.map(boundedWindowText).join(', ')}], mode=[${mode}]`;
  }
}

/** Positions of the partition keys by which the input is ordered, in the input's order. */
function orderedIndices(
  mode: InputOrderMode,
  partitionBy: readonly PhysicalExpr[],
  input: ExecutionPlan,
): readonly number[] {
  switch (mode.kind) {
    case 'Linear':
      return [];
    case 'PartiallySorted':
      return mode.indices;
    case 'Sorted': {
      const indices = orderedPartitionIndices(partitionBy, input);
      return indices.length === partitionBy.length ? indices : partitionBy.map((_, i) => i);
    }
  }
}
