import { InternalError, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  windowExpressions,
  type Distribution,
  type EquivalenceProperties,
  type WindowExpr,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { orderedColumnsOf, withProperties, type PlanProperties, type PlanPropertiesInit } from '../plan-properties.js';
import {
  windowDistribution,
  windowEquivalences,
  windowOrderingRequirement,
  windowPartitionKeys,
  windowSchema,
  windowStatistics,
} from './window-requirements.js';

/** What the operators of window functions share: they put columns behind those of their input and keep its order. */
export abstract class WindowExec implements ExecutionPlan {
  abstract readonly name: string;
  readonly windowExprs: readonly WindowExpr[];
  readonly input: ExecutionPlan;
  readonly canRepartition: boolean;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'Equal';
  readonly #metrics = new MetricsSet();

  /** `kept`: the same over an input whose columns and properties are the same. */
  constructor(
    exprs: readonly WindowExpr[],
    input: ExecutionPlan,
    canRepartition: boolean,
    change: Partial<PlanPropertiesInit> = {},
    kept?: WindowExec,
  ) {
    if (exprs.length === 0) throw new InternalError('Window operators need an expression');
    this.windowExprs = exprs;
    this.input = input;
    this.canRepartition = canRepartition;
    if (kept !== undefined) {
      this.schema = kept.schema;
      this.properties = kept.properties;
      return;
    }
    const schema = windowSchema(input.schema, exprs);
    this.schema = schema;
    const equivalence = (): EquivalenceProperties => windowEquivalences(schema, input, exprs);
    this.properties = withProperties(input.properties, {
      equivalence,
      orderedColumns: () =>
        orderedColumnsOf(input.properties).followedByOrdered(input.schema.fields.length, exprs.length),
      ...change,
    });
  }

  abstract withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan;
  abstract execute(partition: number, context: TaskContext): BatchStream;
  abstract fmtAs(format: DisplayFormat): string;
  /** The partition keys the input has to be ordered by, before the ordering keys. */
  protected abstract orderedKeys(): readonly PhysicalExpr[];

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  /** Keys that rows may be spread by. */
  partitionKeys(): readonly PhysicalExpr[] {
    return windowPartitionKeys(this.windowExprs, this.canRepartition);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return windowDistribution(this.partitionKeys());
  }

  requiredInputOrdering(): readonly (OrderingRequirement | undefined)[] {
    return [windowOrderingRequirement(this.orderedKeys(), this.windowExprs[0]!.orderBy)];
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

  /** `select_list=…` of tree-format EXPLAIN. */
  protected selectList(): string {
    return `select_list=${this.windowExprs.map((expr) => expr.name).join(', ')}`;
  }
}
