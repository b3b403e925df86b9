/**
 * LimitAggregation: `GROUP BY … ORDER BY min(x) LIMIT n` keeps the best `n` groups only.
 *
 * Applies to one group key with one `min` (ascending) or `max` (descending) that is sorted by, or with no call at all when
 * the key itself is sorted by; operators in between must not lose rows. FILTER rules it out.
 *
 * Example: `AggregateExec: gby=[a], aggr=[max(t)]` below `SortExec: TopK(fetch=4), expr=[max(t)@1 DESC]` gets `lim=[4]`.
 */
import type { DataType } from '@datafusion-ts/common';
import { Column } from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  cardinalityEffect,
  ProjectionExec,
  withNewChildrenIfNecessary,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { isSort } from './support/plan-kinds.js';
import { mapPlanChildren, transformPlanDown } from './support/transform-plan.js';

export const topKAggregation: PhysicalOptimizerRule = {
  name: 'LimitAggregation',
  optimize: (plan, config) => (config.optimizer.enableTopkAggregation ? transformPlanDown(plan, limitBelowSort) : plan),
};

/** The single key rows are sorted by, under its name at some node of the plan. */
interface TopKey {
  readonly column: string;
  readonly descending: boolean;
  readonly limit: number;
}

function limitBelowSort(plan: ExecutionPlan): ExecutionPlan {
  if (!isSort(plan) || plan.fetch === undefined || !reachesGroups(plan.input)) return plan;
  const ordering = plan.properties.outputOrdering;
  const key = ordering?.[0];
  if (key === undefined || ordering?.length !== 1 || !(key.expr instanceof Column)) return plan;
  const top = { column: key.expr.name, descending: key.options.descending, limit: plan.fetch };
  return withNewChildrenIfNecessary(plan, [limitGroups(plan.input, top)]);
}

/** True when there is an aggregation below that could be limited by some key. */
function reachesGroups(plan: ExecutionPlan): boolean {
  if (plan instanceof AggregateExec) {
    return plan.groupBy.exprs.length === 1 && (plan.aggregates.length === 0 || plan.minMaxDescending() !== undefined);
  }
  const effect = cardinalityEffect(plan);
  return (effect === 'Equal' || effect === 'GreaterEqual') && plan.children().some(reachesGroups);
}

function limitGroups(plan: ExecutionPlan, top: TopKey): ExecutionPlan {
  if (plan instanceof AggregateExec) {
    if (!canLimit(plan, top)) return plan;
    const below = plan.withNewChildren([limitGroups(plan.input, top)]);
    return below.withNewLimitOptions({ limit: top.limit, descending: top.descending });
  }
  if (plan instanceof ProjectionExec) {
    return mapPlanChildren(plan, (child) => limitGroups(child, { ...top, column: sourceName(plan, top.column) }));
  }
  const effect = cardinalityEffect(plan);
  return effect === 'Equal' || effect === 'GreaterEqual'
    ? mapPlanChildren(plan, (child) => limitGroups(child, top))
    : plan;
}

function sourceName({ exprs }: ProjectionExec, name: string): string {
  let current = name;
  for (const { expr, alias } of exprs) if (expr instanceof Column && alias === current) current = expr.name;
  return current;
}

function canLimit(plan: AggregateExec, top: TopKey): boolean {
  const [key, ...more] = plan.groupBy.exprs;
  if (key === undefined || more.length > 0 || plan.filters.some((filter) => filter !== undefined)) return false;
  const keyType = key.expr.dataType(plan.input.schema);
  const extreme = plan.minMaxDescending();
  if (!isSupported(keyType) || !isSupported(extreme?.field.dataType ?? keyType)) return false;
  if (extreme !== undefined) return extreme.descending === top.descending && extreme.field.name === top.column;
  return plan.aggregates.length === 0 && top.column === key.alias;
}

/** Types with one comparable value a row. */
function isSupported(type: DataType): boolean {
  switch (type.kind) {
    case 'Null':
    case 'Boolean':
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
    case 'FixedSizeBinary':
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'Struct':
    case 'Map':
    case 'Union':
    case 'Dictionary':
      return false;
    default:
      return true;
  }
}
