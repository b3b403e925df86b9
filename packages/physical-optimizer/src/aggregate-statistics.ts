/**
 * aggregate_statistics: answers `count`, `min` and `max` without reading rows, when statistics give them exactly.
 *
 * Applies to aggregation without GROUP BY and FILTER whose calls all know their value. Estimates are never used.
 *
 * Example: `SELECT count(*) FROM t` over 3 rows in memory becomes `ProjectionExec: expr=[3 as count(*)]` over one row.
 */
import type { ScalarValue, Statistics } from '@datafusion-ts/common';
import { Column, lit, type AggregateFunctionExpr } from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  PlaceholderRowExec,
  ProjectionExec,
  statisticsOf,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { mapPlanChildren } from './support/transform-plan.js';

export const aggregateStatistics: PhysicalOptimizerRule = {
  name: 'aggregate_statistics',
  // A value that is known is not nullable any more.
  schemaCheck: false,
  optimize: answer,
};

function answer(plan: ExecutionPlan): ExecutionPlan {
  const partial = partialStepOf(plan);
  const values = partial === undefined ? undefined : knownValues(partial);
  if (partial === undefined || values === undefined) return mapPlanChildren(plan, answer);
  const exprs = partial.aggregates.map(({ name }, i) => ({ expr: lit(values[i]!), alias: name }));
  return new ProjectionExec(exprs, new PlaceholderRowExec(plan.schema));
}

/** The partial step of an aggregation of all rows without FILTER, below its final step. */
function partialStepOf(plan: ExecutionPlan): AggregateExec | undefined {
  if (!(plan instanceof AggregateExec) || plan.mode !== 'Final' || !plan.groupBy.isEmpty) return undefined;
  for (let node: ExecutionPlan | undefined = plan.input; node !== undefined;) {
    if (node instanceof AggregateExec && node.mode === 'Partial' && node.groupBy.isEmpty) {
      return node.filters.every((filter) => filter === undefined) ? node : undefined;
    }
    const children: readonly ExecutionPlan[] = node.children();
    node = children.length === 1 ? children[0] : undefined;
  }
  return undefined;
}

/** The results of all calls; undefined when one is not known. */
function knownValues(partial: AggregateExec): readonly ScalarValue[] | undefined {
  const statistics = statisticsOf(partial.input);
  const values = partial.aggregates.map((call) => valueOf(call, statistics));
  return values.every((value) => value !== undefined) ? (values as readonly ScalarValue[]) : undefined;
}

function valueOf(call: AggregateFunctionExpr, statistics: Statistics): ScalarValue | undefined {
  const args = call.args.map((arg) => {
    if (arg instanceof Column) return { column: arg.index };
    return arg.literal === undefined ? undefined : { literal: arg.literal };
  });
  return call.func.valueFromStats?.({ statistics, returnType: call.field.dataType, isDistinct: call.isDistinct, args });
}
