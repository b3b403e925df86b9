import type { Expr } from '../expr/expr.js';

/**
 * Chains of operators (`a AND b AND …`) lean to the left and may be thousands of operations long. What is remembered per
 * node and computed from the children's answers is asked for from the far end of such a chain first, so that its length
 * costs no stack.
 */

/** Shorter chains are left to recursion. */
const LONG = 64;

/** The operand at the left of an operation: the direction in which chains grow long. */
function firstOperand(expr: Expr): Expr | undefined {
  switch (expr.kind) {
    case 'BinaryExpr':
      return expr.left;
    case 'Alias':
    case 'Cast':
    case 'TryCast':
    case 'Not':
    case 'Negative':
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsNotTrue':
    case 'IsFalse':
    case 'IsNotFalse':
    case 'IsUnknown':
    case 'IsNotUnknown':
    case 'Like':
    case 'SimilarTo':
    case 'Between':
    case 'InList':
      return expr.expr;
    case 'ScalarFunction':
      return expr.args[0];
    default:
      return undefined;
  }
}

/** Asks for the answers of the far parts of a long chain below `expr`, as far as they are not known. */
export function answerSpine(expr: Expr, isKnown: (expr: Expr) => boolean, answer: (expr: Expr) => unknown): void {
  const spine: Expr[] = [];
  for (let node = firstOperand(expr); node !== undefined && !isKnown(node); node = firstOperand(node)) spine.push(node);
  if (spine.length <= LONG) return;
  for (let i = spine.length - 1; i >= 0; i -= LONG / 2) answer(spine[i]!);
}
