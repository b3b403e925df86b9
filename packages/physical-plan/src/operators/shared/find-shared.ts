/**
 * Chooses the sub-plans of a plan to be computed once: the largest equal ones first, then, in what is left to run, smaller
 * ones. Only operators whose result tends to be much smaller than the work behind it count; never a bare scan.
 *
 * A scan that applies a dynamic filter from an operator above gives that operator's rows only. So of equal sub-plans the
 * one runs whose filters from outside all others have, too; best of all one without any. What it gives the others have no
 * use for, the operator with their filter drops. Where there is none, one runs without these filters, if that is less work
 * than all of them with theirs.
 */
import type { DynamicFilterPhysicalExpr } from '@datafusion-ts/physical-expr';
import { AggregateExec } from '../../aggregates/aggregate-exec.js';
import type { ExecutionPlan } from '../../execution-plan.js';
import { HashJoinExec } from '../../joins/hash-join.js';
import { NestedLoopJoinExec } from '../../joins/nested-loop-join.js';
import { SortMergeJoinExec } from '../../joins/sort-merge-join.js';
import { SortExec } from '../../sorts/sort.js';
import { BoundedWindowAggExec } from '../../windows/bounded-window-agg.js';
import { WindowAggExec } from '../../windows/window-agg.js';
import { AnalyzeExec } from '../analyze.js';
import { FilterExec } from '../filter.js';
import { ScalarSubqueryExec } from '../scalar-subquery.js';
import {
  appliedFilters,
  filterEffect,
  filtersMadeBy,
  filtersFromOutside,
  narrows,
  type Leaves,
} from './filter-effect.js';
import { PlanClasses } from './plan-classes.js';
import { isComparable } from './same-node.js';

/** Equal sub-plans: `source` is the one that runs. */
export interface SharedGroup {
  readonly source: ExecutionPlan;
  /** All of them, in the order in which they are executed. */
  readonly members: readonly ExecutionPlan[];
  /** Bytes of rows worth keeping for those that do not read yet. */
  readonly capacity: number;
  /** What stands for leaves of the source: they do without filters that not all members have. */
  readonly leaves: Leaves;
}

/** How much less work sharing must be where filters are given up for it. */
const LEAST_GAIN = 1.2;

const RESULT_BYTES = 256 * 1024 * 1024;
const FILTERED_BYTES = 8 * 1024 * 1024;

/** A place in the plan where a sub-plan can be shared. */
interface Site {
  readonly plan: ExecutionPlan;
  readonly parents: readonly ExecutionPlan[];
  /** Nodes below, itself included. */
  readonly size: number;
}

/** The groups of equal sub-plans below `root` that are to be computed once. */
export function findSharedGroups(root: ExecutionPlan): readonly SharedGroup[] {
  const sites: Site[] = [];
  if (collectSites(root, [], sites).leaves < 2) return [];
  const groups: SharedGroup[] = [];
  const skipped = new Set<ExecutionPlan>();
  const leaves = new Map<ExecutionPlan, ExecutionPlan>();
  for (const twins of twinsOf(sites)) {
    const alive = twins.filter(({ parents }) => !parents.some((parent) => skipped.has(parent)));
    const group = groupOf(
      root,
      alive.map(({ plan }) => plan),
      leaves,
    );
    if (group === undefined) continue;
    groups.push(group);
    // What runs for several must not be narrowed for one of them by a smaller part that it shares.
    for (const [leaf, instead] of group.leaves) leaves.set(leaf, instead);
    for (const member of group.members) if (member !== group.source) skipped.add(member);
  }
  return groups;
}

/** Nodes of a sub-plan. */
interface Extent {
  readonly size: number;
  readonly leaves: number;
}

/** Gathers the sites at and below a node, and counts its nodes. */
function collectSites(plan: ExecutionPlan, parents: readonly ExecutionPlan[], sites: Site[]): Extent {
  if (!isTransparent(plan)) return { size: 1, leaves: 0 };
  const children = plan.children();
  if (children.length === 0) return { size: 1, leaves: 1 };
  const place = sites.length;
  const capacity = capacityOf(plan);
  if (capacity > 0) sites.push({ plan, parents, size: 0 });
  const below = [...parents, plan];
  let [size, leaves] = [1, 0];
  for (const child of inOrderOfExecution(plan, children)) {
    const extent = collectSites(child, below, sites);
    size += extent.size;
    leaves += extent.leaves;
  }
  if (capacity > 0) sites[place] = { plan, parents, size };
  return { size, leaves };
}

/** Who reads first is best the one that runs for all: then nobody waits for rows while its own place does not ask for any. */
const inOrderOfExecution = (plan: ExecutionPlan, children: readonly ExecutionPlan[]): readonly ExecutionPlan[] =>
  plan instanceof ScalarSubqueryExec ? [...children.slice(1), children[0]!] : children;

