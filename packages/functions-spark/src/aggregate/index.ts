import type { AggregateUDF } from '@datafusion-ts/expr';

/** Aggregate functions of Spark. */
export function aggregateFunctions(): readonly AggregateUDF[] {
  return [];
}
