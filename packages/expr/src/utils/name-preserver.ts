import type { TableReference } from '@datafusion-ts/common';
import { schemaName } from '../display/schema-name.js';
import type { Expr } from '../expr/expr.js';
import { alias } from '../expr/expr-fn.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { qualifierOf } from '../schema/expr-schema.js';

/** The column an expression gave before it was rewritten; undefined where names do not matter. */
export type SavedName = { readonly relation: TableReference | undefined; readonly name: string } | undefined;

/** True for nodes whose expressions name their columns: rewrites there must keep the names. */
export function namesMatter(plan: LogicalPlan): boolean {
  switch (plan.kind) {
    case 'Filter':
    case 'Join':
    case 'TableScan':
    case 'Limit':
    case 'Statement':
      return false;
    default:
      return true;
  }
}

/** Remembers the column that an expression gives, to {@link restoreName} it after a rewrite. */
export function saveName(expr: Expr, plan?: LogicalPlan): SavedName {
  return plan === undefined || namesMatter(plan) ? qualifiedNameOf(expr) : undefined;
}

/** The rewritten expression, under an alias when it would give another column than before. */
export function restoreName(expr: Expr, saved: SavedName): Expr {
  if (saved === undefined) return expr;
  const { relation, name } = qualifiedNameOf(expr);
  const sameRelation =
    relation === undefined
      ? saved.relation === undefined
      : saved.relation !== undefined && relation.equals(saved.relation);
  return sameRelation && name === saved.name ? expr : alias(expr, saved.name, saved.relation);
}

/** Relation (of columns and aliases) and name of the column an expression gives. */
export function qualifiedNameOf(expr: Expr): { readonly relation: TableReference | undefined; readonly name: string } {
  const name = expr.kind === 'Column' ? expr.column.name : expr.kind === 'Alias' ? expr.name : schemaName(expr);
  return { relation: qualifierOf(expr), name };
}
