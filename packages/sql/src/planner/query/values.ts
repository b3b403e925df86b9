import { DFSchema } from '@datafusion-ts/common';
import { type LogicalPlan, LogicalPlanBuilder } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';

/** `VALUES (…), (…)`. Inside CREATE TABLE and INSERT the columns have the table's types. */
export function valuesToPlan(planner: Planner, values: ast.Values, context: PlannerContext): LogicalPlan {
  const rows = values.rows.map((row) => row.map((expr) => planner.sqlToExpr(expr, DFSchema.empty, context)));
  const schema = context.tableSchema;
  if (schema === undefined || schema.length === 0) return LogicalPlanBuilder.values(rows).build();
  return LogicalPlanBuilder.valuesWithSchema(rows, schema).build();
}
