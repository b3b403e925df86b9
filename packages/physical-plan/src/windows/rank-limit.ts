/**
 * Which rows of a window a filter on its ranks lets through: `row_number() OVER (…) <= 3` wants the first three rows of each
 * partition, so that rows with three smaller ordering keys need not be sorted at all.
 */
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr, Column, equalExprs, Literal, sameOrdering, splitConjunction } from '@datafusion-ts/physical-expr';
import type { WindowExpr } from '@datafusion-ts/physical-expr';

/** Limits beyond this are not worth keeping so many keys a partition for: they are kept in order by moving them. */
const LARGEST_LIMIT = 1024;

/**
 * The largest rank that passes a predicate over the output of a window operator with `inputColumns` columns of input;
 * undefined when there is none, or other functions look at the rows that would be missing.
 */
export function rankLimit(
  predicate: PhysicalExpr,
  exprs: readonly WindowExpr[],
  inputColumns: number,
): number | undefined {
  const [first] = exprs;
  if (first === undefined || first.orderBy.length === 0 || first.partitionBy.length === 0) return undefined;
  if (!exprs.every((expr) => expr.kind === 'Standard' && expr.func.countsRowsBefore === true && isSame(expr, first)))
    return undefined;
  const limits = splitConjunction(predicate).flatMap((part) => boundOf(part, inputColumns) ?? []);
  if (limits.length === 0) return undefined;
  const limit = Math.min(...limits);
  return limit >= 1 && limit <= LARGEST_LIMIT ? limit : undefined;
}

const isSame = (a: WindowExpr, b: WindowExpr): boolean =>
  equalExprs(a.partitionBy, b.partitionBy) && sameOrdering(a.orderBy, b.orderBy);

/** The largest value of a window column that `column <= n`, `column < n` or `column = n` lets through. */
function boundOf(part: PhysicalExpr, inputColumns: number): number | undefined {
  if (!(part instanceof BinaryExpr) || !(part.left instanceof Column) || !(part.right instanceof Literal))
    return undefined;
  const { value } = part.right.literal;
  if (part.left.index < inputColumns || (typeof value !== 'bigint' && typeof value !== 'number')) return undefined;
  const bound = Math.floor(Number(value));
  if (part.op === 'LtEq' || part.op === 'Eq') return bound;
  return part.op === 'Lt' ? bound - 1 : undefined;
}
