import { Column, rewritten, type Transformed, unchanged } from '@datafusion-ts/common';
import { schemaName } from '../display/schema-name.js';
import { exprEquals } from '../equality/expr-key.js';
import type { Expr, SortExpr } from '../expr/expr.js';
import { columnExpr, withSortExpr } from '../expr/expr-fn.js';
import { transformExpr } from '../expr/expr-tree.js';
import { makeExpr } from '../expr/make-expr.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { expressionsOf, inputsOf } from '../plan/plan-children.js';
import { exprAsOutputColumn } from '../utils/columns.js';
import { canNormalize, normalizeCol } from './normalize.js';

/**
 * Keys of an ORDER BY over a plan rewritten to the columns the plan gives: `ORDER BY min(c2)` above an aggregation or
 * projection that computes `min(t.c2)` becomes a reference to that column. What the plan does not compute stays.
 */
export function rewriteSortColsByAggs(sorts: readonly SortExpr[], plan: LogicalPlan): readonly SortExpr[] {
  return sorts.map((sort) => withSortExpr(sort, rewriteSortColByAggs(sort.expr, plan)));
}

function rewriteSortColByAggs(expr: Expr, plan: LogicalPlan): Expr {
  const inputs = inputsOf(plan);
  return inputs.length === 1 ? rewriteInTermsOfProjection(expr, expressionsOf(plan), inputs[0]!) : expr;
}

function rewriteInTermsOfProjection(expr: Expr, projected: readonly Expr[], input: LogicalPlan): Expr {
  return transformExpr(expr, (node): Transformed<Expr> => {
    const same = projected.find((p) => exprEquals(p, node) || matches(p, node));
    if (same !== undefined) return rewritten(columnExpr(exprAsOutputColumn(same)));
    const normalized = normalizedIfPossible(node, input);
    if (normalized === undefined) return unchanged(node);
    const byName = columnExpr(Column.unqualified(schemaName(normalized)));
    const found = projected.find((p) => (node.kind !== 'Column' && matches(p, normalized)) || matches(p, byName));
    if (found === undefined) return unchanged(node);
    const column = columnExpr(exprAsOutputColumn(found));
    const isCast = normalized.kind === 'Cast' || normalized.kind === 'TryCast';
    return rewritten(isCast ? makeExpr({ ...normalized, expr: column }) : column);
  }).node;
}

/** True when a projected expression is the one looked for, alone or under an alias. */
function matches(projected: Expr, wanted: Expr): boolean {
  return exprEquals(projected.kind === 'Alias' ? projected.expr : projected, wanted);
}

/** Names that the input does not have are no columns of it: nothing to rewrite. */
function normalizedIfPossible(expr: Expr, input: LogicalPlan): Expr | undefined {
  return canNormalize(expr, input) ? normalizeCol(expr, input) : undefined;
}
