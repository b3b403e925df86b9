/**
 * Which filters from above each operator lets through to its inputs, and which it adds itself.
 *
 * A filter passes where it may run earlier without changing the result: through operators that keep rows as they are, to
 * the side of a join that is not padded, to the keys of an aggregation, through computed columns. Never below a limit.
 */
import type { ConfigOptions, JoinType } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, columnIndices, isInfallible, remapColumns, splitConjunction } from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  CoalesceBatchesExec,
  CoalescePartitionsExec,
  CooperativeExec,
  FilterExec,
  HashJoinExec,
  narrows,
  ProjectionExec,
  RepartitionExec,
  SortExec,
  UnionExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';

import { throughProjection } from '../projection-pushdown/update-expr.js';
import { buildFilters } from './build-filters.js';

/** Before the operators are settled, or after: filters that change while the query runs are pushed after only. */
export type FilterPushdownPhase = 'Pre' | 'Post';

/** The filters for one input. */
export interface ChildFilters {
  /** One a filter from above: bound to the input, or undefined when it cannot pass. */
  readonly parent: readonly (PhysicalExpr | undefined)[];
  /** The operator's own, bound to the input. */
  readonly own: readonly PhysicalExpr[];
}

/** True when an operator may have filters of its own for its inputs. */
export function mayHaveFilters(plan: ExecutionPlan, phase: FilterPushdownPhase): boolean {
  if (phase === 'Pre') return plan instanceof FilterExec;
  return plan instanceof HashJoinExec || plan instanceof SortExec || plan instanceof AggregateExec;
}

/** The filters for each input of an operator. */
export function childFilters(
  plan: ExecutionPlan,
  filters: readonly PhysicalExpr[],
  phase: FilterPushdownPhase,
  config: ConfigOptions,
): readonly ChildFilters[] {
  if (plan instanceof FilterExec) return [throughFilter(plan, filters, phase)];
  if (plan instanceof ProjectionExec) {
    const parent =
      filters.length > 0 && missesErrors(plan, phase)
        ? blocked(filters)
        : filters.map((filter) => throughProjection(filter, plan.exprs));
    return [{ parent, own: [] }];
  }
  if (plan instanceof SortExec) return [throughSort(plan, filters, phase, config)];
  if (plan instanceof AggregateExec) return [throughAggregate(plan, filters, phase, config)];
  if (plan instanceof HashJoinExec) return throughHashJoin(plan, filters, phase, config);
  if (passesAll(plan))
    return plan.children().map(({ schema }) => ({ parent: filters.map((f) => rename(f, schema)), own: [] }));
  return plan.children().map(() => ({ parent: blocked(filters), own: [] }));
}

/**
 * True when an expression of the operator may fail and all its rows come from sources that test filters without a word in
 * the plan: DataFusion's would not, so its expression meets every row.
 */
function missesErrors(plan: FilterExec | ProjectionExec, phase: FilterPushdownPhase): boolean {
  return (
    phase === 'Post' &&
    !plan.expressions().every((expr) => isInfallible(expr, plan.input.schema)) &&
    leavesHideFilters(plan.input)
  );
}

function leavesHideFilters(plan: ExecutionPlan): boolean {
  const children = plan.children();
  return children.length === 0 ? plan.hidesFilters === true : children.every(leavesHideFilters);
}

const blocked = (filters: readonly PhysicalExpr[]): readonly undefined[] => filters.map(() => undefined);

const passesAll = (plan: ExecutionPlan): boolean =>
  plan instanceof RepartitionExec ||
  plan instanceof CoalescePartitionsExec ||
  plan instanceof CoalesceBatchesExec ||
  plan instanceof CooperativeExec ||
  plan instanceof UnionExec;

/** The filter with the names that columns have in an input with the same columns. */
const rename = (filter: PhysicalExpr, schema: ExecutionPlan['schema']): PhysicalExpr | undefined =>
  remapColumns(filter, ({ index }) => new Column(schema.field(index).name, index));

function throughFilter(plan: FilterExec, filters: readonly PhysicalExpr[], phase: FilterPushdownPhase): ChildFilters {
  return {
    parent:
      filters.length > 0 && missesErrors(plan, phase)
        ? blocked(filters)
        : filters.map((filter) => belowFilter(plan, filter)),
    own: phase === 'Pre' ? splitConjunction(plan.predicate) : [],
  };
}

/** A filter on the output of a filter, which may leave out columns, as one on its input. */
export function belowFilter(plan: FilterExec, filter: PhysicalExpr): PhysicalExpr | undefined {
  return remapColumns(filter, ({ index }) => {
    const source = plan.projection?.[index] ?? index;
    return new Column(plan.input.schema.field(source).name, source);
  });
}

/** The first rows of few are other rows: nothing passes a top-k, whose threshold is itself a filter. */
function throughSort(
  plan: SortExec,
  filters: readonly PhysicalExpr[],
  phase: FilterPushdownPhase,
  config: ConfigOptions,
): ChildFilters {
  const parent = plan.fetch === undefined ? filters : blocked(filters);
  const own =
    phase === 'Post' && config.optimizer.enableTopkDynamicFilterPushdown && plan.filter !== undefined
      ? [plan.filter]
      : [];
  return { parent, own };
}

