/**
 * What dynamic filters from outside are worth to a sub-plan: how much less work it has with them. The measure is rows that
 * leaves read; how far a filter reduces them is only known when it is there, so a guess stands for it.
 */
import { dynamicFiltersOf, type DynamicFilterPhysicalExpr } from '@datafusion-ts/physical-expr';
import { AggregateExec } from '../../aggregates/aggregate-exec.js';
import type { ExecutionPlan } from '../../execution-plan.js';
import { HashJoinExec } from '../../joins/hash-join.js';
import { keepsAllRows } from '../all-rows.js';
import { expressionsOf, statisticsOf } from '../../plan-defaults.js';
import { SortExec } from '../../sorts/sort.js';

/** Share of the work on a leaf that a filter is taken to leave. */
const LEFT_BY_FILTER = 0.4;

/** Rows of a leaf about which nothing is known. */
const UNKNOWN_ROWS = 1000;

/** Work of a sub-plan in rows read: without filters from outside, and with them. */
export interface FilterEffect {
  readonly total: number;
  readonly filtered: number;
}

/** Leaves by those they stand for. */
export type Leaves = ReadonlyMap<ExecutionPlan, ExecutionPlan>;

/** The dynamic filters that scans of a sub-plan apply, as they run, and that operators outside of it tighten. */
export function filtersFromOutside(plan: ExecutionPlan, leaves: Leaves): readonly DynamicFilterPhysicalExpr[] {
  const own = filtersMadeBy(plan);
  const below = plan.children().flatMap((child) => filtersFromOutside(child, leaves));
  const used = [...below, ...appliedFilters(leaves.get(plan) ?? plan)];
  return own.length === 0 ? used : used.filter((filter) => !own.some((made) => filter.sharesWith(made)));
}

/** The dynamic filters that an operator tightens. */
export function filtersMadeBy(plan: ExecutionPlan): readonly DynamicFilterPhysicalExpr[] {
  const filters = filtersOfProbe(plan);
  return plan instanceof HashJoinExec && plan.buildFilters.length > 0 ? [...filters, ...plan.buildFilters] : filters;
}

/** Those filters, but for the ones that a join may have for its build side. */
function filtersOfProbe(plan: ExecutionPlan): readonly DynamicFilterPhysicalExpr[] {
  const keyFilters = plan instanceof HashJoinExec ? plan.keyFilters : NONE;
  const filter =
    plan instanceof HashJoinExec || plan instanceof AggregateExec
      ? plan.dynamicFilter
      : plan instanceof SortExec
        ? plan.filter
        : undefined;
  return filter === undefined ? keyFilters : [filter, ...keyFilters];
}

const NONE: readonly DynamicFilterPhysicalExpr[] = [];

/** The dynamic filters that an operator applies itself. */
export function appliedFilters(plan: ExecutionPlan): readonly DynamicFilterPhysicalExpr[] {
  return expressionsOf(plan).flatMap(dynamicFiltersOf);
}

/**
 * False for the filter of a join with all rows of a table on its left: hardly any row lacks a partner there. Nor does it count
 * on what a join only tells its left input when the right one turns out to have few rows.
 */
export const narrows = (maker: ExecutionPlan, filter?: DynamicFilterPhysicalExpr): boolean =>
  !(maker instanceof HashJoinExec) ||
  (!keepsAllRows(maker.left) && !maker.buildFilters.some((own) => filter?.sharesWith(own) === true));

/** Work of a sub-plan with and without the filters for which `counts` holds. */
export function filterEffect(
  plan: ExecutionPlan,
  counts: (filter: DynamicFilterPhysicalExpr) => boolean,
): FilterEffect {
  const children = plan.children();
  if (children.length === 0) return leafEffect(plan, counts);
  const effects = children.map((child) => filterEffect(child, counts));
  // A smaller build side makes a narrower filter for the scans of the other one.
  const [build] = effects;
  const passesOn = plan instanceof HashJoinExec && filtersOfProbe(plan).length > 0 && build!.filtered < build!.total;
  return {
    total: sum(effects.map(({ total }) => total)),
    filtered: sum(
      effects.map(({ total, filtered }, i) =>
        passesOn && i > 0 ? Math.min(filtered, total * LEFT_BY_FILTER) : filtered,
      ),
    ),
  };
}

function leafEffect(leaf: ExecutionPlan, counts: (filter: DynamicFilterPhysicalExpr) => boolean): FilterEffect {
  const rows = statisticsOf(leaf).numRows;
  const total = rows.kind === 'Absent' ? UNKNOWN_ROWS : rows.value;
  return { total, filtered: appliedFilters(leaf).some(counts) ? total * LEFT_BY_FILTER : total };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
