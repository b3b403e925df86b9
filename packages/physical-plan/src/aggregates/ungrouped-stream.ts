/**
 * Aggregation without GROUP BY: one accumulator a call, one row at the end, also when there is no input.
 *
 * FILTER is applied before arguments are evaluated, so that an argument which fails on other rows does not matter.
 */
import { ResourcesExhaustedError, ScalarValue } from '@datafusion-ts/common';
import { Arena, Batch, constantVector, filterBatch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type TaskContext } from '@datafusion-ts/execution';
import type { Accumulator } from '@datafusion-ts/expr-common';
import type { BatchStream } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { meteredStream } from '../stream/batch-stream.js';
import type { AggregateExec } from './aggregate-exec.js';
import { callInputs, evaluateAll, type CallInputs } from './aggregate-inputs.js';
import { givesStates, readsRows } from './aggregate-mode.js';
import { DeferredCharge } from './deferred-charge.js';
import { DynamicBounds } from './dynamic-bounds.js';

/** Starts the aggregation of one partition. */
export function ungroupedStream(exec: AggregateExec, partition: number, context: TaskContext): BatchStream {
  const baseline = new BaselineMetrics(exec.metrics(), partition);
  return meteredStream(exec.schema, baseline, async function* () {
    const reservation = new MemoryConsumer(`AggregateStream[${partition}]`).register(context.runtime.memoryPool);
    const charge = new DeferredCharge();
    const arena = new Arena();
    const calls = callInputs(exec);
    const accumulators = calls.map(({ call }) => call.createAccumulator(charge));
    const bounds =
      exec.dynamicFilter === undefined ? undefined : new DynamicBounds(exec.dynamicFilter, exec.aggregates);
    try {
      for await (const batch of exec.input.execute(partition, context)) {
        checkCancelled(context);
        arena.reset();
        baseline.elapsedCompute.measure(() => fold(exec, batch, calls, accumulators, arena));
        bounds?.update(accumulators);
        reservation.tryResize(charge.bytes + accumulators.reduce((sum, a) => sum + a.size(), 0));
      }
      bounds?.finish();
      yield baseline.elapsedCompute.measure(() => resultRow(exec, accumulators));
    } finally {
      arena.release();
      for (const accumulator of accumulators) accumulator.release?.();
      reservation.release();
    }
  });
}

function fold(
  exec: AggregateExec,
  batch: Batch,
  calls: readonly CallInputs[],
  accumulators: readonly Accumulator[],
  arena: Arena,
): void {
  const rows = readsRows(exec.mode);
  calls.forEach(({ exprs, filter }, i) => {
    const kept = filter === undefined ? batch : filterBatch(batch, filter.evaluate(batch, arena), arena);
    const values = evaluateAll(exprs, kept, arena);
    if (rows) accumulators[i]!.updateBatch(values);
    else accumulators[i]!.mergeBatch(values);
  });
}

function resultRow(exec: AggregateExec, accumulators: readonly Accumulator[]): Batch {
  const values = accumulators.flatMap((accumulator) =>
    givesStates(exec.mode) ? accumulator.state() : [accumulator.evaluate()],
  );
  const columns = exec.schema.fields.map(({ dataType }, i) =>
    constantVector(new ScalarValue(dataType, values[i]!.value), 1),
  );
  return new Batch(exec.schema, columns, 1);
}

/** True for refusals of the memory pool. */
export const isResourcesExhausted = (error: unknown): boolean => error instanceof ResourcesExhaustedError;
