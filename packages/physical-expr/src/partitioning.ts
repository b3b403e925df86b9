import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { EquivalenceProperties } from './equivalence/equivalence-properties.js';
import { equalExprs, isExprSubset } from './utils/expr-lists.js';

/** How the rows of an operator's output are spread over its partitions. */
export type Partitioning =
  | { readonly kind: 'RoundRobinBatch'; readonly count: number }
  | { readonly kind: 'Hash'; readonly exprs: readonly PhysicalExpr[]; readonly count: number }
  | { readonly kind: 'UnknownPartitioning'; readonly count: number };

/** How an operator needs the rows of an input to be spread. */
export type Distribution =
  | { readonly kind: 'UnspecifiedDistribution' }
  | { readonly kind: 'SinglePartition' }
  | { readonly kind: 'HashPartitioned'; readonly exprs: readonly PhysicalExpr[] };

/** Whether, and how, a partitioning meets a distribution. */
export type PartitioningSatisfaction = 'NotSatisfied' | 'Exact' | 'Subset';

export const roundRobinPartitioning = (count: number): Partitioning => ({ kind: 'RoundRobinBatch', count });
export const hashPartitioning = (exprs: readonly PhysicalExpr[], count: number): Partitioning => ({
  kind: 'Hash',
  exprs,
  count,
});
export const unknownPartitioning = (count: number): Partitioning => ({ kind: 'UnknownPartitioning', count });

export const unspecifiedDistribution: Distribution = { kind: 'UnspecifiedDistribution' };
export const singlePartition: Distribution = { kind: 'SinglePartition' };
export const hashPartitioned = (exprs: readonly PhysicalExpr[]): Distribution => ({ kind: 'HashPartitioned', exprs });

/** `RoundRobinBatch(4)`, `Hash([a@0], 4)`, `UnknownPartitioning(1)`. */
export function formatPartitioning(partitioning: Partitioning): string {
  return partitioning.kind === 'Hash'
    ? `Hash([${partitioning.exprs.map(String).join(', ')}], ${partitioning.count})`
    : `${partitioning.kind}(${partitioning.count})`;
}

/** `Unspecified`, `SinglePartition`, `HashPartitioned[[a@0]])` as DataFusion prints them. */
export function formatDistribution(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'UnspecifiedDistribution':
      return 'Unspecified';
    case 'SinglePartition':
      return 'SinglePartition';
    case 'HashPartitioned':
      return `HashPartitioned[[${distribution.exprs.map(String).join(', ')}]])`;
  }
}

/** Same kind, same number of partitions, same expressions. Unknown partitionings equal nothing. */
export function samePartitioning(a: Partitioning, b: Partitioning): boolean {
  if (a.kind !== b.kind || a.count !== b.count || a.kind === 'UnknownPartitioning') return false;
  return a.kind !== 'Hash' || equalExprs(a.exprs, (b as typeof a).exprs);
}

/**
 * Whether rows that belong together for `required` are in one partition of `partitioning`. Hashing by a subset of the
 * required expressions does it too, when allowed (`Subset`).
 */
export function partitioningSatisfaction(
  partitioning: Partitioning,
  required: Distribution,
  equivalences: EquivalenceProperties | (() => EquivalenceProperties),
  allowSubset = false,
): PartitioningSatisfaction {
  if (required.kind === 'UnspecifiedDistribution') return 'Exact';
  if (partitioning.count === 1) return 'Exact';
  if (required.kind === 'SinglePartition' || partitioning.kind !== 'Hash') return 'NotSatisfied';
  if (required.exprs.length === 0 || partitioning.exprs.length === 0) return 'NotSatisfied';
  if (equalExprs(required.exprs, partitioning.exprs)) return 'Exact';
  const { group } = typeof equivalences === 'function' ? equivalences() : equivalences;
  const wanted = required.exprs.map((expr) => group.normalizeExpr(expr));
  const given = partitioning.exprs.map((expr) => group.normalizeExpr(expr));
  if (equalExprs(wanted, given)) return 'Exact';
  return allowSubset && isExprSubset(given, wanted) ? 'Subset' : 'NotSatisfied';
}

/** Partitioning of the output of a projection; what the projection drops becomes unknown. */
export function projectPartitioning(
  partitioning: Partitioning,
  project: (expr: PhysicalExpr) => PhysicalExpr | undefined,
): Partitioning {
  if (partitioning.kind !== 'Hash') return partitioning;
  const exprs = partitioning.exprs.map(project);
  return exprs.every((expr) => expr !== undefined)
    ? hashPartitioning(exprs as readonly PhysicalExpr[], partitioning.count)
    : { kind: 'UnknownPartitioning', count: partitioning.count };
}
