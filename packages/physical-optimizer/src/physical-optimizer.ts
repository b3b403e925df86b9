import { DataFusionError, InternalError, sameFields, type ConfigOptions } from '@datafusion-ts/common';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import { defaultPhysicalOptimizerRules } from './default-rules.js';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';

/** Runs the physical rules over a plan, each once, in order. */
export class PhysicalOptimizer {
  readonly rules: readonly PhysicalOptimizerRule[];

  constructor(rules: readonly PhysicalOptimizerRule[] = defaultPhysicalOptimizerRules()) {
    this.rules = rules;
  }

  /** The optimized plan; `observe` sees the plan after each rule. */
  optimize(
    plan: ExecutionPlan,
    config: ConfigOptions,
    observe?: (plan: ExecutionPlan, ruleName: string) => void,
  ): ExecutionPlan {
    let current = plan;
    for (const rule of this.rules) {
      const next = applyRule(rule, current, config);
      if (rule.schemaCheck !== false && !sameFields(current.schema.fields, next.schema.fields)) {
        throw new InternalError(`PhysicalOptimizer rule '${rule.name}' failed. Schema mismatch`);
      }
      current = next;
      observe?.(current, rule.name);
    }
    return current;
  }
}

function applyRule(rule: PhysicalOptimizerRule, plan: ExecutionPlan, config: ConfigOptions): ExecutionPlan {
  try {
    return rule.optimize(plan, config);
  } catch (error) {
    throw error instanceof DataFusionError ? error.context(rule.name) : error;
  }
}
