/**
 * Whether two operators over equal inputs give equal rows in equal batches of columns: same kind, same expressions, same
 * parameters. Only operators that are listed here can be equal to others; one that is not (of users, with effects, reading
 * what changes during a query) equals nothing, nor does one with an expression that may differ between two evaluations.
 *
 * Dynamic filters are left out of the comparison: they only take away rows that an operator above drops anyway.
 */
import { sameFields } from '@datafusion-ts/common';
import { sameScalar } from '@datafusion-ts/compute';
import type { WindowFrame, WindowFrameBound } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  equalExprs,
  isVolatileExpr,
  samePartitioning,
  windowExpressions,
  type AggregateFunctionExpr,
  type LexOrdering,
  type ProjectionExpr,
  type WindowExpr,
} from '@datafusion-ts/physical-expr';
import { AggregateExec } from '../../aggregates/aggregate-exec.js';
import { CoalesceBatchesExec } from '../../coalesce/coalesce-batches.js';
import { CoalescePartitionsExec } from '../../coalesce/coalesce-partitions.js';
import type { ExecutionPlan } from '../../execution-plan.js';
import { CrossJoinExec } from '../../joins/cross-join.js';
import { HashJoinExec } from '../../joins/hash-join.js';
import type { ColumnIndex, JoinFilter, JoinOn } from '../../joins/join-parts.js';
import { NestedLoopJoinExec } from '../../joins/nested-loop-join.js';
import { SortMergeJoinExec } from '../../joins/sort-merge-join.js';
import { GlobalLimitExec } from '../../limits/global-limit.js';
import { LocalLimitExec } from '../../limits/local-limit.js';
import { SortPreservingMergeExec } from '../../sorts/sort-preserving-merge.js';
import { SortExec } from '../../sorts/sort.js';
import { BoundedWindowAggExec } from '../../windows/bounded-window-agg.js';
import { WindowAggExec } from '../../windows/window-agg.js';
import type { WindowExec } from '../../windows/window-exec.js';
import { CooperativeExec } from '../cooperative.js';
import { EmptyExec } from '../empty.js';
import { FilterExec } from '../filter.js';
import { PlaceholderRowExec } from '../placeholder-row.js';
import { ProjectionExec } from '../projection.js';
import { RepartitionExec } from '../repartition.js';
import { InterleaveExec, UnionExec } from '../union.js';

/** What is known of one kind of operator. */
interface NodeRule {
  /** Whether two of the kind do the same, their inputs being equal. */
  readonly same: (a: ExecutionPlan, b: ExecutionPlan) => boolean;
  /** Expressions beyond those that the operator tells by itself. */
  readonly expressions: (plan: ExecutionPlan) => readonly PhysicalExpr[];
}

const rules = new Map<unknown, NodeRule>();

function rule<T extends ExecutionPlan>(
  type: new (...parts: never[]) => T,
  same: (a: T, b: T) => boolean = () => true,
  expressions: (plan: T) => readonly PhysicalExpr[] = () => [],
): void {
  rules.set(type, {
    same: (a, b) => a instanceof type && b instanceof type && same(a, b),
    expressions: (plan) => (plan instanceof type ? expressions(plan) : []),
  });
}

rule(
  FilterExec,
  (a, b) => a.predicate.equals(b.predicate) && sameNumbers(a.projection, b.projection) && a.fetch === b.fetch,
);
rule(
  ProjectionExec,
  (a, b) => sameProjection(a.exprs, b.exprs),
  (plan) => plan.exprs.map(({ expr }) => expr),
);
rule(
  AggregateExec,
  (a, b) =>
    a.mode === b.mode &&
    a.groupBy.equals(b.groupBy) &&
    sameCalls(a.aggregates, b.aggregates) &&
    sameOptional(a.filters, b.filters) &&
    a.limitOptions?.limit === b.limitOptions?.limit &&
    a.limitOptions?.descending === b.limitOptions?.descending,
);
rule(
  HashJoinExec,
  (a, b) =>
    a.mode === b.mode &&
    a.joinType === b.joinType &&
    a.nullEquality === b.nullEquality &&
    a.nullAware === b.nullAware &&
    a.fetch === b.fetch &&
    sameOn(a.on, b.on) &&
    sameJoinFilter(a.filter, b.filter) &&
    sameNumbers(a.projection, b.projection),
  (plan) => joinFilterExpr(plan.filter),
);
rule(
  NestedLoopJoinExec,
  (a, b) => a.joinType === b.joinType && sameJoinFilter(a.filter, b.filter) && sameNumbers(a.projection, b.projection),
  (plan) => joinFilterExpr(plan.filter),
);
rule(
  SortMergeJoinExec,
  (a, b) =>
    a.joinType === b.joinType &&
    a.nullEquality === b.nullEquality &&
    sameOn(a.on, b.on) &&
    a.sortOptions.every((options, i) => sameOptions(options, b.sortOptions[i]!)) &&
    sameJoinFilter(a.filter, b.filter),
  (plan) => [...plan.on.flat(), ...joinFilterExpr(plan.filter)],
);
rule(CrossJoinExec);
rule(
  SortExec,
  (a, b) =>
    a.fetch === b.fetch && a.preservePartitioning === b.preservePartitioning && sameOrdering(a.ordering, b.ordering),
);
rule(SortPreservingMergeExec, (a, b) => a.fetch === b.fetch && sameOrdering(a.ordering, b.ordering));
rule(WindowAggExec, sameWindows);
rule(BoundedWindowAggExec, (a, b) => sameWindows(a, b) && a.inputOrderMode.kind === b.inputOrderMode.kind);
rule(
  RepartitionExec,
  (a, b) => a.preserveOrder === b.preserveOrder && samePartitioning(a.partitioning, b.partitioning),
);
rule(CoalescePartitionsExec, (a, b) => a.fetch === b.fetch);
rule(CoalesceBatchesExec, (a, b) => a.fetch === b.fetch && a.targetBatchSize === b.targetBatchSize);
rule(GlobalLimitExec, (a, b) => a.skip === b.skip && a.fetch === b.fetch);
rule(LocalLimitExec, (a, b) => a.fetch === b.fetch);
rule(UnionExec);
rule(InterleaveExec);
rule(CooperativeExec);
rule(EmptyExec, (a, b) => a.partitions === b.partitions);
rule(PlaceholderRowExec, (a, b) => a.partitions === b.partitions);

