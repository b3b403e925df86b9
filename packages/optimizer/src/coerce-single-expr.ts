import type { ConfigOptions, DFSchema } from '@datafusion-ts/common';
import type { Expr } from '@datafusion-ts/expr';
import { coerceExprTypes } from './analyzer/coerce-expr.js';
import { coercePlan } from './analyzer/type-coercion.js';

/** One expression over a schema with every operand cast to a type its operator takes. */
export function coerceExpr(expr: Expr, schema: DFSchema, _config: ConfigOptions): Expr {
  return coerceExprTypes(expr, schema, (plan, outer) => coercePlan(plan, outer));
}
