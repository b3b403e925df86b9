import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr } from '../expressions/binary.js';
import { Column } from '../expressions/column.js';
import { DynamicFilterPhysicalExpr } from '../expressions/dynamic-filter.js';
import { HashTableLookupExpr } from '../expressions/hash-table-lookup.js';
import { InListExpr } from '../expressions/in-list.js';
import { LikeExpr } from '../expressions/like.js';
import { NotExpr } from '../expressions/not.js';
import { IsNotNullExpr, IsNullExpr } from '../expressions/null-tests.js';

const COMPARISONS: ReadonlySet<string> = new Set([
  'And',
  'Or',
  'Eq',
  'NotEq',
  'Lt',
  'LtEq',
  'Gt',
  'GtEq',
  'IsDistinctFrom',
  'IsNotDistinctFrom',
  'LikeMatch',
  'ILikeMatch',
  'NotLikeMatch',
  'NotILikeMatch',
]);

/**
 * True when evaluating an expression can neither fail nor give different results for equal inputs: conditions made of
 * columns, literals, comparisons, pattern matches, lists, null tests and logic. Such conditions may be evaluated in any
 * order, on rows that others exclude, and once per dictionary entry. Everything else, functions too, counts as fallible.
 * A lookup among a join's keys counts, too, though it lets everything pass once it was given up: that is never wrong.
 */
export function isInfallible(expr: PhysicalExpr): boolean {
  if (expr instanceof DynamicFilterPhysicalExpr) return isInfallible(expr.current());
  if (expr.literal !== undefined || expr instanceof Column) return true;
  const known =
    (expr instanceof BinaryExpr && COMPARISONS.has(expr.op)) ||
    expr instanceof LikeExpr ||
    expr instanceof InListExpr ||
    expr instanceof HashTableLookupExpr ||
    expr instanceof NotExpr ||
    expr instanceof IsNullExpr ||
    expr instanceof IsNotNullExpr;
  return known && expr.children().every(isInfallible);
}
