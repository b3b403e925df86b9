import { type Column, InternalError } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { inputsOf } from '../plan/plan-children.js';

const known = new WeakMap<LogicalPlan, readonly (readonly Column[])[]>();

/** For each USING join in a plan, its key columns of both sides, which stand for each other. */
export function usingColumns(plan: LogicalPlan): readonly (readonly Column[])[] {
  let sets = known.get(plan);
  if (sets === undefined) {
    sets = collect(plan);
    known.set(plan, sets);
  }
  return sets;
}

/** Built from what is known of the inputs, so that adding a node to a plan does not walk it again. */
function collect(plan: LogicalPlan): readonly (readonly Column[])[] {
  const below = inputsOf(plan).flatMap(usingColumns);
  if (plan.kind !== 'Join' || plan.joinConstraint !== 'Using') return below;
  return [plan.on.flat().map(joinColumn), ...below];
}

function joinColumn(expr: Expr): Column {
  const inner = expr.unalias();
  if (inner.kind === 'Column') return inner.column;
  if (inner.kind === 'Cast' || inner.kind === 'TryCast') return joinColumn(inner.expr);
  throw new InternalError(`Invalid join key. Expected column, found ${expr.toString()}`);
}
