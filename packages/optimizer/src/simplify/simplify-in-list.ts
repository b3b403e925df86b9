/**
 * IN lists: comparisons of one column with literals are gathered into lists, lists over the same expression are united or
 * cut, and at the end short lists become comparisons again (a list of one always does).
 */
import { rewritten, ScalarValue, unchanged } from '@datafusion-ts/common';
import {
  and,
  binaryExpr,
  exprEquals,
  EXPR_BITS,
  exprKey,
  hasKinds,
  inList,
  lit,
  or,
  transformExpr,
  type Expr,
  type ExprOf,
} from '@datafusion-ts/expr';
import { isNullLiteral } from './expr-tests.js';

/** Longer lists stay lists. */
const LONGEST_INLINE_LIST = 3;

type InList = ExprOf<'InList'>;

/** A simpler IN over no list or a NULL, or undefined. */
export function simplifyInList(expr: InList): Expr | undefined {
  if (isNullLiteral(expr.expr) && expr.list.length > 0) return lit(ScalarValue.boolean(null));
  if (expr.list.length === 0) return lit(expr.negated);
  const [only] = expr.list;
  if (expr.list.length === 1 && only!.kind === 'ScalarSubquery') return undefined;
  return undefined;
}

/** `a = 1 OR a IN (2, 3)` as one list; also `NOT IN` lists, of which OR keeps what is common. */
export function mergeInListsOr(left: Expr, right: Expr): Expr | undefined {
  const [a, b] = [asColumnList(left), asColumnList(right)];
  if (a !== undefined && b !== undefined && exprEquals(a.expr, b.expr)) return inList(a.expr, union(a.list, b.list));
  if (left.kind !== 'InList' || right.kind !== 'InList' || !exprEquals(left.expr, right.expr)) return undefined;
  return left.negated && right.negated ? listOrTruth(left.expr, intersection(left.list, right.list), true) : undefined;
}

/** AND of two lists over one expression as one list. */
export function mergeInListsAnd(left: Expr, right: Expr): Expr | undefined {
  if (left.kind !== 'InList' || right.kind !== 'InList' || !exprEquals(left.expr, right.expr)) return undefined;
  const { expr } = left;
  if (left.negated && right.negated) return inList(expr, union(left.list, right.list), true);
  if (!left.negated && !right.negated) return listOrTruth(expr, intersection(left.list, right.list), false);
  return left.negated
    ? listOrTruth(expr, difference(right.list, left.list), false)
    : listOrTruth(expr, difference(left.list, right.list), false);
}

interface ColumnList {
  readonly expr: Expr;
  readonly list: readonly Expr[];
}

function asColumnList(expr: Expr): ColumnList | undefined {
  if (expr.kind === 'InList') return !expr.negated && expr.expr.kind === 'Column' ? expr : undefined;
  if (expr.kind !== 'BinaryExpr' || expr.op !== 'Eq') return undefined;
  if (expr.left.kind === 'Column' && expr.right.kind === 'Literal') return { expr: expr.left, list: [expr.right] };
  if (expr.left.kind === 'Literal' && expr.right.kind === 'Column') return { expr: expr.right, list: [expr.left] };
  return undefined;
}

function union(a: readonly Expr[], b: readonly Expr[]): readonly Expr[] {
  return [...new Map([...a, ...b].map((expr) => [exprKey(expr), expr])).values()];
}

function intersection(a: readonly Expr[], b: readonly Expr[]): readonly Expr[] {
  const keys = new Set(b.map(exprKey));
  return a.filter((expr) => keys.has(exprKey(expr)));
}

function difference(a: readonly Expr[], b: readonly Expr[]): readonly Expr[] {
  const keys = new Set(b.map(exprKey));
  return a.filter((expr) => !keys.has(exprKey(expr)));
}

const listOrTruth = (expr: Expr, list: readonly Expr[], negated: boolean): Expr =>
  list.length === 0 ? lit(negated) : inList(expr, list, negated);

/** Short lists as comparisons; of more than one item only over columns, which cost nothing to read again. */
export function shortenInLists(expr: Expr): Expr {
  if (!hasKinds(expr, EXPR_BITS.InList)) return expr;
  return transformExpr(expr, (node) => {
    if (node.kind !== 'InList' || node.list.length === 0) return unchanged(node);
    const { length } = node.list;
    if (length > 1 && (length > LONGEST_INLINE_LIST || node.expr.kind !== 'Column')) return unchanged(node);
    const parts = node.list.map((item) => binaryExpr(node.expr, node.negated ? 'NotEq' : 'Eq', item));
    return rewritten(parts.reduce(node.negated ? and : or));
  }).node;
}
