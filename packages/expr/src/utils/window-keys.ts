import { type DFSchema, InternalError } from '@datafusion-ts/common';
import { exprEquals, exprKey, sortEquals } from '../equality/expr-key.js';
import type { Expr, SortExpr } from '../expr/expr.js';
import { walkExpr } from '../expr/expr-tree.js';

/** Keys by which window functions sort their input, and grouping of window functions that share them. */

/** One sort key with a mark whether it partitions (then its direction is free). */
export interface WindowSortKeyItem {
  readonly sort: SortExpr;
  readonly isPartition: boolean;
}

/** The sort keys of a window function, partition keys first. */
export type WindowSortKey = readonly WindowSortKeyItem[];

/**
 * Sort keys for PARTITION BY and ORDER BY: the partition keys, each in the direction the ORDER BY gives it (ascending
 * with nulls last when it does not), then what else the ORDER BY has. No key comes twice.
 */
export function generateSortKey(partitionBy: readonly Expr[], orderBy: readonly SortExpr[]): WindowSortKey {
  const keys: WindowSortKeyItem[] = [];
  const add = (sort: SortExpr, isPartition: boolean): void => {
    if (!keys.some((key) => sortEquals(key.sort, sort))) keys.push({ sort, isPartition });
  };
  for (const expr of partitionBy) add(orderBy.find((sort) => exprEquals(sort.expr, expr)) ?? expr.asc(), true);
  for (const sort of orderBy) add(sort, false);
  return keys;
}

/** Text equal exactly for equal keys. */
function windowSortKeyText(key: WindowSortKey): string {
  return key
    .map(({ sort, isPartition }) => `${exprKey(sort.expr)}${sort.asc}${sort.nullsFirst}${isPartition}`)
    .join('|');
}

/** Window functions by equal sort keys, groups in order of first appearance. Throws an InternalError for other expressions. */
export function groupWindowExprBySortKeys(
  windowExprs: readonly Expr[],
): readonly (readonly [WindowSortKey, readonly Expr[]])[] {
  const groups = new Map<string, [WindowSortKey, Expr[]]>();
  for (const expr of windowExprs) {
    if (expr.kind !== 'WindowFunction') throw new InternalError('Impossibly got non-window expr ' + expr.toString());
    const key = generateSortKey(expr.partitionBy, expr.orderBy);
    const text = windowSortKeyText(key);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [key, [expr]]);
    else group[1].push(expr);
  }
  return [...groups.values()];
}

/**
 * Orders groups so that windows sorted by more keys come first and one whose keys are a prefix of another's after it:
 * deeper sorts nest further down the plan, an empty OVER is on top. Negative when `a` goes first.
 */
export function compareWindowSortKeys(a: WindowSortKey, b: WindowSortKey, schema: DFSchema): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareSortExpr(a[i]!.sort, b[i]!.sort, schema);
    if (order !== 0) return order;
  }
  return b.length - a.length;
}

/** Orders keys by the positions of their columns, then descending before ascending, nulls first before nulls last. */
export function compareSortExpr(a: SortExpr, b: SortExpr, schema: DFSchema): number {
  const [left, right] = [referencedIndices(a.expr, schema), referencedIndices(b.expr, schema)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i]! - right[i]!;
  }
  if (left.length !== right.length) return right.length - left.length;
  if (a.asc !== b.asc) return a.asc ? 1 : -1;
  if (a.nullsFirst !== b.nullsFirst) return a.nullsFirst ? -1 : 1;
  return 0;
}

/** Positions of the columns of an expression, in order; a literal counts as a column behind all others. */
function referencedIndices(expr: Expr, schema: DFSchema): readonly number[] {
  const indices: number[] = [];
  walkExpr(expr, (node) => {
    if (node.kind === 'Literal') indices.push(Infinity);
    const index = node.kind === 'Column' ? schema.maybeIndexOfColumn(node.column) : undefined;
    if (index !== undefined) indices.push(index);
  });
  return indices;
}
