/** What an operator does with filters its inputs took or refused. */
import type { ConfigOptions } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  Column,
  conjunctionOpt,
  DynamicFilterPhysicalExpr,
  dynamicFiltersOf,
  remapColumns,
} from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  expressionsOf,
  FilterExec,
  HashJoinExec,
  ProjectionExec,
  SortExec,
  UnionExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { belowFilter, type FilterPushdownPhase } from './child-filters.js';

/** Filters from above, and for each and each input whether the input applies it fully. */
export interface ParentResult {
  readonly filter: PhysicalExpr;
  readonly children: readonly boolean[];
}

/** The operator's own filters for one input, and whether the input applies them fully. */
export interface OwnResult {
  readonly filter: PhysicalExpr;
  readonly applied: boolean;
}

/** The plan below, and for each filter from above whether the plan applies it fully. */
export interface Settled {
  readonly plan: ExecutionPlan;
  readonly applied: readonly boolean[];
}

const byAll = ({ children }: ParentResult): boolean => children.length > 0 && children.every(Boolean);
const byAny = ({ children }: ParentResult): boolean => children.some(Boolean);

/** Settles a node over its new inputs. `own` has one list an input. */
export function settleFilters(
  plan: ExecutionPlan,
  parents: readonly ParentResult[],
  own: readonly (readonly OwnResult[])[],
  phase: FilterPushdownPhase,
  config: ConfigOptions,
): Settled {
  if (plan.tryPushdownFilters !== undefined) return intoLeaf(plan, plan.tryPushdownFilters.bind(plan), parents, config);
  if (phase === 'Pre' && plan instanceof FilterExec) return mergeFilters(plan, parents, own[0]!);
  if (phase === 'Pre' && plan instanceof UnionExec) return filterBranches(plan, parents);
  if (plan instanceof SortExec && plan.fetch === undefined) return filterBeforeSort(plan, parents);
  if (plan instanceof HashJoinExec) return { plan: withFilters(plan, own), applied: parents.map(byAny) };
  if (plan instanceof AggregateExec) return { plan, applied: parents.map(byAny) };
  return { plan, applied: parents.map(byAll) };
}

function intoLeaf(
  plan: ExecutionPlan,
  push: NonNullable<ExecutionPlan['tryPushdownFilters']>,
  parents: readonly ParentResult[],
  config: ConfigOptions,
): Settled {
  const result =
    parents.length === 0
      ? undefined
      : push(
          parents.map(({ filter }) => filter),
          config,
        );
  return { plan: result?.plan ?? plan, applied: result?.supported ?? parents.map(() => false) };
}

/** A filter takes what its input refused, and gives up what the input applies. */
function mergeFilters(plan: FilterExec, parents: readonly ParentResult[], own: readonly OwnResult[]): Settled {
  const refused = parents.filter((result) => !byAll(result)).map(({ filter }) => belowFilter(plan, filter)!);
  const rest = own.filter(({ applied }) => !applied).map(({ filter }) => filter);
  const predicate = conjunctionOpt([...refused, ...rest]);
  const applied = parents.map(() => true);
  if (predicate === undefined) return { plan: withoutFilter(plan), applied };
  if (predicate.equals(plan.predicate)) return { plan, applied };
  const { input, projection, defaultSelectivity, fetch } = plan;
  const options = {
    defaultSelectivity,
    ...(projection === undefined ? {} : { projection }),
    ...(fetch === undefined ? {} : { fetch }),
  };
  return { plan: new FilterExec(predicate, input, options), applied };
}

/** The input of a filter that has nothing left to do, with the filter's columns. */
function withoutFilter({ input, projection }: FilterExec): ExecutionPlan {
  if (projection === undefined) return input;
  const exprs = projection.map((i) => ({
    expr: new Column(input.schema.field(i).name, i),
    alias: input.schema.field(i).name,
  }));
  return new ProjectionExec(exprs, input);
}

/** Filters that the input refused run before the sort: fewer rows are to be sorted. */
function filterBeforeSort(plan: SortExec, parents: readonly ParentResult[]): Settled {
  const predicate = conjunctionOpt(
    parents.filter((result) => !byAll(result)).map(({ filter }) => inBranch(filter, plan.input)),
  );
  const applied = parents.map(() => true);
  return {
    plan: predicate === undefined ? plan : plan.withNewChildren([new FilterExec(predicate, plan.input)]),
    applied,
  };
}

/** Branches of a union that refused a filter are filtered each by itself; the others need not be filtered again. */
function filterBranches(plan: UnionExec, parents: readonly ParentResult[]): Settled {
  const branches = plan.inputs.map((input, i) => {
    const refused = parents.filter(({ children }) => children[i] !== true).map(({ filter }) => inBranch(filter, input));
    const predicate = conjunctionOpt(refused);
    return predicate === undefined ? input : new FilterExec(predicate, input);
  });
  const changed = branches.some((branch, i) => branch !== plan.inputs[i]);
  return { plan: changed ? new UnionExec(branches) : plan, applied: parents.map(() => true) };
}

const inBranch = (filter: PhysicalExpr, { schema }: ExecutionPlan): PhysicalExpr =>
  remapColumns(filter, ({ index }) => new Column(schema.field(index).name, index))!;

/** The join telling its keys to the filters that were pushed, when some operator reads them: working them out costs time. */
function withFilters(join: HashJoinExec, [left = [], right = []]: readonly (readonly OwnResult[])[]): HashJoinExec {
  const read = readBy(join.right, right);
  const keyFilters = read.filter(({ isHidden }) => isHidden);
  const filter = read.find(({ isHidden }) => !isHidden);
  const told = filter === undefined ? join : join.withDynamicFilter(filter);
  const toldAll = keyFilters.length === 0 ? told : told.withKeyFilters(keyFilters);
  const buildFilters = readBy(join.left, left);
  return buildFilters.length === 0 ? toldAll : toldAll.withBuildFilters(buildFilters);
}

const readBy = (plan: ExecutionPlan, own: readonly OwnResult[]): readonly DynamicFilterPhysicalExpr[] =>
  own
    .map(({ filter }) => filter)
    .filter((filter) => filter instanceof DynamicFilterPhysicalExpr)
    .filter((filter) => dynamicFiltersIn(plan).some((read) => read.sharesWith(filter)));

/** The dynamic filters that the operators of a plan read; those of its inputs are found once for all that are above. */
function dynamicFiltersIn(plan: ExecutionPlan): readonly DynamicFilterPhysicalExpr[] {
  let found = dynamicFilters.get(plan);
  if (found === undefined) {
    const own = expressionsOf(plan).flatMap(dynamicFiltersOf);
    const below = plan.children().map(dynamicFiltersIn);
    // Most operators read none: what is below their only input is all there is.
    found = own.length === 0 && below.length === 1 ? below[0]! : own.concat(...below);
    dynamicFilters.set(plan, found);
  }
  return found;
}

const dynamicFilters = new WeakMap<ExecutionPlan, readonly DynamicFilterPhysicalExpr[]>();
