import { PlanError, TableReference } from '@datafusion-ts/common';
import { ident, type LogicalPlan, LogicalPlanBuilder, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';

/** `relation AS name (a, b)`: renames the columns when asked to, then the relation. */
export function applyTableAlias(planner: Planner, plan: LogicalPlan, alias: ast.TableAlias): LogicalPlan {
  const renamed = renameColumns(
    planner,
    plan,
    alias.columns.map((column) => column.name),
  );
  return LogicalPlanBuilder.from(renamed)
    .alias(TableReference.bare(planner.normalize(alias.name)))
    .build();
}

/** Gives all columns of a plan new names; throws a PlanError when the numbers differ. No names, no change. */
export function renameColumns(planner: Planner, plan: LogicalPlan, names: readonly ast.Ident[]): LogicalPlan {
  if (names.length === 0) return plan;
  const { fields } = schemaOf(plan);
  if (names.length !== fields.length) {
    throw new PlanError(
      `Source table contains ${fields.length} columns but only ${names.length} names given as column alias`,
    );
  }
  const exprs = fields.map((field, i) => ident(field.name).alias(planner.normalize(names[i]!)));
  return LogicalPlanBuilder.from(plan).project(exprs).build();
}
