import { rewritten, unchanged, type DFSchema } from '@datafusion-ts/common';
import { lit, transformExpr, type Expr } from '@datafusion-ts/expr';
import { coerceExpr } from '../coerce-single-expr.js';
import type { OptimizerConfig } from '../optimizer-config.js';
import { foldConstant, isFoldable } from './fold-constant.js';

/** One expression, coerced, with everything computed that does not depend on rows. */
export function simplifyExpr(expr: Expr, schema: DFSchema, config: OptimizerConfig): Expr {
  const coerced = coerceExpr(expr, schema, config.config);
  return transformExpr(coerced, (node) =>
    isFoldable(node) ? rewritten(lit(foldConstant(node, config.config))) : unchanged(node),
  ).node;
}
