/**
 * Runs the rules over a plan, in order, again and again until none changes anything or `max_passes` is reached.
 *
 * A rule must not change the plan's columns: that is checked after each. A rule that throws ends planning, unless
 * `skip_failed_rules` is set, which leaves the rule out.
 */
import { DataFusionError, InternalError, unchanged, type DFSchema, type Transformed } from '@datafusion-ts/common';
import {
  planEquals,
  schemaOf,
  transformPlanDownUpWithSubqueries,
  transformPlanDownWithSubqueries,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import { defaultOptimizerRules } from './default-rules.js';
import type { OptimizerConfig, PlanObserver } from './optimizer-config.js';
import { concerns, type OptimizerRule } from './optimizer-rule.js';

export class Optimizer {
  readonly rules: readonly OptimizerRule[];

  constructor(rules: readonly OptimizerRule[] = defaultOptimizerRules()) {
    this.rules = rules;
  }

  /** The best plan the rules find; `observe` sees the plan after each rule of each pass. */
  optimize(plan: LogicalPlan, config: OptimizerConfig, observe?: PlanObserver<LogicalPlan>): LogicalPlan {
    const { maxPasses } = config.config.optimizer;
    const seen = [plan];
    let current = plan;
    for (let pass = 0; pass < maxPasses; pass++) {
      const before = current;
      for (const rule of this.rules) {
        current = this.#apply(rule, current, config);
        observe?.(current, rule.name);
      }
      if (current === before) break;
      const result = current;
      if (seen.some((earlier) => planEquals(earlier, result))) break;
      seen.push(result);
    }
    return current;
  }

  #apply(rule: OptimizerRule, plan: LogicalPlan, config: OptimizerConfig): LogicalPlan {
    try {
      const { node, changed } = applyRule(rule, plan, config);
      if (!changed) return plan;
      assertSameColumns(rule.name, schemaOf(plan), schemaOf(node));
      return node;
    } catch (error) {
      if (!(error instanceof DataFusionError)) throw error;
      if (config.config.optimizer.skipFailedRules) return plan;
      throw error.context(`Optimizer rule '${rule.name}' failed`);
    }
  }
}

/** Offers a plan, or each of its nodes, to a rule, as far as it has what the rule looks for. */
export function applyRule(rule: OptimizerRule, plan: LogicalPlan, config: OptimizerConfig): Transformed<LogicalPlan> {
  if (!concerns(rule, plan)) return unchanged(plan);
  switch (rule.applyOrder) {
    case 'topDown':
      return transformPlanDownWithSubqueries(plan, (node) =>
        concerns(rule, node) ? rule.rewrite(node, config) : unchanged(node, 'Jump'),
      );
    case 'bottomUp':
      return transformPlanDownUpWithSubqueries(
        plan,
        (node) => unchanged(node, concerns(rule, node) ? 'Continue' : 'Jump'),
        (node) => (concerns(rule, node) ? rule.rewrite(node, config) : unchanged(node)),
      );
    default:
      return rule.rewrite(plan, config);
  }
}

function assertSameColumns(rule: string, before: DFSchema, after: DFSchema): void {
  if (before === after || before.logicallyEquivalentNamesAndTypes(after)) return;
  throw new InternalError(
    `Failed due to a difference in schemas: original schema: ${before.toString()}, new schema: ${after.toString()}`,
  ).context(`Check optimizer-specific invariants after optimizer rule: ${rule}`);
}
