import { type Column, PlanError } from '@datafusion-ts/common';
import { exprEquals } from '../equality/expr-key.js';
import type { Expr, SortExpr } from '../expr/expr.js';
import { columnExpr } from '../expr/expr-fn.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { projection } from '../plan/nodes/projection.js';
import { expressionsOf, inputsOf } from '../plan/plan-children.js';
import { schemaOf } from '../plan/schema-of.js';
import { withNewExprs } from '../plan/with-new-exprs.js';
import { columnExprsOf, exprListToColumns } from '../utils/columns.js';
import { normalizeCol, normalizeSorts } from './normalize.js';
import { project } from './project.js';
import { rewriteSortColsByAggs } from './sort-rewrite.js';

/**
 * Sorts a plan. Keys may use columns that a projection below has dropped: they are added to it and taken away again
 * above the sort. Below SELECT DISTINCT that would change the result and is a PlanError.
 */
export function sortPlan(plan: LogicalPlan, sortExprs: readonly SortExpr[], fetch?: number): LogicalPlan {
  const sorts = rewriteSortColsByAggs(sortExprs, plan);
  const schema = schemaOf(plan);
  const missing = exprListToColumns(sorts.map((s) => s.expr)).filter((c) => !schema.hasColumn(c));
  const limit = fetch === undefined ? {} : { fetch };
  if (missing.length === 0) return { kind: 'Sort', exprs: normalizeSorts(sorts, plan), input: plan, ...limit };
  const widened = addMissingColumns(plan, missing, false);
  return projection(columnExprsOf(schema), {
    kind: 'Sort',
    exprs: normalizeSorts(sorts, widened),
    input: widened,
    ...limit,
  });
}

function addMissingColumns(plan: LogicalPlan, missing: readonly Column[], isDistinct: boolean): LogicalPlan {
  if (plan.kind === 'Projection' && missing.every((c) => schemaOf(plan.input).hasColumn(c))) {
    const added = missing
      .map((c) => normalizeCol(columnExpr(c), plan.input))
      .filter((e) => !plan.exprs.some((own) => exprEquals(own, e)));
    if (isDistinct) checkDistinct(added, missing, plan.exprs);
    return project(plan.input, [...plan.exprs, ...added]);
  }
  const below = isDistinct || plan.kind === 'Distinct';
  return withNewExprs(
    plan,
    expressionsOf(plan),
    inputsOf(plan).map((input) => addMissingColumns(input, missing, below)),
  );
}

/** Columns that the select list already has under an alias do no harm. */
function checkDistinct(added: readonly Expr[], missing: readonly Column[], projected: readonly Expr[]): void {
  const isKnown = (expr: Expr): boolean => projected.some((p) => p.kind === 'Alias' && exprEquals(p.expr, expr));
  if (added.every(isKnown)) return;
  const names = missing.map((c) => c.flatName()).join('');
  throw new PlanError(`For SELECT DISTINCT, ORDER BY expressions ${names} must appear in select list`);
}
