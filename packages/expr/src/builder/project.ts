import type { Expr } from '../expr/expr.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { projection, validateUniqueNames } from '../plan/nodes/projection.js';
import { schemaOf } from '../plan/schema-of.js';
import { columnizeExpr } from './columnize.js';
import { normalizeCol } from './normalize.js';
import { expandQualifiedWildcard, expandWildcard } from './wildcard.js';

/**
 * The projection of a SELECT list over a plan: wildcards expanded, columns qualified, aggregates and window functions
 * replaced by the columns that hold them. Throws a PlanError for two expressions of one name.
 */
export function project(plan: LogicalPlan, exprs: readonly Expr[]): LogicalPlan {
  const schema = schemaOf(plan);
  const expanded = exprs.flatMap((expr): readonly Expr[] => {
    if (expr.kind !== 'Wildcard') return [expr];
    return expr.qualifier === undefined
      ? expandWildcard(schema, plan, expr.options)
      : expandQualifiedWildcard(expr.qualifier, schema, expr.options);
  });
  const projected = expanded.map((expr) => columnizeExpr(normalizeCol(expr, plan), plan));
  validateUniqueNames('Projections', projected);
  return projection(projected, plan);
}
