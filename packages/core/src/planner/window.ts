/**
 * Window functions: all calls of one node share partition and order keys, and the node sorts accordingly (the sort itself is
 * added by EnforceSorting). Streams when every call can be computed with bounded memory.
 */
import { InternalError, type DFSchema } from '@datafusion-ts/common';
import { schemaName, schemaOf, type Expr, type Window, type WindowFunction } from '@datafusion-ts/expr';
import {
  AggregateFunctionExpr,
  aggregateWindowExpr,
  standardWindowExpr,
  type WindowExpr,
  type WindowSpec,
} from '@datafusion-ts/physical-expr';
import {
  BoundedWindowAggExec,
  usesBoundedMemory,
  WindowAggExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { withoutAliases } from './aggregate.js';
import type { PhysicalPlanner } from './physical-planner.js';
import { planOrdering } from './sort-limit.js';
import { checkFrameBounds } from './window-frame.js';

export function planWindow(planner: PhysicalPlanner, plan: Window, input: ExecutionPlan): ExecutionPlan {
  if (plan.windowExprs.length === 0) throw new InternalError('Impossibly got empty window expression');
  const schema = schemaOf(plan.input);
  const exprs = plan.windowExprs.map((expr) => planWindowExpr(planner, expr, schema, input));
  const canRepartition =
    exprs[0]!.partitionBy.length > 0 &&
    planner.state.config.execution.targetPartitions > 1 &&
    planner.state.config.optimizer.repartitionWindows;
  return exprs.every(usesBoundedMemory)
    ? new BoundedWindowAggExec(exprs, input, 'Sorted', canRepartition)
    : new WindowAggExec(exprs, input, canRepartition);
}

function planWindowExpr(planner: PhysicalPlanner, expr: Expr, schema: DFSchema, input: ExecutionPlan): WindowExpr {
  const call = withoutAliases(expr);
  if (call.kind !== 'WindowFunction')
    throw new InternalError(`Window expressions must be window functions, got ${expr.kind}`);
  checkFrameBounds(call.windowFrame);
  const name = expr.kind === 'Alias' ? expr.name : schemaName(call);
  const window: WindowSpec = {
    partitionBy: call.partitionBy.map((key) => planner.expr(key, schema)),
    orderBy: planOrdering(planner, call.orderBy, schema),
    frame: call.windowFrame,
  };
  return windowExpr(planner, call, name, window, schema, input);
}

function windowExpr(
  planner: PhysicalPlanner,
  call: WindowFunction,
  name: string,
  window: WindowSpec,
  schema: DFSchema,
  input: ExecutionPlan,
): WindowExpr {
  const args = call.args.map((arg) => planner.expr(arg, schema));
  const ignoreNulls = call.nullTreatment === 'IgnoreNulls';
  if (call.func.kind === 'WindowUDF') {
    return standardWindowExpr(call.func.func, { name, args, schema: input.schema, ignoreNulls }, window);
  }
  const aggregate = new AggregateFunctionExpr({
    func: call.func.func,
    args,
    schema: input.schema,
    name,
    isDistinct: call.distinct,
    ignoreNulls,
  });
  return aggregateWindowExpr(
    aggregate,
    window,
    call.filter === undefined ? undefined : planner.expr(call.filter, schema),
  );
}
