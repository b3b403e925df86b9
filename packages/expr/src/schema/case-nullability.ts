import type { Case, Expr } from '../expr/expr.js';
import { exprEquals } from '../equality/expr-key.js';

/**
 * Whether a CASE can be NULL. A branch counts only when its THEN may be NULL and its WHEN may be true at the same time:
 * in `CASE WHEN b IS NOT NULL THEN b ELSE 0 END` it never is. The WHEN is evaluated over sets of truth values with the
 * THEN taken for NULL; what is not understood may be anything.
 */
export function caseNullable(expr: Case, nullable: (expr: Expr) => boolean): boolean {
  const branchIsNull = expr.whenThen.some(
    ({ when, then }) => nullable(then) && (expr.expr !== undefined || mayBeTrue(when, certainlyNull(then), nullable)),
  );
  return branchIsNull || expr.elseExpr === undefined || nullable(expr.elseExpr);
}

/** The part of an expression that must be NULL when the whole is. */
function certainlyNull(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'Not' || inner.kind === 'Negative' || inner.kind === 'Cast') inner = inner.expr;
  return inner;
}

const TRUE = 1;
const FALSE = 2;
const NULL = 4;
const KNOWN = TRUE | FALSE;
const ANYTHING = KNOWN | NULL;

/** What a value can be as to NULL: never, certainly, perhaps. */
type Nullness = 'never' | 'always' | 'perhaps';

function mayBeTrue(when: Expr, nullExpr: Expr, nullable: (expr: Expr) => boolean): boolean {
  const truth = (expr: Expr): number => {
    switch (expr.kind) {
      case 'Literal':
        return expr.value.isNull ? NULL : expr.value.value === true ? TRUE : FALSE;
      case 'Not':
        return negate(truth(expr.expr));
      case 'IsTrue':
        return test(truth(expr.expr), TRUE);
      case 'IsNotTrue':
        return negate(test(truth(expr.expr), TRUE));
      case 'IsFalse':
        return test(truth(expr.expr), FALSE);
      case 'IsNotFalse':
        return negate(test(truth(expr.expr), FALSE));
      case 'IsNull':
      case 'IsUnknown':
        return nullTest(nullness(expr.expr));
      case 'IsNotNull':
      case 'IsNotUnknown':
        return negate(nullTest(nullness(expr.expr)));
      case 'BinaryExpr':
        if (expr.op === 'And') return conjunction(truth(expr.left), truth(expr.right));
        if (expr.op === 'Or') return negate(conjunction(negate(truth(expr.left)), negate(truth(expr.right))));
        return ofNullness(nullness(expr));
      default:
        return ofNullness(nullness(expr));
    }
  };

  const nullness = (expr: Expr): Nullness => {
    if (exprEquals(expr, nullExpr)) return 'always';
    switch (expr.kind) {
      case 'Literal':
        return expr.value.isNull ? 'always' : 'never';
      case 'Alias':
      case 'Cast':
      case 'Negative':
      case 'Not':
        return nullness(expr.expr);
      case 'BinaryExpr':
        if (expr.op === 'And' || expr.op === 'Or') return nullnessOf(truth(expr));
        if (expr.op === 'IsDistinctFrom' || expr.op === 'IsNotDistinctFrom') return 'never';
        return strict([expr.left, expr.right]);
      case 'Like':
      case 'SimilarTo':
        return strict([expr.expr, expr.pattern]);
      case 'Between':
        return nullness(expr.expr) === 'always' ? 'always' : strict([expr.expr, expr.low, expr.high]);
      default:
        return nullable(expr) ? 'perhaps' : 'never';
    }
  };

  const strict = (operands: readonly Expr[]): Nullness => {
    const all = operands.map(nullness);
    if (all.includes('always')) return 'always';
    return all.includes('perhaps') ? 'perhaps' : 'never';
  };

  return (truth(when) & TRUE) !== 0;
}

const negate = (truth: number): number => (truth & NULL) | (truth & TRUE ? FALSE : 0) | (truth & FALSE ? TRUE : 0);

const test = (truth: number, wanted: number): number => (truth & wanted ? TRUE : 0) | (truth & ~wanted ? FALSE : 0);

function conjunction(a: number, b: number): number {
  const bothMay = (values: number): boolean => (a & values) !== 0 && (b & values) !== 0;
  return (
    (a & TRUE && b & TRUE ? TRUE : 0) | ((a | b) & FALSE) | (((a | b) & NULL) !== 0 && bothMay(TRUE | NULL) ? NULL : 0)
  );
}

const ofNullness = (nullness: Nullness): number =>
  nullness === 'always' ? NULL : nullness === 'never' ? KNOWN : ANYTHING;

const nullTest = (nullness: Nullness): number => (nullness === 'always' ? TRUE : nullness === 'never' ? FALSE : KNOWN);

function nullnessOf(truth: number): Nullness {
  if (truth === NULL) return 'always';
  return (truth & NULL) === 0 ? 'never' : 'perhaps';
}
