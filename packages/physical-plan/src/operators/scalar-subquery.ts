import { ExecutionError, ScalarValue, type Schema, type Statistics } from '@datafusion-ts/common';
import { getScalar, mem, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import { unspecifiedDistribution, type Distribution, type ScalarSubqueryResult } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { statisticsOf } from '../plan-defaults.js';
import type { PlanProperties } from '../plan-properties.js';
import { batchStream } from '../stream/batch-stream.js';
import { executeStream } from '../stream/collect.js';
import { perExecution } from '../stream/per-execution.js';

/** An uncorrelated scalar subquery: its plan, and where its value goes. */
export interface ScalarSubqueryLink {
  readonly plan: ExecutionPlan;
  readonly result: ScalarSubqueryResult;
}

/**
 * Runs uncorrelated scalar subqueries before the plan that uses their values.
 *
 * Example: `ScalarSubqueryExec: subqueries=1`.
 */
export class ScalarSubqueryExec implements ExecutionPlan {
  readonly name = 'ScalarSubqueryExec';
  readonly input: ExecutionPlan;
  readonly subqueries: readonly ScalarSubqueryLink[];
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'Equal';
  readonly #ready: (context: TaskContext) => Promise<void>;

  constructor(input: ExecutionPlan, subqueries: readonly ScalarSubqueryLink[]) {
    this.input = input;
    this.subqueries = subqueries;
    this.schema = input.schema;
    this.properties = input.properties;
    this.#ready = perExecution((context) => this.#runAll(context));
  }

  children(): readonly ExecutionPlan[] {
    return [this.input, ...this.subqueries.map((subquery) => subquery.plan)];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new ScalarSubqueryExec(
      children[0]!,
      this.subqueries.map(({ result }, i) => ({ plan: children[i + 1]!, result })),
    );
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [unspecifiedDistribution, ...this.subqueries.map(() => unspecifiedDistribution)];
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true, ...this.subqueries.map(() => false)];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return this.children().map(() => false);
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return statisticsOf(this.input, partition);
  }

  resetState(): void {
    for (const { result } of this.subqueries) result.value = undefined;
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const { input, schema } = this;
    return batchStream(schema, () => this.#run(input, partition, context));
  }

  async *#run(input: ExecutionPlan, partition: number, context: TaskContext): AsyncGenerator<Batch, void, undefined> {
    await this.#ready(context);
    yield* input.execute(partition, context);
  }

  async #runAll(context: TaskContext): Promise<void> {
    for (const subquery of this.subqueries) subquery.result.value = await scalarOf(subquery.plan, context);
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : `ScalarSubqueryExec: subqueries=${this.subqueries.length}`;
  }
}

/** The single value of a plan; NULL when it has no rows. */
async function scalarOf(plan: ExecutionPlan, context: TaskContext): Promise<ScalarValue> {
  let value: ScalarValue | undefined;
  for await (const batch of executeStream(plan, context)) {
    checkCancelled(context);
    if (batch.rowCount === 0) continue;
    if (value !== undefined || batch.rowCount > 1)
      throw new ExecutionError('Scalar subquery returned more than one row');
    const row = batch.selection === undefined ? 0 : mem.u32[batch.selection.rows >>> 2]!;
    value = getScalar(batch.columns[0]!, row);
  }
  return value ?? new ScalarValue(plan.schema.field(0).dataType, null);
}
