import { type DFSchema, NotImplementedError, PlanError } from '@datafusion-ts/common';
import {
  columnizeExpr,
  type Expr,
  expandQualifiedWildcard,
  expandWildcard,
  type LogicalPlan,
  normalizeCol,
  schemaOf,
  type WildcardOptions,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { normalizedOver } from '../support/columns.js';

/** The entries of a select list: expressions, aliases and wildcards. */

/** Plans a select list over a plan; wildcards become their columns. `emptyFrom`: there is no FROM clause. */
export function selectListToExprs(
  planner: Planner,
  plan: LogicalPlan,
  items: readonly ast.SelectItem[],
  emptyFrom: boolean,
  context: PlannerContext,
): readonly Expr[] {
  const exprs = items.flatMap((item) => selectItemToExprs(planner, plan, item, emptyFrom, context));
  const wildcards = items.some((item) => item.kind === 'Wildcard' || item.kind === 'QualifiedWildcard');
  if (wildcards && exprs.length === 0 && schemaOf(plan).length > 0) {
    throw new PlanError('SELECT list is empty after resolving * expressions, the wildcard expanded to zero columns');
  }
  return exprs;
}

function selectItemToExprs(
  planner: Planner,
  plan: LogicalPlan,
  item: ast.SelectItem,
  emptyFrom: boolean,
  context: PlannerContext,
): readonly Expr[] {
  switch (item.kind) {
    case 'UnnamedExpr':
      return [selectExpr(planner, plan, item.expr, context)];
    case 'ExprWithAlias':
      return [aliased(selectExpr(planner, plan, item.expr, context), planner.normalize(item.alias))];
    case 'ExprWithAliases':
      throw new NotImplementedError('Multiple aliases for one expression are not supported');
    case 'Wildcard': {
      refuseRename(item.options);
      if (emptyFrom) throw new PlanError('SELECT * with no tables specified is not valid');
      const options = wildcardOptions(planner, plan, item.options, context);
      return settle(plan, expandWildcard(schemaOf(plan), plan, options));
    }
    case 'QualifiedWildcard': {
      refuseRename(item.options);
      if (item.target.kind === 'Expr') throw new PlanError('Qualified wildcard with expression not supported');
      const options = wildcardOptions(planner, plan, item.options, context);
      return settle(plan, expandQualifiedWildcard(planner.tableReference(item.target.name), schemaOf(plan), options));
    }
  }
}

/** Expressions as a projection over the plan has them. */
const settle = (plan: LogicalPlan, exprs: readonly Expr[]): readonly Expr[] =>
  exprs.map((expr) => columnizeExpr(normalizeCol(expr, plan), plan));

function selectExpr(planner: Planner, plan: LogicalPlan, sql: ast.Expr, context: PlannerContext): Expr {
  const schema: DFSchema = schemaOf(plan);
  return columnizeExpr(normalizedOver(planner.sqlToExpr(sql, schema, context), plan), plan);
}

/** A column under its own name needs no alias. */
function aliased(expr: Expr, name: string): Expr {
  return expr.kind === 'Column' && expr.column.name === name ? expr : expr.alias(name);
}

function refuseRename(options: ast.WildcardOptions): void {
  if (options.rename !== undefined) throw new NotImplementedError('wildcard * with RENAME not supported ');
}

function wildcardOptions(
  planner: Planner,
  plan: LogicalPlan,
  sql: ast.WildcardOptions,
  context: PlannerContext,
): WildcardOptions {
  return {
    ...(sql.exclude === undefined ? {} : { exclude: sql.exclude.columns.map((name) => columnName(planner, name)) }),
    ...(sql.except === undefined ? {} : { except: sql.except.map((ident) => planner.normalize(ident)) }),
    ...(sql.replace === undefined
      ? {}
      : {
          replace: sql.replace.map((item) => ({
            name: planner.normalize(item.columnName),
            expr: selectExpr(planner, plan, item.expr, context),
          })),
        }),
  };
}

function columnName(planner: Planner, name: ast.ObjectName): string {
  return planner.normalize(name.at(-1)!);
}
