/**
 * Conjuncts that other conjuncts imply: of `a > 3 AND a > 5` only the second is needed, and `a = 1 AND a = 2` never holds.
 *
 * Only comparisons of one column with literals are looked at. When something went, what is kept comes in this order: other
 * predicates, then comparisons column by column; when nothing did, the list is returned as it is.
 */
import { tryCompareScalars, type Column } from '@datafusion-ts/common';
import { exprEquals, litFalse, type Expr, type ExprOf } from '@datafusion-ts/expr';
import { swapOperator, type Operator } from '@datafusion-ts/expr-common';
import { sortColumns } from '../utils/sort-columns.js';

/** One comparison as `column op literal`. */
interface Bound {
  readonly expr: Expr;
  readonly column: Column;
  readonly op: Operator;
  readonly literal: ExprOf<'Literal'>;
}

/** The predicates that matter. */
export function simplifyPredicates(predicates: readonly Expr[]): readonly Expr[] {
  if (predicates.length <= 1) return predicates;
  const others: Expr[] = [];
  const byColumn = new Map<string, Bound[]>();
  for (const expr of predicates) {
    const bound = asBound(expr);
    if (bound === undefined) others.push(expr);
    else byColumn.set(bound.column.key, [...(byColumn.get(bound.column.key) ?? []), bound]);
  }
  const columns = sortColumns([...byColumn.values()].map(([first]) => first!.column));
  const kept = [...others, ...columns.flatMap((column) => tightest(byColumn.get(column.key)!))];
  return kept.length === predicates.length ? predicates : kept;
}

function asBound(expr: Expr): Bound | undefined {
  if (expr.kind !== 'BinaryExpr' || !['Eq', 'Gt', 'GtEq', 'Lt', 'LtEq'].includes(expr.op)) return undefined;
  const { left, op, right } = expr;
  if (left.kind === 'Column' && right.kind === 'Literal') return { expr, column: left.column, op, literal: right };
  if (left.kind === 'Literal' && right.kind === 'Column')
    return { expr, column: right.column, op: swapOperator(op)!, literal: left };
  return undefined;
}

/** The bounds of one column that imply the others. */
function tightest(bounds: readonly Bound[]): readonly Expr[] {
  const equal = bounds.filter(({ op }) => op === 'Eq');
  const lower = bounds.filter(({ op }) => op === 'Gt' || op === 'GtEq');
  const upper = bounds.filter(({ op }) => op === 'Lt' || op === 'LtEq');
  return [...oneValue(equal), ...strictest(lower, 1), ...strictest(upper, -1)];
}

function oneValue(equal: readonly Bound[]): readonly Expr[] {
  const [first, ...rest] = equal;
  if (first === undefined) return [];
  return rest.every(({ expr }) => exprEquals(expr, first.expr)) ? [first.expr] : [litFalse()];
}

/** The bound with the greatest (`direction` 1) or least literal, a strict one before the same with equality. */
function strictest(bounds: readonly Bound[], direction: 1 | -1): readonly Expr[] {
  let best: Bound | undefined;
  for (const bound of bounds) {
    if (best === undefined) {
      best = bound;
      continue;
    }
    const order = tryCompareScalars(bound.literal.value, best.literal.value);
    if (order === undefined) return bounds.map(({ expr }) => expr);
    const isStrict = bound.op === 'Gt' || bound.op === 'Lt';
    if (order * direction > 0 || (order === 0 && isStrict)) best = bound;
  }
  return best === undefined ? [] : [best.expr];
}
