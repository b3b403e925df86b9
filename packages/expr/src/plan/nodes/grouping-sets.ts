import { type DataType, DataTypes, PlanError } from '@datafusion-ts/common';
import { exprKey } from '../../equality/expr-key.js';
import type { Expr, GroupingSet } from '../../expr/expr.js';
import { groupingSetExprs } from '../../expr/expr-children.js';
import { groupingSets } from '../../expr/expr-fn.js';

/** Combinations of ROLLUP, CUBE and GROUPING SETS, and what they mean for the columns of an aggregation. */

/** The column that tells apart which grouping set a row belongs to. */
export const INTERNAL_GROUPING_ID = '__grouping_id';

/** The most grouping sets, and expressions in one set, that are worked out. */
const MAX_GROUPING_SETS = 65_536;
const MAX_SET_SIZE = 65_536;
const MAX_CUBE_SIZE = 31;

/**
 * GROUP BY items as one grouping set when there is more than one item and a ROLLUP, CUBE or GROUPING SETS among them:
 * the cross product of all. Otherwise the items as they are.
 */
export function enumerateGroupingSets(groupExprs: readonly Expr[]): readonly Expr[] {
  if (groupExprs.length <= 1 || !groupExprs.some((e) => e.kind === 'GroupingSet')) return groupExprs;
  let product: readonly (readonly Expr[])[] = [[]];
  for (const expr of groupExprs)
    product = crossJoinSets(product, expr.kind === 'GroupingSet' ? expandGroupingSet(expr.set) : [[expr]]);
  return [groupingSets(product)];
}

/** The explicit sets of a ROLLUP, CUBE or GROUPING SETS. */
export function expandGroupingSet(set: GroupingSet): readonly (readonly Expr[])[] {
  switch (set.kind) {
    case 'GroupingSets':
      set.sets.forEach((exprs) => checkSize(exprs.length));
      return set.sets;
    case 'Rollup':
      checkSize(set.exprs.length);
      return Array.from({ length: set.exprs.length + 1 }, (_, n) => set.exprs.slice(0, n));
    case 'Cube':
      return powerset(set.exprs);
  }
}

function crossJoinSets(
  left: readonly (readonly Expr[])[],
  right: readonly (readonly Expr[])[],
): readonly (readonly Expr[])[] {
  if (left.length * right.length > MAX_GROUPING_SETS) {
    throw new PlanError(
      `The number of grouping_set in grouping_sets exceeds the maximum limit ${MAX_GROUPING_SETS}, found ${left.length * right.length}`,
    );
  }
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function checkSize(size: number): void {
  if (size > MAX_SET_SIZE) {
    throw new PlanError(
      `The number of group_expression in grouping_set exceeds the maximum limit ${MAX_SET_SIZE}, found ${size}`,
    );
  }
}

/** All subsets, in the order of their members' positions read as binary numbers. */
function powerset(exprs: readonly Expr[]): readonly (readonly Expr[])[] {
  if (exprs.length > MAX_CUBE_SIZE) throw new PlanError('The size of the set must be less than 64.');
  return Array.from({ length: 2 ** exprs.length }, (_, bits) => exprs.filter((_expr, i) => (bits >> i) & 1));
}

/** The distinct grouping expressions, in order of appearance: one column each. */
export function groupingSetToExprList(groupExprs: readonly Expr[]): readonly Expr[] {
  const [first] = groupExprs;
  if (first === undefined || first.kind !== 'GroupingSet') return distinctExprs(groupExprs);
  if (groupExprs.length > 1)
    throw new PlanError('Invalid group by expressions, GroupingSet must be the only expression');
  return distinctExprs(groupingSetExprs(first.set));
}

/** Each expression once, in order of appearance. */
export function distinctExprs(exprs: readonly Expr[]): readonly Expr[] {
  const seen = new Set<string>();
  return exprs.filter((expr) => {
    const key = exprKey(expr);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Number of columns that the grouping expressions give, the grouping id included. */
export function groupingSetExprCount(groupExprs: readonly Expr[]): number {
  if (groupExprs[0]?.kind !== 'GroupingSet') return distinctExprs(groupExprs).length;
  return groupingSetToExprList(groupExprs).length + 1;
}

/** The narrowest unsigned type with a bit for each grouping expression and room to number repeated sets above them. */
export function groupingIdType(exprCount: number, maxOrdinal = 0): DataType {
  const bits = exprCount + (maxOrdinal === 0 ? 0 : 32 - Math.clz32(maxOrdinal));
  if (bits <= 8) return DataTypes.UInt8;
  if (bits <= 16) return DataTypes.UInt16;
  return bits <= 32 ? DataTypes.UInt32 : DataTypes.UInt64;
}

/** How often the most repeated grouping set is repeated (0 when all differ). */
export function maxGroupingSetDuplicateOrdinal(groupExprs: readonly Expr[]): number {
  const [first] = groupExprs;
  if (first === undefined || first.kind !== 'GroupingSet' || first.set.kind !== 'GroupingSets') return 0;
  const counts = new Map<string, number>();
  for (const exprs of first.set.sets) {
    const key = exprs.map(exprKey).sort().join('|');
    counts.set(key, (counts.get(key) ?? -1) + 1);
  }
  return Math.max(0, ...counts.values());
}
