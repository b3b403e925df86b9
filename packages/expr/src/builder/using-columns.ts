import { type Column, InternalError } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { walkPlan } from '../plan/plan-tree.js';

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

function collect(plan: LogicalPlan): readonly (readonly Column[])[] {
  const sets: Column[][] = [];
  walkPlan(plan, (node) => {
    if (node.kind === 'Join' && node.joinConstraint === 'Using') sets.push(node.on.flat().map(joinColumn));
  });
  return sets;
}

function joinColumn(expr: Expr): Column {
  const inner = expr.unalias();
  if (inner.kind === 'Column') return inner.column;
  if (inner.kind === 'Cast' || inner.kind === 'TryCast') return joinColumn(inner.expr);
  throw new InternalError(`Invalid join key. Expected column, found ${expr.toString()}`);
}
