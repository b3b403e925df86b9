/**
 * How many rows the batches of an operator have. `datafusion.execution.batch_size` is what users see: batches of results,
 * of sinks, of exchanges. Where an operator takes in all of its input before it gives anything (an aggregation, the build
 * side of a join), nobody sees the batches on the way there, and each costs every operator of the pipeline a round of
 * calls and awaits; so the operators below work in batches of several times the size, as long as these stay small beside
 * the processor's cache. Sizes below the default are taken as asked for: who sets them wants little memory or low latency.
 */
import { fixedWidthOf, type DataType, type Schema } from '@datafusion-ts/common';
import type { RuntimeEnv, TaskContext } from '@datafusion-ts/execution';
import type { ExecutionPlan } from '../execution-plan.js';
import type { MetricsSet } from '../metrics/metrics-set.js';
import { isShared } from '../operators/shared/share-sub-plans.js';
import { findByContext } from './per-execution.js';

/** The default of the setting, the smallest that is enlarged. */
const SMALLEST_ENLARGED = 8192;
const MOST_ROWS = 32_768;
/** With what is computed of them, such batches still stay in a cache of 2 MB. */
const MOST_BYTES = 1280 * 1024;
/**
 * The first batches are handled by code that is interpreted, and then compiled beside the query: until so many went through
 * aggregations, calls cost more than a cache that overflows. Counted for each session, so that what a session's queries do
 * does not depend on others in the process.
 */
const COLD_BATCHES = 300;
const MOST_COLD_BYTES = 4 * 1024 * 1024;
/** Bytes a row that are assumed of text, its view included, and of lists and other nested values. */
const TEXT_BYTES = 32;
const NESTED_BYTES = 1024;
/** Decimals of so many digits travel in 8 bytes. */
const NARROW_DECIMAL = 18;

/** Operators, by their metrics, whose batches are larger than the setting says. */
const enlarged = new WeakMap<TaskContext, WeakMap<MetricsSet, number>>();

/** Batches that aggregations took in so far, by the session's runtime. */
const aggregated = new WeakMap<RuntimeEnv, number>();

/** Rows that a batch of the operator with these metrics should have. */
export function batchRows(metrics: MetricsSet, context: TaskContext): number {
  return findByContext(enlarged, context)?.get(metrics) ?? context.config.execution.batchSize;
}

/** Counts a batch that an aggregation took in: what tells that code is warm. */
export function countAggregated({ runtime }: TaskContext): void {
  aggregated.set(runtime, (aggregated.get(runtime) ?? 0) + 1);
}

/** Called before `input` is executed by an operator that gives nothing before it has taken in all of it. */
export function readInLargeBatches(input: ExecutionPlan, context: TaskContext): void {
  const { batchSize } = context.config.execution;
  if (batchSize < SMALLEST_ENLARGED || batchSize >= MOST_ROWS) return;
  const mostBytes = (aggregated.get(context.runtime) ?? 0) < COLD_BATCHES ? MOST_COLD_BYTES : MOST_BYTES;
  for (let node: ExecutionPlan | undefined = input; node !== undefined; node = node.streamedInput) {
    const metrics = node.metrics?.();
    if (metrics === undefined || isShared(node, context)) return;
    sizesOf(context).set(metrics, Math.max(batchSize, rowsIn(mostBytes, node.schema)));
  }
}

function sizesOf(context: TaskContext): WeakMap<MetricsSet, number> {
  let sizes = enlarged.get(context);
  if (sizes === undefined) enlarged.set(context, (sizes = new WeakMap()));
  return sizes;
}

function rowsIn(bytes: number, { fields }: Schema): number {
  const width = fields.reduce((sum, { dataType }) => sum + bytesOf(dataType), 0);
  return Math.min(MOST_ROWS, Math.floor(bytes / Math.max(1, width)));
}

function bytesOf(type: DataType): number {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'ListView':
    case 'LargeListView':
    case 'Struct':
    case 'Map':
    case 'Union':
      return NESTED_BYTES;
    case 'Decimal128':
    case 'Decimal256':
      return type.precision <= NARROW_DECIMAL ? 8 : fixedWidthOf(type)!;
    default:
      return fixedWidthOf(type) ?? TEXT_BYTES;
  }
}
