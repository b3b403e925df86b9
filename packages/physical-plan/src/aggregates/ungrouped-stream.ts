/**
 * Aggregation without GROUP BY: one state a call, one row at the end, also when there is no input.
 *
 * FILTER is applied before arguments are evaluated, so that an argument which fails on other rows does not matter.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { Arena, Batch, filterBatch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type TaskContext } from '@datafusion-ts/execution';
import type { BatchStream } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { countAggregated, readInLargeBatches } from '../stream/batch-rows.js';
import { meteredStream } from '../stream/batch-stream.js';
import type { AggregateExec } from './aggregate-exec.js';
import { needsOfCalls } from './aggregate-needs.js';
import { callInputs, evaluateAll, type CallInputs } from './aggregate-inputs.js';
import { givesStates, readsRows } from './aggregate-mode.js';
import { DeferredCharge } from './deferred-charge.js';
import { makeUngroupedState, type UngroupedState } from './ungrouped-state.js';

/** Starts the aggregation of one partition. */
export function ungroupedStream(exec: AggregateExec, partition: number, context: TaskContext): BatchStream {
  const baseline = new BaselineMetrics(exec.metrics(), partition);
  return meteredStream(exec.schema, baseline, async function* () {
    const reservation = new MemoryConsumer(`AggregateStream[${partition}]`).register(context.runtime.memoryPool);
    const charge = new DeferredCharge();
    const arena = new Arena();
    const calls = callInputs(exec);
    const states: UngroupedState[] = [];
    const bounds = exec.boundsOf(context);
    try {
      for (const { call } of calls) states.push(makeUngroupedState(call, charge));
      for await (const batch of inputRows(exec, partition, context, calls, states)) {
        checkCancelled(context);
        countAggregated(context);
        arena.reset();
        baseline.elapsedCompute.measure(() => fold(exec, batch, calls, states, arena));
        bounds?.update(states.map(({ accumulator }) => accumulator));
        reservation.tryResize(charge.bytes + states.reduce((sum, state) => sum + state.size(), 0));
      }
      bounds?.finish(exec.input.properties.partitioning.count);
      arena.reset();
      yield baseline.elapsedCompute.measure(() => resultRow(exec, states, arena));
    } finally {
      arena.release();
      for (const state of states) state.release();
      reservation.release();
    }
  });
}

/** The rows, with NULL for values that can change no state. */
function inputRows(
  { input, mode }: AggregateExec,
  partition: number,
  context: TaskContext,
  calls: readonly CallInputs[],
  states: readonly UngroupedState[],
): BatchStream {
  const accumulators = states.map(({ accumulator }) => accumulator);
  readInLargeBatches(input, context);
  const needs = readsRows(mode) ? needsOfCalls(calls, accumulators) : undefined;
  return (needs && input.executeNeeding?.(partition, context, needs)) ?? input.execute(partition, context);
}

function fold(
  exec: AggregateExec,
  batch: Batch,
  calls: readonly CallInputs[],
  states: readonly UngroupedState[],
  arena: Arena,
): void {
  const rows = readsRows(exec.mode);
  calls.forEach(({ exprs, filter }, i) => {
    const kept = filter === undefined ? batch : filterBatch(batch, filter.evaluate(batch, arena), arena);
    const values = evaluateAll(exprs, kept, arena);
    if (rows) states[i]!.update(values);
    else states[i]!.merge(values);
  });
}

function resultRow(exec: AggregateExec, states: readonly UngroupedState[], arena: Arena): Batch {
  const asStates = givesStates(exec.mode);
  let at = 0;
  const columns = states.flatMap((state, i) => {
    const width = asStates ? exec.aggregates[i]!.stateFields().length : 1;
    const fields = exec.schema.fields.slice(at, at + width);
    at += width;
    return state.result(asStates, fields, arena);
  });
  return new Batch(exec.schema, columns, 1);
}

/** True for refusals of the memory pool. */
export const isResourcesExhausted = (error: unknown): boolean => error instanceof ResourcesExhaustedError;
