import { NotImplementedError } from '@datafusion-ts/common';
import { debugExpr, type Expr } from '@datafusion-ts/expr';

/** The error for an expression without physical form. */
export function unsupportedExpr(expr: Expr): NotImplementedError {
  return new NotImplementedError(`Physical plan does not support logical expression ${debugExpr(expr)}`);
}