/** Operators that run each input at most once and in the same execution; of others nothing is known. */
export const isTransparent = (plan: ExecutionPlan): boolean =>
  isComparable(plan) || plan instanceof ScalarSubqueryExec || plan instanceof AnalyzeExec;

/** Bytes of result that are worth keeping; 0 for operators that are not shared. */
function capacityOf(plan: ExecutionPlan): number {
  if (plan instanceof FilterExec) return FILTERED_BYTES;
  return plan instanceof AggregateExec ||
    plan instanceof HashJoinExec ||
    plan instanceof NestedLoopJoinExec ||
    plan instanceof SortMergeJoinExec ||
    plan instanceof SortExec ||
    plan instanceof WindowAggExec ||
    plan instanceof BoundedWindowAggExec
    ? RESULT_BYTES
    : 0;
}

/** Sites of equal sub-plans, larger sub-plans first. */
function twinsOf(sites: readonly Site[]): readonly (readonly Site[])[] {
  const classes = new PlanClasses();
  const byClass = new Map<number, Site[]>();
  for (const site of sites) {
    const id = classes.classOf(site.plan);
    if (id === undefined) continue;
    const twins = byClass.get(id);
    if (twins === undefined) byClass.set(id, [site]);
    else twins.push(site);
  }
  return [...byClass.values()].filter((twins) => twins.length > 1).sort((a, b) => b[0]!.size - a[0]!.size);
}

/** The largest group that one of the twins can serve; undefined when each has to run by itself. */
function groupOf(root: ExecutionPlan, twins: readonly ExecutionPlan[], leaves: Leaves): SharedGroup | undefined {
  // A node that occurs twice is no twin of itself.
  const plans = [...new Set(twins)];
  if (plans.length < 2 || plans.length < twins.length) return undefined;
  const filters = plans.map((plan) => filtersFromOutside(plan, leaves));
  const served = plans.map((_, i) => plans.filter((_other, j) => isSubset(filters[i]!, filters[j]!)));
  const best = served.reduce((most, members, i) => (members.length > served[most]!.length ? i : most), 0);
  const [source, members] = [plans[best]!, served[best]!];
  if (members.length < plans.length) {
    const whole = groupWithoutFilters(root, plans, filters);
    if (whole !== undefined) return whole;
  }
  return members.length < 2 ? undefined : { source, members, capacity: capacityOf(source), leaves: new Map() };
}

/** All twins, of which the first runs with only the filters that all have; undefined when that does not pay. */
function groupWithoutFilters(
  root: ExecutionPlan,
  plans: readonly ExecutionPlan[],
  filters: readonly (readonly DynamicFilterPhysicalExpr[])[],
): SharedGroup | undefined {
  const effects = plans.map((plan, i) => {
    const narrowing = filters[i]!.filter((filter) => narrows(makerOf(root, filter) ?? plan, filter));
    return filterEffect(plan, (filter) => contains(narrowing, filter));
  });
  const work = effects.reduce((sum, { filtered }) => sum + filtered, 0);
  if (work < effects[0]!.total * LEAST_GAIN) return undefined;
  const given = filters[0]!.filter((filter) => !filters.every((others) => contains(others, filter)));
  const leaves = leavesWithout(plans[0]!, given);
  return leaves && { source: plans[0]!, members: plans, capacity: capacityOf(plans[0]!), leaves };
}

/** Leaves that apply some of `filters`, and what they are without them; undefined when one cannot be without. */
function leavesWithout(plan: ExecutionPlan, filters: readonly DynamicFilterPhysicalExpr[]): Leaves | undefined {
  const leaves = new Map<ExecutionPlan, ExecutionPlan>();
  const pending = [plan];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    pending.push(...node.children());
    if (!appliedFilters(node).some((filter) => contains(filters, filter))) continue;
    const without = node.withoutDynamicFilters?.((filter) => contains(filters, filter));
    if (without === undefined) return undefined;
    leaves.set(node, without);
  }
  return leaves;
}

/** The operator that tightens a filter. */
function makerOf(plan: ExecutionPlan, filter: DynamicFilterPhysicalExpr): ExecutionPlan | undefined {
  if (contains(filtersMadeBy(plan), filter)) return plan;
  for (const child of plan.children()) {
    const maker = makerOf(child, filter);
    if (maker !== undefined) return maker;
  }
  return undefined;
}

const contains = (filters: readonly DynamicFilterPhysicalExpr[], filter: DynamicFilterPhysicalExpr): boolean =>
  filters.some((other) => other.sharesWith(filter));

const isSubset = (a: readonly DynamicFilterPhysicalExpr[], b: readonly DynamicFilterPhysicalExpr[]): boolean =>
  a.every((filter) => contains(b, filter));
