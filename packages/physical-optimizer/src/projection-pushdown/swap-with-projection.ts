/** What becomes of a projection over each operator: below it, inside it, or (undefined) where it is. */
import { hashPartitioned, hashPartitioning, type Distribution, type Partitioning } from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { ProjectionExec } from '@datafusion-ts/physical-plan';
import {
  benefitsFromInputPartitioning,
  CoalescePartitionsExec,
  CrossJoinExec,
  FilterExec,
  HashJoinExec,
  NestedLoopJoinExec,
  OutputRequirementExec,
  RepartitionExec,
  SortExec,
  SortMergeJoinExec,
  SortPreservingMergeExec,
  UnionExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { isSortMergeJoin } from '../support/join-kinds.js';
import { projectJoinInputs } from './join-projections.js';
import { columnsOnly, embedProjection, narrows, projectionOver } from './projections.js';
import { orderingOverProjection, overProjection, requirementOverProjection } from './update-expr.js';

/** The plan that does what `projection` over its input does; undefined when there is nothing better. */
export function swapWithProjection(projection: ProjectionExec): ExecutionPlan | undefined {
  const { input } = projection;
  if (input instanceof FilterExec) return swapFilter(projection, input);
  if (input instanceof HashJoinExec) return swapHashJoin(projection, input);
  if (input instanceof NestedLoopJoinExec) return swapNestedLoopJoin(projection, input);
  if (input instanceof CrossJoinExec) return swapCrossJoin(projection, input);
  if (isSortMergeJoin(input)) return swapSortMergeJoin(projection, input);
  if (input instanceof RepartitionExec) return swapRepartition(projection, input);
  if (input instanceof UnionExec) {
    return narrows(projection)
      ? new UnionExec(input.inputs.map((child) => projectionOver(projection, child)))
      : undefined;
  }
  if (input instanceof CoalescePartitionsExec) {
    return narrows(projection)
      ? new CoalescePartitionsExec(projectionOver(projection, input.input), input.fetch)
      : undefined;
  }
  if (input instanceof SortExec || input instanceof SortPreservingMergeExec) return swapSort(projection, input);
  if (input instanceof OutputRequirementExec) return swapRequirement(projection, input);
  return input.tryPushdownProjection?.(projection.exprs);
}

function swapFilter(projection: ProjectionExec, filter: FilterExec): ExecutionPlan | undefined {
  if (narrows(projection) && filter.projection === undefined) {
    const predicate = overProjection(filter.predicate, projection.exprs);
    if (predicate !== undefined) {
      const { defaultSelectivity, fetch } = filter;
      const options = fetch === undefined ? { defaultSelectivity } : { defaultSelectivity, fetch };
      return new FilterExec(predicate, projectionOver(projection, filter.input), options);
    }
  }
  const given = filter.projection;
  return embedProjection(projection, filter, (indices) => filter.withProjection(indices.map((i) => given?.[i] ?? i)));
}

function swapHashJoin(projection: ProjectionExec, join: HashJoinExec): ExecutionPlan | undefined {
  if (join.projection !== undefined) return undefined;
  const projected = projectJoinInputs(projection, join, join.schema);
  return projected === undefined
    ? embedProjection(projection, join, (indices) => join.withProjection(indices))
    : new HashJoinExec({ ...join.parts(), ...projected });
}

function swapNestedLoopJoin(projection: ProjectionExec, join: NestedLoopJoinExec): ExecutionPlan | undefined {
  if (join.projection !== undefined) return undefined;
  const projected = projectJoinInputs(projection, { ...join.parts(), on: [], filter: join.filter }, join.schema);
  if (projected === undefined) return embedProjection(projection, join, (indices) => join.withProjection(indices));
  const { left, right, filter } = projected;
  return new NestedLoopJoinExec({ ...join.parts(), left, right, filter });
}

function swapCrossJoin(projection: ProjectionExec, join: CrossJoinExec): ExecutionPlan | undefined {
  const { left, right } = join;
  const projected = projectJoinInputs(
    projection,
    { left, right, on: [], filter: undefined, joinType: 'Inner' },
    join.schema,
  );
  return projected === undefined ? undefined : new CrossJoinExec(projected.left, projected.right);
}

function swapSortMergeJoin(projection: ProjectionExec, join: SortMergeJoinExec): ExecutionPlan | undefined {
  const projected = projectJoinInputs(projection, join, join.schema);
  if (projected === undefined) return undefined;
  return new SortMergeJoinExec({ ...join.parts(), ...projected });
}

function swapRepartition(projection: ProjectionExec, exchange: RepartitionExec): ExecutionPlan | undefined {
  if (!narrows(projection) || benefitsFromInputPartitioning(projection)[0] === true || !columnsOnly(projection))
    return undefined;
  const partitioning = movePartitioning(exchange.partitioning, projection);
  if (partitioning === undefined) return undefined;
  return new RepartitionExec(projectionOver(projection, exchange.input), partitioning, exchange.preserveOrder);
}

function movePartitioning(partitioning: Partitioning, projection: ProjectionExec): Partitioning | undefined {
  if (partitioning.kind !== 'Hash') return partitioning;
  const exprs = moveAll(partitioning.exprs, projection);
  return exprs === undefined ? undefined : hashPartitioning(exprs, partitioning.count);
}

function moveAll(exprs: readonly PhysicalExpr[], projection: ProjectionExec): readonly PhysicalExpr[] | undefined {
  const moved = exprs.map((expr) => overProjection(expr, projection.exprs));
  return moved.every((expr) => expr !== undefined) ? (moved as readonly PhysicalExpr[]) : undefined;
}

function swapSort(projection: ProjectionExec, sort: SortExec | SortPreservingMergeExec): ExecutionPlan | undefined {
  if (!narrows(projection)) return undefined;
  const ordering = orderingOverProjection(sort.ordering, projection.exprs);
  if (ordering === undefined) return undefined;
  const input = projectionOver(projection, sort.input);
  if (sort instanceof SortPreservingMergeExec) return new SortPreservingMergeExec(ordering, input, sort.fetch);
  return new SortExec(ordering, input, { fetch: sort.fetch, preservePartitioning: sort.preservePartitioning });
}

function swapRequirement(projection: ProjectionExec, node: OutputRequirementExec): ExecutionPlan | undefined {
  if (!narrows(projection)) return undefined;
  const order =
    node.orderRequirement === undefined
      ? undefined
      : requirementOverProjection(node.orderRequirement, projection.exprs);
  const distribution = moveDistribution(node.distRequirement, projection);
  if ((order === undefined && node.orderRequirement !== undefined) || distribution === undefined) return undefined;
  return new OutputRequirementExec(projectionOver(projection, node.input), order, distribution, node.fetch);
}

function moveDistribution(distribution: Distribution, projection: ProjectionExec): Distribution | undefined {
  if (distribution.kind !== 'HashPartitioned') return distribution;
  const exprs = moveAll(distribution.exprs, projection);
  return exprs === undefined ? undefined : hashPartitioned(exprs);
}
