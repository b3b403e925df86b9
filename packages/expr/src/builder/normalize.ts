import { ambiguousReference, Column, type DFSchema, fieldNotFound, rewritten, unchanged } from '@datafusion-ts/common';
import type { Expr, SortExpr } from '../expr/expr.js';
import { columnExpr, withSortExpr } from '../expr/expr-fn.js';
import { replaceExpr, transformExpr } from '../expr/expr-tree.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { inputsOf } from '../plan/plan-children.js';
import { schemaOf } from '../plan/schema-of.js';
import { exprToColumns } from '../utils/columns.js';
import { usingColumns } from './using-columns.js';

/**
 * Normalisation gives unqualified columns the relation they come from: `a + 1` over table `t` becomes `t.a + 1`. Names
 * are looked up in the plan's columns, then in those of its inputs (for keys that were projected away). A name found
 * several times is fine when all are keys of one USING; otherwise it is ambiguous.
 */

/** Qualifies the columns of an expression from a plan. Throws SchemaErrors for unknown or ambiguous names. */
export function normalizeCol(expr: Expr, plan: LogicalPlan): Expr {
  if (exprToColumns(expr).every((column) => column.relation !== undefined)) return expr;
  return replaceExpr(expr, (node) => {
    if (node.kind !== 'Column' || node.column.relation !== undefined) return undefined;
    return columnExpr(normalizeColumn(plan, node.column), node.span);
  });
}

/** True when {@link normalizeCol} finds every column: asking costs much less than an error. */
export function canNormalize(expr: Expr, plan: LogicalPlan): boolean {
  return exprToColumns(expr).every((column) => {
    if (column.relation !== undefined) return true;
    const found = findColumn(column, [[schemaOf(plan)], fallbackSchemas(plan)], usingColumns(plan));
    return found !== undefined && found !== 'ambiguous';
  });
}

/** {@link normalizeCol} for each. */
export function normalizeCols(exprs: readonly Expr[], plan: LogicalPlan): readonly Expr[] {
  return exprs.map((expr) => normalizeCol(expr, plan));
}

/** {@link normalizeCol} for keys of ORDER BY. */
export function normalizeSorts(sorts: readonly SortExpr[], plan: LogicalPlan): readonly SortExpr[] {
  return sorts.map((sort) => withSortExpr(sort, normalizeCol(sort.expr, plan)));
}

/** Qualifies one column from a plan. */
export function normalizeColumn(plan: LogicalPlan, column: Column): Column {
  if (column.relation !== undefined) return column;
  return normalizeColumnWithSchemas(column, [[schemaOf(plan)], fallbackSchemas(plan)], usingColumns(plan));
}

/** Schemas in which names are looked up when the plan itself does not have them. */
export function fallbackSchemas(plan: LogicalPlan): readonly DFSchema[] {
  switch (plan.kind) {
    case 'Window':
    case 'Projection':
    case 'Aggregate':
    case 'Unnest':
    case 'Join':
      return inputsOf(plan).map(schemaOf);
    default:
      return [];
  }
}

/**
 * Qualifies the columns of an expression from levels of schemas: the first level that has a name decides. Each set of
 * `usingSets` holds columns that may stand for each other.
 */
export function normalizeColWithSchemas(
  expr: Expr,
  levels: readonly (readonly DFSchema[])[],
  usingSets: readonly (readonly Column[])[],
): Expr {
  return transformExpr(expr, (node) => {
    if (node.kind !== 'Column' || node.column.relation !== undefined) return unchanged(node);
    return rewritten(columnExpr(normalizeColumnWithSchemas(node.column, levels, usingSets), node.span));
  }).node;
}

/** Qualifies one column from levels of schemas; see {@link normalizeColWithSchemas}. */
export function normalizeColumnWithSchemas(
  column: Column,
  levels: readonly (readonly DFSchema[])[],
  usingSets: readonly (readonly Column[])[],
): Column {
  if (column.relation !== undefined) return column;
  const found = findColumn(column, levels, usingSets);
  if (found === 'ambiguous') throw ambiguousReference(column.name);
  if (found !== undefined) return found;
  throw fieldNotFound(
    column,
    levels.flatMap((level) => level.flatMap((schema) => schema.columns())),
  );
}

function findColumn(
  column: Column,
  levels: readonly (readonly DFSchema[])[],
  usingSets: readonly (readonly Column[])[],
): Column | 'ambiguous' | undefined {
  for (const level of levels) {
    const found = level.flatMap((schema) => schema.columnsWithUnqualifiedName(column.name));
    if (found.length === 0) continue;
    const same = found.length === 1 || usingSets.some((set) => found.every((c) => set.some((u) => u.equals(c))));
    return same ? new Column(found[0]!.relation, found[0]!.name, column.span) : 'ambiguous';
  }
  return undefined;
}

/** Takes the qualifiers off all columns: `t.a + 1` becomes `a + 1`. */
export function unnormalizeCol(expr: Expr): Expr {
  return replaceExpr(expr, (node) => {
    if (node.kind !== 'Column' || node.column.relation === undefined) return undefined;
    return columnExpr(Column.unqualified(node.column.name), node.span);
  });
}

/** {@link unnormalizeCol} for each. */
export const unnormalizeCols = (exprs: readonly Expr[]): readonly Expr[] => exprs.map(unnormalizeCol);

/** Outer references as plain columns. */
export function stripOuterReference(expr: Expr): Expr {
  return replaceExpr(expr, (node) => (node.kind === 'OuterReferenceColumn' ? columnExpr(node.column) : undefined));
}
