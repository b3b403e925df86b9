/**
 * FilterPushdown: predicates move towards scans, which may skip files, pages or rows by them.
 *
 * Runs twice. First with the predicates of filters; a filter whose scan applies it fully goes. At the very end with filters
 * that operators make while the query runs: the keys of a join's build side, the threshold of a top-k, bounds of min and
 * max. Volatile predicates stay where they are.
 *
 * Example: `FilterExec: a@0 > 1` over a Parquet scan gives the scan `predicate=a@0 > 1`.
 */
import type { ConfigOptions } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { isVolatileExpr } from '@datafusion-ts/physical-expr';
import { withNewChildrenIfNecessary, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from '../physical-optimizer-rule.js';
import { childFilters, mayHaveFilters, type ChildFilters, type FilterPushdownPhase } from './child-filters.js';
import { mapPlanChildren } from '../support/transform-plan.js';
import { settleFilters, type OwnResult, type Settled } from './settle-filters.js';

/** The rule for predicates of the query. */
export const filterPushdown: PhysicalOptimizerRule = {
  name: 'FilterPushdown',
  optimize: (plan, config) => pushDown(plan, [], 'Pre', config).plan,
};

/** The rule for predicates made while the query runs. */
export const filterPushdownPost: PhysicalOptimizerRule = {
  name: 'FilterPushdown(Post)',
  optimize: (plan, config) => pushDown(plan, [], 'Post', config).plan,
};

interface ChildResult {
  readonly plan: ExecutionPlan;
  /** One a filter from above. */
  readonly parent: readonly boolean[];
  readonly own: readonly OwnResult[];
}

const NONE: readonly boolean[] = [];

function pushDown(
  plan: ExecutionPlan,
  filters: readonly PhysicalExpr[],
  phase: FilterPushdownPhase,
  config: ConfigOptions,
): Settled {
  const children = plan.children();
  if (children.length === 0 && filters.length === 0) return { plan, applied: NONE };
  if (filters.length === 0 && !mayHaveFilters(plan, phase)) {
    return { plan: mapPlanChildren(plan, (child) => pushDown(child, filters, phase, config).plan), applied: NONE };
  }
  const offered = childFilters(plan, filters, phase, config);
  const results = children.map((child, i) => pushToChild(child, offered[i]!, phase, config));
  const updated = withNewChildrenIfNecessary(
    plan,
    results.map((result) => result.plan),
  );
  const parents = filters.map((filter, f) => ({ filter, children: results.map(({ parent }) => parent[f]!) }));
  return settleFilters(
    updated,
    parents,
    results.map(({ own }) => own),
    phase,
    config,
  );
}

/** Offers an input the operator's own filters and those from above, and tells the answers apart again. */
function pushToChild(
  child: ExecutionPlan,
  { own, parent }: ChildFilters,
  phase: FilterPushdownPhase,
  config: ConfigOptions,
): ChildResult {
  if (own.length === 0 && parent.every((filter) => filter === undefined)) {
    return { plan: pushDown(child, [], phase, config).plan, own: [], parent: parent.map(() => false) };
  }
  const all = [...own, ...parent];
  const sent = all.flatMap((filter, i) => (filter === undefined || isVolatileExpr(filter) ? [] : [{ filter, i }]));
  const { plan, applied } = pushDown(
    child,
    sent.map(({ filter }) => filter),
    phase,
    config,
  );
  const answers = new Map(sent.map(({ i }, k) => [i, applied[k]!]));
  return {
    plan,
    own: own.map((filter, i) => ({ filter, applied: answers.get(i) ?? false })),
    parent: parent.map((_, i) => answers.get(own.length + i) ?? false),
  };
}
