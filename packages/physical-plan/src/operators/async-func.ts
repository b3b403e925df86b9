import { Schema } from '@datafusion-ts/common';
import { Arena, Batch, type ColumnVector } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { ScalarFunctionExpr } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';

/** A call of an asynchronous function, and the column its results become. */
export interface AsyncCall {
  readonly name: string;
  readonly expr: ScalarFunctionExpr;
}

/**
 * Calls asynchronous functions for each batch and gives the batch with their results behind its columns. A call may read
 * the results of those before it.
 *
 * Example: `AsyncFuncExec: async_expr=[async_expr(name=__async_fn_0, expr=fetch(url@0))]`.
 */
export class AsyncFuncExec implements ExecutionPlan {
  readonly name = 'AsyncFuncExec';
  readonly calls: readonly AsyncCall[];
  readonly input: ExecutionPlan;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'Equal';
  readonly #metrics = new MetricsSet();

  constructor(calls: readonly AsyncCall[], input: ExecutionPlan) {
    this.calls = calls;
    this.input = input;
    let { schema } = input;
    for (const { name, expr } of calls) {
      schema = new Schema([...schema.fields, { ...expr.returnField(), name }], schema.metadata);
    }
    this.schema = schema;
    this.properties = withProperties(input.properties, {});
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new AsyncFuncExec(this.calls, children[0]!);
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  /** What a call waits for is elsewhere: more partitions of input do not help. */
  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.calls.map(({ expr }) => expr);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const { calls, input, schema } = this;
    const widths = calls.map((_call, i) => input.schema.fields.length + i);
    const steps = widths.map((width) => new Schema(schema.fields.slice(0, width), schema.metadata));
    return meteredStream(schema, baseline, async function* () {
      const arena = new Arena();
      try {
        for await (const batch of input.execute(partition, context)) {
          checkCancelled(context);
          arena.reset();
          const { rowCount } = batch;
          const columns: ColumnVector[] = batch.columns.map((_column, i) => batch.column(i, arena));
          for (const [i, { expr }] of calls.entries()) {
            columns.push(await expr.evaluateAsync(new Batch(steps[i]!, [...columns], rowCount), arena, context.signal));
            checkCancelled(context);
          }
          yield new Batch(schema, columns, rowCount);
        }
      } finally {
        arena.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    const calls = this.calls.map(({ name, expr }) => `async_expr(name=${name}, expr=${expr.toString()})`);
    return format === 'tree' ? calls.join('\n') : `AsyncFuncExec: async_expr=[${calls.join(', ')}]`;
  }
}
