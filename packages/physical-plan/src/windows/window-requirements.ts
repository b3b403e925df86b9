/** How window operators want their input, and what is known of their output. */
import { ABSENT, Schema, UNKNOWN_COLUMN, type Statistics } from '@datafusion-ts/common';
import { isUnbounded } from '@datafusion-ts/expr';
import type { PhysicalExpr, SortOptions } from '@datafusion-ts/expr-common';
import {
  Column,
  constExpr,
  containsExpr,
  EquivalenceProperties,
  hashPartitioned,
  singlePartition,
  type AggregateWindowExpr,
  type Distribution,
  type LexOrdering,
  type LexRequirement,
  type PhysicalSortRequirement,
  type WindowExpr,
} from '@datafusion-ts/physical-expr';
import type { ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { statisticsOf } from '../plan-defaults.js';
import { longestPermutation } from '../plan-properties.js';

/** The input's columns, then a column a window expression. */
export const windowSchema = (input: Schema, exprs: readonly WindowExpr[]): Schema =>
  new Schema([...input.fields, ...exprs.map((expr) => expr.field)], input.metadata);

/** The fewest partition keys any expression has; none when rows must not be spread. */
export function windowPartitionKeys(exprs: readonly WindowExpr[], canRepartition: boolean): readonly PhysicalExpr[] {
  if (!canRepartition) return [];
  return exprs.map((expr) => expr.partitionBy).reduce((fewest, keys) => (keys.length < fewest.length ? keys : fewest));
}

export const windowDistribution = (keys: readonly PhysicalExpr[]): readonly Distribution[] => [
  keys.length === 0 ? singlePartition : hashPartitioned(keys),
];

/** Ordered by the partition keys in any direction, then by the ordering keys; or by the ordering keys alone. */
export function windowOrderingRequirement(
  partitionBy: readonly PhysicalExpr[],
  orderBy: LexOrdering,
): OrderingRequirement | undefined {
  const byPartition: PhysicalSortRequirement[] = partitionBy.map((expr) => ({ expr }));
  const byOrder: PhysicalSortRequirement[] = [];
  for (const key of orderBy) {
    if (!mentions(byPartition, key.expr)) byPartition.push(key);
    if (!mentions(byOrder, key.expr)) byOrder.push(key);
  }
  const alternatives = [byPartition, byOrder].filter((keys) => keys.length > 0);
  return alternatives.length === 0 ? undefined : { alternatives, soft: false };
}

const mentions = (keys: LexRequirement, expr: PhysicalExpr): boolean =>
  containsExpr(
    keys.map((key) => key.expr),
    expr,
  );

/** Positions of the partition keys by which the input is ordered. */
export const orderedPartitionIndices = (
  partitionBy: readonly PhysicalExpr[],
  input: ExecutionPlan,
): readonly number[] => longestPermutation(input.properties, partitionBy).indices;

/** Statistics of the input's columns; results are unknown. */
export function windowStatistics(
  input: ExecutionPlan,
  exprs: readonly WindowExpr[],
  partition: number | undefined,
): Statistics {
  const statistics = statisticsOf(input, partition);
  return {
    numRows: statistics.numRows,
    totalByteSize: ABSENT,
    columnStatistics: [...statistics.columnStatistics, ...exprs.map(() => UNKNOWN_COLUMN)],
  };
}

const ANY_OPTIONS: readonly SortOptions[] = [
  { descending: false, nullsFirst: false },
  { descending: false, nullsFirst: true },
  { descending: true, nullsFirst: false },
  { descending: true, nullsFirst: true },
];

/**
 * What is known of a window operator's output: all of the input, and orders that results have by themselves, such as
 * that of row_number, running counts, or of constants over a whole partition.
 */
export function windowEquivalences(
  schema: Schema,
  input: ExecutionPlan,
  exprs: readonly WindowExpr[],
): EquivalenceProperties {
  let facts = new EquivalenceProperties(schema).extend(input.properties.equivalence);
  const first = schema.fields.length - exprs.length;
  for (const [i, expr] of exprs.entries()) {
    const ordering = partitionOrdering(facts, expr.partitionBy);
    if (expr.partitionBy.length > 0 && ordering === undefined) return facts;
    const column = new Column(expr.name, first + i);
    facts =
      expr.kind === 'Standard'
        ? standardFacts(facts, expr, column)
        : aggregateFacts(facts, expr, column, ordering ?? []);
  }
  return facts;
}

/** An ordering by all partition keys that holds; undefined when there is none. */
function partitionOrdering(
  facts: EquivalenceProperties,
  partitionBy: readonly PhysicalExpr[],
): LexOrdering | undefined {
  let ordering: LexOrdering = [];
  for (const expr of partitionBy) {
    const options = ANY_OPTIONS.find((candidate) => facts.orderingSatisfy([...ordering, { expr, options: candidate }]));
    if (options === undefined) return undefined;
    ordering = [...ordering, { expr, options }];
  }
  return ordering.length > 0 && facts.orderingSatisfy(ordering) ? ordering : undefined;
}

function standardFacts(
  facts: EquivalenceProperties,
  expr: Extract<WindowExpr, { kind: 'Standard' }>,
  column: Column,
): EquivalenceProperties {
  const { sortOptions } = expr.func;
  return sortOptions === undefined ? facts : orderedWithinPartitions(facts, expr.partitionBy, column, sortOptions);
}

/** Adds the order of a column in each partition, after an order by the partition keys. */
function orderedWithinPartitions(
  facts: EquivalenceProperties,
  partitionBy: readonly PhysicalExpr[],
  expr: PhysicalExpr,
  options: SortOptions,
): EquivalenceProperties {
  if (partitionBy.length === 0) return facts.addOrdering([{ expr, options }]);
  const { ordering } = facts.findLongestPermutation(partitionBy);
  return ordering.length === partitionBy.length ? facts.addOrdering([...ordering, { expr, options }]) : facts;
}

function aggregateFacts(
  facts: EquivalenceProperties,
  expr: AggregateWindowExpr,
  column: Column,
  ordering: LexOrdering,
): EquivalenceProperties {
  const monotonicity = expr.aggregate.func.setMonotonicity?.(expr.field.dataType) ?? 'NotMonotonic';
  const toTheEnd = isUnbounded(expr.frame.endBound);
  if (!expr.isSliding && toTheEnd) {
    if (expr.partitionBy.length === 0) return facts.addConstants([constExpr(column)]);
    return facts.addOrderings(ANY_OPTIONS.map((options) => [...ordering, { expr: column, options }]));
  }
  if (monotonicity === 'NotMonotonic') return facts;
  const increasing = monotonicity === 'Increasing';
  if (!expr.isSliding) {
    return orderedWithinPartitions(facts, expr.partitionBy, column, { descending: !increasing, nullsFirst: false });
  }
  if (toTheEnd)
    return facts.addOrdering([...ordering, { expr: column, options: { descending: increasing, nullsFirst: true } }]);
  return expr.frame.causal ? causalFacts(facts, expr, column, increasing) : facts;
}

/** A sliding frame behind the current row over an ordered argument. */
function causalFacts(
  facts: EquivalenceProperties,
  expr: AggregateWindowExpr,
  column: Column,
  increasing: boolean,
): EquivalenceProperties {
  const [argument] = expr.aggregate.args;
  if (argument === undefined) return facts;
  const options = ANY_OPTIONS.find((candidate) => facts.orderingSatisfy([{ expr: argument, options: candidate }]));
  if (options === undefined) return facts;
  const unpartitioned = expr.partitionBy.length === 0;
  if (increasing && (!options.descending || unpartitioned)) {
    return facts.addOrdering([{ expr: column, options: { descending: false, nullsFirst: false } }]);
  }
  if (!increasing && (options.descending || unpartitioned)) {
    return facts.addOrdering([{ expr: column, options: { descending: true, nullsFirst: false } }]);
  }
  return facts;
}
