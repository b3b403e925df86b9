import { schemaOf, type Expr, type Filter, type Projection } from '@datafusion-ts/expr';
import type { DFSchema } from '@datafusion-ts/common';
import type { ProjectionExpr } from '@datafusion-ts/physical-expr';
import { FilterExec, ProjectionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { physicalName } from './physical-name.js';
import type { PhysicalPlanner } from './physical-planner.js';

export function planProjection(planner: PhysicalPlanner, plan: Projection, input: ExecutionPlan): ExecutionPlan {
  const schema = schemaOf(plan.input);
  const exprs = plan.exprs.map((expr): ProjectionExpr => ({
    expr: planner.expr(expr, schema),
    alias: outputName(expr, schema, input),
  }));
  return new ProjectionExec(exprs, input);
}

/** A column keeps the name it has in the physical input, which may differ from the logical one behind a join. */
function outputName(expr: Expr, schema: DFSchema, input: ExecutionPlan): string {
  if (expr.kind !== 'Column') return physicalName(expr);
  const index = schema.maybeIndexOfColumn(expr.column);
  return index === undefined ? expr.column.name : input.schema.field(index).name;
}

export function planFilter(planner: PhysicalPlanner, plan: Filter, input: ExecutionPlan): ExecutionPlan {
  const predicate = planner.expr(plan.predicate, schemaOf(plan.input));
  return new FilterExec(predicate, input, {
    defaultSelectivity: planner.state.config.optimizer.defaultFilterSelectivity,
  });
}