/** Filters on group keys decide which groups there are, not what is in them. */
function throughAggregate(
  plan: AggregateExec,
  filters: readonly PhysicalExpr[],
  phase: FilterPushdownPhase,
  config: ConfigOptions,
): ChildFilters {
  const { exprs, groups } = plan.groupBy;
  const parent = filters.map((filter) => {
    const columns = columnIndices(filter);
    const safe = columns.every((i) => i < exprs.length && groups.every((mask) => mask[i] !== true));
    // Without keys there is one group, which no rows make, too.
    if (!safe || exprs.length === 0) return undefined;
    return remapColumns(filter, ({ index }) => {
      const { expr } = exprs[index]!;
      return expr instanceof Column ? expr : undefined;
    });
  });
  const dynamic =
    phase === 'Post' && config.optimizer.enableAggregateDynamicFilterPushdown ? plan.dynamicFilter : undefined;
  return { parent, own: dynamic === undefined ? [] : [dynamic] };
}

function throughHashJoin(
  join: HashJoinExec,
  filters: readonly PhysicalExpr[],
  phase: FilterPushdownPhase,
  config: ConfigOptions,
): readonly ChildFilters[] {
  const dynamic = phase === 'Post' && wantsDynamicFilter(join, config) ? ownFilters(join, config) : [];
  const forBuild = phase === 'Post' ? buildFilters(join, config) : [];
  return [
    { parent: filters.map((filter) => toSide(join, filter, 'Left')), own: forBuild },
    { parent: filters.map((filter) => toSide(join, filter, 'Right')), own: dynamic },
  ];
}

/**
 * The filter over all keys of a join; where that reaches no scan, as its columns come from several, or some are computed
 * by an aggregation, those over single keys that do.
 */
function ownFilters(join: HashJoinExec, config: ConfigOptions): readonly PhysicalExpr[] {
  const all = join.createDynamicFilter();
  if (join.on.length < 2 || !narrows(join) || reachesLeaf(join.right, all, config)) return [all];
  return [all, ...join.createKeyFilters().filter((filter) => reachesLeaf(join.right, filter, config))];
}

/** True when some leaf below is offered a filter. */
function reachesLeaf(plan: ExecutionPlan, filter: PhysicalExpr, config: ConfigOptions): boolean {
  const children = plan.children();
  if (children.length === 0) return plan.tryPushdownFilters !== undefined;
  const offered = childFilters(plan, [filter], 'Pre', config);
  return children.some((child, i) => {
    const [passed] = offered[i]!.parent;
    return passed !== undefined && reachesLeaf(child, passed, config);
  });
}

function toSide(join: HashJoinExec, filter: PhysicalExpr, side: 'Left' | 'Right'): PhysicalExpr | undefined {
  if (!keepsRowsOf(join.joinType, side)) return undefined;
  const input = side === 'Left' ? join.left : join.right;
  return remapColumns(filter, ({ index, name }) => {
    const source = join.columnIndices[index];
    if (source?.side === side) return new Column(input.schema.field(source.index).name, source.index);
    return isSemiOrAnti(join.joinType) && source !== undefined ? partnerOf(join, name, source.index, side) : undefined;
  });
}

/** For semi and anti joins: the key of the other side that must equal a key of the side given out. */
function partnerOf(join: HashJoinExec, name: string, index: number, side: 'Left' | 'Right'): Column | undefined {
  for (const [left, right] of join.on) {
    const [given, partner] = side === 'Left' ? [right, left] : [left, right];
    if (given instanceof Column && given.index === index && partner instanceof Column && partner.name === name)
      return partner;
  }
  return undefined;
}

/** Sides whose rows a filter on the output may drop before the join. */
function keepsRowsOf(joinType: JoinType, side: 'Left' | 'Right'): boolean {
  switch (joinType) {
    case 'Inner':
    case 'LeftSemi':
    case 'RightSemi':
    case 'LeftAnti':
    case 'RightAnti':
      return true;
    case 'Left':
    case 'LeftMark':
      return side === 'Left';
    case 'Right':
    case 'RightMark':
      return side === 'Right';
    case 'Full':
      return false;
  }
}

const isSemiOrAnti = (joinType: JoinType): boolean => joinType.endsWith('Semi') || joinType.endsWith('Anti');

/** Right rows without partner must not matter. */
function wantsDynamicFilter(join: HashJoinExec, { optimizer }: ConfigOptions): boolean {
  if (!optimizer.enableJoinDynamicFilterPushdown || join.dynamicFilter !== undefined) return false;
  // Groups of files that only look hashed do not meet the partition of the same number.
  if (optimizer.preserveFilePartitions > 0 && join.mode === 'Partitioned') return false;
  switch (join.joinType) {
    case 'Inner':
    case 'Left':
    case 'LeftSemi':
    case 'RightSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return true;
    default:
      return false;
  }
}
