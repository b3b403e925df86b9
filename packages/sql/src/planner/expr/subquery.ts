import { type DFSchema, PlanError } from '@datafusion-ts/common';
import {
  allOuterReferences,
  type Expr,
  existsExpr,
  inSubquery,
  makeExpr,
  scalarSubquery,
  schemaOf,
  type Subquery,
  subqueryOf,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { operatorOf } from './operators.js';

/** Queries inside expressions. They see the columns of the query around them, and remember which ones they use. */

/** `[NOT] EXISTS (query)`. */
export function existsToExpr(planner: Planner, sql: ast.ExistsExpr, schema: DFSchema, context: PlannerContext): Expr {
  return existsExpr(planSubquery(planner, sql.subquery, schema, context, false), sql.negated);
}

/** `expr [NOT] IN (query)`. */
export function inSubqueryToExpr(
  planner: Planner,
  sql: ast.InSubqueryExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const subquery = planSubquery(planner, sql.subquery, schema, context, true);
  return inSubquery(planner.sqlToExpr(sql.expr, schema, context), subquery, sql.negated);
}

/** `(query)` as a value. */
export function scalarSubqueryToExpr(
  planner: Planner,
  query: ast.Query,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  return scalarSubquery(planSubquery(planner, query, schema, context, true));
}

/** `expr op ANY|ALL (query)`. */
export function setComparisonToExpr(
  planner: Planner,
  sql: ast.AnyOpExpr | ast.AllOpExpr,
  query: ast.Query,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const subquery = planSubquery(planner, query, schema, context, true);
  return makeExpr({
    kind: 'SetComparison',
    expr: planner.sqlToExpr(sql.left, schema, context),
    subquery,
    op: operatorOf(sql.compareOp),
    quantifier: sql.kind === 'AnyOp' ? 'Any' : 'All',
  });
}

function planSubquery(
  planner: Planner,
  query: ast.Query,
  schema: DFSchema,
  context: PlannerContext,
  oneColumn: boolean,
): Subquery {
  const plan = context.withOuterQuery(schema, () => planner.queryToPlan(query, context));
  const columns = schemaOf(plan);
  if (oneColumn && columns.length > 1) {
    throw new PlanError(
      `Too many columns! The subquery should only return one column: ${columns.fieldNames().join(', ')}`,
      {
        ...(query.span === undefined ? {} : { span: query.span }),
      },
    );
  }
  return subqueryOf(plan, allOuterReferences(plan));
}