/** True for operators that this module knows; the rows of others are never shared. */
export const isComparable = (plan: ExecutionPlan): boolean =>
  plan.givesSameRows !== undefined || rules.has(plan.constructor);

/** Whether two operators give equal rows, their inputs being equal. */
export function sameNode(a: ExecutionPlan, b: ExecutionPlan): boolean {
  if (a.constructor !== b.constructor || !sameFields(a.schema.fields, b.schema.fields)) return false;
  if (a.givesSameRows !== undefined) return a.givesSameRows(b) && !hasVolatile(a.expressions?.());
  const known = rules.get(a.constructor);
  if (known === undefined || !known.same(a, b)) return false;
  return !hasVolatile(a.expressions?.()) && !hasVolatile(known.expressions(a));
}

const hasVolatile = (exprs: readonly PhysicalExpr[] = []): boolean => exprs.some(isVolatileExpr);

const sameNumbers = (a: readonly number[] | undefined, b: readonly number[] | undefined): boolean =>
  a === b || (a !== undefined && a.length === b?.length && a.every((value, i) => value === b[i]));

const sameProjection = (a: readonly ProjectionExpr[], b: readonly ProjectionExpr[]): boolean =>
  a.length === b.length && a.every(({ expr, alias }, i) => alias === b[i]!.alias && expr.equals(b[i]!.expr));

const sameOptional = (a: readonly (PhysicalExpr | undefined)[], b: readonly (PhysicalExpr | undefined)[]): boolean =>
  a.length === b.length && a.every((expr, i) => sameExpr(expr, b[i]));

const sameExpr = (a: PhysicalExpr | undefined, b: PhysicalExpr | undefined): boolean =>
  a === undefined || b === undefined ? a === b : a.equals(b);

const sameOptions = (a: LexOrdering[number]['options'], b: LexOrdering[number]['options']): boolean =>
  a.descending === b.descending && a.nullsFirst === b.nullsFirst;

const sameOrdering = (a: LexOrdering, b: LexOrdering): boolean =>
  a.length === b.length && a.every((key, i) => key.expr.equals(b[i]!.expr) && sameOptions(key.options, b[i]!.options));

const sameCalls = (a: readonly AggregateFunctionExpr[], b: readonly AggregateFunctionExpr[]): boolean =>
  a.length === b.length && a.every((call, i) => sameCall(call, b[i]!));

const sameCall = (a: AggregateFunctionExpr, b: AggregateFunctionExpr): boolean =>
  a.name === b.name && a.equals(b) && sameOrdering(a.orderBy, b.orderBy) && a.func.signature.volatility !== 'Volatile';

const sameOn = (a: JoinOn, b: JoinOn): boolean =>
  equalExprs(
    a.map(([left]) => left),
    b.map(([left]) => left),
  ) &&
  equalExprs(
    a.map(([, right]) => right),
    b.map(([, right]) => right),
  );

function sameJoinFilter(a: JoinFilter | undefined, b: JoinFilter | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.expression.equals(b.expression) && sameIndices(a.columnIndices, b.columnIndices);
}

const sameIndices = (a: readonly ColumnIndex[], b: readonly ColumnIndex[]): boolean =>
  a.length === b.length && a.every(({ index, side }, i) => index === b[i]!.index && side === b[i]!.side);

const joinFilterExpr = (filter: JoinFilter | undefined): readonly PhysicalExpr[] =>
  filter === undefined ? [] : [filter.expression];

function sameWindows(a: WindowExec, b: WindowExec): boolean {
  return (
    a.windowExprs.length === b.windowExprs.length &&
    a.windowExprs.every((expr, i) => sameWindow(expr, b.windowExprs[i]!))
  );
}

function sameWindow(a: WindowExpr, b: WindowExpr): boolean {
  return (
    a.name === b.name &&
    sameFrame(a.frame, b.frame) &&
    sameOrdering(a.orderBy, b.orderBy) &&
    equalExprs(a.partitionBy, b.partitionBy) &&
    equalExprs(windowExpressions(a), windowExpressions(b)) &&
    sameFunction(a, b)
  );
}

const sameFrame = (a: WindowFrame, b: WindowFrame): boolean =>
  a.units === b.units &&
  a.causal === b.causal &&
  sameBound(a.startBound, b.startBound) &&
  sameBound(a.endBound, b.endBound);

function sameBound(a: WindowFrameBound, b: WindowFrameBound): boolean {
  if (a.kind === 'CurrentRow' || b.kind === 'CurrentRow') return a.kind === b.kind;
  return a.kind === b.kind && sameScalar(a.value, b.value);
}

function sameFunction(a: WindowExpr, b: WindowExpr): boolean {
  if (a.kind === 'Aggregate') {
    return b.kind === 'Aggregate' && sameCall(a.aggregate, b.aggregate) && sameExpr(a.filter, b.filter);
  }
  return (
    b.kind === 'Standard' &&
    a.func === b.func &&
    a.func.signature.volatility !== 'Volatile' &&
    a.ignoreNulls === b.ignoreNulls &&
    a.isReversed === b.isReversed
  );
}
