/**
 * Ungrouped `min` and `max` tell scans which rows can no longer matter: once some row has `a = 3`, `max(a)` needs only
 * rows with `a > 3`. Made for partial aggregation whose calls are all min or max; the filter speaks of the calls on
 * plain columns, and holds only when every call is one of these.
 */
import { Column, DynamicFilterPhysicalExpr, lit, type AggregateFunctionExpr } from '@datafusion-ts/physical-expr';
import type { AggregateMode } from './aggregate-mode.js';
import type { PhysicalGroupBy } from './physical-group-by.js';

/** The filter, with nothing excluded yet; undefined when the aggregation cannot have one. */
export function aggregateDynamicFilter(
  mode: AggregateMode,
  groupBy: PhysicalGroupBy,
  aggregates: readonly AggregateFunctionExpr[],
): DynamicFilterPhysicalExpr | undefined {
  if (mode !== 'Partial' || !groupBy.isEmpty) return undefined;
  if (aggregates.some(({ func }) => func.overFrames !== 'min' && func.overFrames !== 'max')) return undefined;
  const columns = aggregates.flatMap(({ args }) => (args.length === 1 && args[0] instanceof Column ? args : []));
  return columns.length === 0 ? undefined : new DynamicFilterPhysicalExpr(columns, lit(true));
}
