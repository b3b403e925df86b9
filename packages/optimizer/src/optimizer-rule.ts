import type { Transformed } from '@datafusion-ts/common';
import { planFacts, type LogicalPlan } from '@datafusion-ts/expr';
import type { OptimizerConfig } from './optimizer-config.js';

/**
 * One way to make a logical plan better without changing its result or its columns' names and types.
 *
 * With an `applyOrder` the driver walks the plan (subqueries included) and offers every node; without one, `rewrite` gets
 * the whole plan and walks itself.
 */
export interface OptimizerRule {
  /** DataFusion's name, `push_down_filter`. */
  readonly name: string;
  readonly applyOrder?: 'topDown' | 'bottomUp';
  /** Where there is anything to do for the rule; without it, anywhere. */
  readonly concerns?: RuleConcerns;
  /** The new plan, or the same one with `changed` false. */
  rewrite(plan: LogicalPlan, config: OptimizerConfig): Transformed<LogicalPlan>;
}

/** What a tree must have some of, subqueries included, for a rule to change it. The rule is not run on other trees. */
export interface RuleConcerns {
  /** Kinds of nodes, of `PLAN_BITS`. */
  readonly nodes?: number;
  /** Kinds of parts of expressions, of `EXPR_BITS`. */
  readonly exprs?: number;
}

/** False when a rule has nothing to do in a tree. */
export function concerns(rule: OptimizerRule, plan: LogicalPlan): boolean {
  if (rule.concerns === undefined) return true;
  const { nodes = ~0, exprs = ~0 } = rule.concerns;
  const facts = planFacts(plan);
  return ((facts.nodes & nodes) !== 0 || nodes === ~0) && ((facts.exprs & exprs) !== 0 || exprs === ~0);
}
