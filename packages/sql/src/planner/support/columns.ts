import { type DFSchema, fieldNotFound } from '@datafusion-ts/common';
import {
  type Expr,
  findColumnExprs,
  type LogicalPlan,
  normalizeColWithSchemas,
  qualifiedCol,
  schemaOf,
  usingColumns,
} from '@datafusion-ts/expr';

/** Columns of SQL expressions against the schema they were planned for. */

/** Qualifies columns from the plan alone; keys of USING stand for each other. */
export function normalizedOver(expr: Expr, plan: LogicalPlan): Expr {
  return normalizeColWithSchemas(expr, [[schemaOf(plan)]], usingColumns(plan));
}

/** Throws a SchemaError for the first column that the schema does not have. */
export function checkColumnsInSchema(schema: DFSchema, exprs: readonly Expr[]): void {
  for (const expr of findColumnExprs(exprs)) {
    if (expr.kind !== 'Column') continue;
    const { relation, name } = expr.column;
    const known =
      relation === undefined
        ? schema.hasColumnWithUnqualifiedName(name)
        : schema.hasColumnWithQualifiedName(relation, name);
    if (!known) throw fieldNotFound(expr.column, schema.columns());
  }
}

/** A bare column qualified by the tail of its relation's name (`schema.t.a` written as `t.a`) gets the whole relation. */
export function completeQualifier(expr: Expr, schema: DFSchema): Expr {
  if (expr.kind !== 'Column' || expr.column.relation === undefined) return expr;
  const tail = `.${expr.column.relation.toString()}`;
  const name = expr.column.name;
  for (const { qualifier, field } of schema) {
    if (field.name === name && qualifier !== undefined && qualifier.toString().endsWith(tail))
      return qualifiedCol(qualifier, field.name);
  }
  return expr;
}
