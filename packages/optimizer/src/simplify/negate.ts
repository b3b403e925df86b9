import { and, binaryExpr, isNullExpr, makeExpr, not, or, type Expr } from '@datafusion-ts/expr';
import { negateOperator } from '@datafusion-ts/expr-common';

/** An expression true exactly where the given one is false (and NULL where it is NULL), with NOT as far inside as it goes. */
export function negateClause(expr: Expr): Expr {
  switch (expr.kind) {
    case 'BinaryExpr': {
      if (expr.op === 'And') return or(negateClause(expr.left), negateClause(expr.right));
      if (expr.op === 'Or') return and(negateClause(expr.left), negateClause(expr.right));
      const op = negateOperator(expr.op);
      return op === undefined ? not(expr) : binaryExpr(expr.left, op, expr.right);
    }
    case 'Not':
      return expr.expr;
    case 'IsNotNull':
      return isNullExpr(expr.expr);
    case 'IsNull':
      return expr.expr.isNotNull();
    case 'InList':
    case 'Between':
    case 'Like':
    case 'InSubquery':
      return makeExpr({ ...expr, negated: !expr.negated });
    default:
      return not(expr);
  }
}
