import { type LogicalPlan, LogicalPlanBuilder, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';

/** FROM: items separated by commas are cross joined; LATERAL items see the columns of those before them. */
export function fromToPlan(
  planner: Planner,
  items: readonly ast.TableWithJoins[],
  context: PlannerContext,
): LogicalPlan {
  const [first, ...others] = items;
  if (first === undefined) return LogicalPlanBuilder.empty(true).build();
  let plan = planner.tableWithJoins(first, context);
  if (others.length === 0) return plan;
  return context.keepingOuterFrom(() => {
    context.outerFromSchema = schemaOf(plan);
    for (const item of others) {
      plan = LogicalPlanBuilder.from(plan).crossJoin(planner.tableWithJoins(item, context)).build();
      context.outerFromSchema = schemaOf(plan);
    }
    return plan;
  });
}
