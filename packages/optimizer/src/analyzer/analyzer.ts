import { DataFusionError, type Transformed } from '@datafusion-ts/common';
import { assertValidPlan, type LogicalPlan } from '@datafusion-ts/expr';
import type { OptimizerConfig, PlanObserver } from '../optimizer-config.js';
import { resolveGroupingFunction } from './resolve-grouping-function.js';
import { resolveLambdaVariables } from './resolve-lambda-variables.js';
import { typeCoercion } from './type-coercion.js';

/**
 * One step that gives a plan its meaning: resolves what the parser left open, coerces types. Unlike optimizer rules, these
 * may change types of columns, and a plan is not valid without them.
 */
export interface AnalyzerRule {
  readonly name: string;
  analyze(plan: LogicalPlan, config: OptimizerConfig): Transformed<LogicalPlan>;
}

/** The analyzer rules of DataFusion 54.1, in their order. */
export const defaultAnalyzerRules = (): readonly AnalyzerRule[] => [
  resolveGroupingFunction,
  typeCoercion,
  resolveLambdaVariables,
];

/** Makes a plan valid, or says why it is not. */
export class Analyzer {
  readonly rules: readonly AnalyzerRule[];

  constructor(rules: readonly AnalyzerRule[] = defaultAnalyzerRules()) {
    this.rules = rules;
  }

  /** The analyzed plan; throws DataFusion's errors for plans that make no sense. */
  execute(plan: LogicalPlan, config: OptimizerConfig, observe?: PlanObserver<LogicalPlan>): LogicalPlan {
    inContext('Invalid input plan passed to Analyzer', () => assertValidPlan(plan, 'Always'));
    let current = plan;
    for (const rule of this.rules) {
      current = analyzeWith(rule, current, config);
      observe?.(current, rule.name);
    }
    inContext('Invalid (non-executable) plan after Analyzer', () => assertValidPlan(current, 'Executable'));
    return current;
  }
}

function analyzeWith(rule: AnalyzerRule, plan: LogicalPlan, config: OptimizerConfig): LogicalPlan {
  return inContext(rule.name, () => rule.analyze(plan, config).node);
}

/** Runs something; an error gets a description of what was being done. */
function inContext<T>(description: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof DataFusionError ? error.context(description) : error;
  }
}
