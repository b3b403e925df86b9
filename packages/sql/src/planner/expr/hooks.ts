import type { Expr, ExprPlanner, PlannerResult } from '@datafusion-ts/expr';
import type { Planner } from '../planner.js';

/**
 * Asks the session's expression planners in turn, each with what the one before left. The first expression wins; undefined
 * when none answers.
 */
export function planWithHooks<T>(
  planner: Planner,
  input: T,
  ask: (hook: ExprPlanner, input: T) => PlannerResult<T> | undefined,
): Expr | undefined {
  return offerToHooks(planner, input, ask).expr;
}

/** Like {@link planWithHooks}; also gives what is left when no planner answers. */
export function offerToHooks<T>(
  planner: Planner,
  input: T,
  ask: (hook: ExprPlanner, input: T) => PlannerResult<T> | undefined,
): { readonly expr?: Expr; readonly input: T } {
  let current = input;
  for (const hook of planner.context.getExprPlanners()) {
    const answer = ask(hook, current);
    if (answer?.kind === 'planned') return { expr: answer.expr, input: current };
    if (answer !== undefined) current = answer.input;
  }
  return { input: current };
}
