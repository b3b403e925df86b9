import { schemaOf, type Expr, type Filter, type Projection } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, type ProjectionExpr } from '@datafusion-ts/physical-expr';
import { FilterExec, ProjectionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { AsyncCalls } from './async-calls.js';
import { physicalName } from './physical-name.js';
import type { PhysicalPlanner } from './physical-planner.js';

export function planProjection(planner: PhysicalPlanner, plan: Projection, input: ExecutionPlan): ExecutionPlan {
  const schema = schemaOf(plan.input);
  const calls = new AsyncCalls(input);
  const exprs = plan.exprs.map((expr): ProjectionExpr => {
    const bound = planner.expr(expr, schema);
    return { expr: calls.replace(bound), alias: outputName(expr, bound, input) };
  });
  return new ProjectionExec(exprs, calls.plan());
}

/** A column keeps the name it has in the physical input, which may differ from the logical one behind a join. */
function outputName(expr: Expr, bound: PhysicalExpr, input: ExecutionPlan): string {
  return expr.kind === 'Column' && bound instanceof Column ? input.schema.field(bound.index).name : physicalName(expr);
}

export function planFilter(planner: PhysicalPlanner, plan: Filter, input: ExecutionPlan): ExecutionPlan {
  const calls = new AsyncCalls(input);
  const predicate = calls.replace(planner.expr(plan.predicate, schemaOf(plan.input)));
  const below = calls.plan();
  return new FilterExec(predicate, below, {
    defaultSelectivity: planner.state.config.optimizer.defaultFilterSelectivity,
    // The results of asynchronous calls are nobody else's.
    ...(below === input ? {} : { projection: input.schema.fields.map((_field, i) => i) }),
  });
}
