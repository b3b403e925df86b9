/** Which logical plans mean the same when they are used again; see `PlanCache`. */
import { DefaultTableSource, type TableProvider } from '@datafusion-ts/catalog';
import { isExactly } from '@datafusion-ts/common';
import { EXPR_BITS, PLAN_BITS, planFacts, walkPlanWithSubqueries, type LogicalPlan } from '@datafusion-ts/expr';
import { defaultPhysicalOptimizerRules, PhysicalOptimizer } from '@datafusion-ts/physical-optimizer';
import { Analyzer, defaultAnalyzerRules, defaultOptimizerRules, Optimizer } from '@datafusion-ts/optimizer';
import type { SessionState } from './session-state.js';

/** Expressions whose value, or whose plan, depends on more than the statement. */
const CHANGING_EXPRS = EXPR_BITS.NotImmutable | EXPR_BITS.ScalarVariable;

/** Plans that do something instead of giving rows, or that are about another plan. */
const NOT_QUERIES: ReadonlySet<LogicalPlan['kind']> = new Set([
  'Analyze',
  'Copy',
  'Ddl',
  'DescribeTable',
  'Dml',
  'Explain',
  'Statement',
]);

/** True when optimizing the plan gives the same each time, as far as rules and settings of the session stay the same. */
export const isReusable = (plan: LogicalPlan): boolean =>
  (planFacts(plan).exprs & EXPR_BITS.Placeholder) === 0 && isReusableTemplate(plan);

/** True for plans that are reusable once their parameters have values. */
export function isReusableTemplate(plan: LogicalPlan): boolean {
  if (NOT_QUERIES.has(plan.kind)) return false;
  const { exprs, nodes } = planFacts(plan);
  if ((exprs & CHANGING_EXPRS) !== 0 || (nodes & PLAN_BITS.Extension) !== 0) return false;
  return providersOf(plan).every((provider) => provider?.reusablePlans === true);
}

/** The providers of all scanned tables, subqueries included; undefined for sources without one. */
export function providersOf(plan: LogicalPlan): readonly (TableProvider | undefined)[] {
  const providers: (TableProvider | undefined)[] = [];
  walkPlanWithSubqueries(plan, (node) => {
    if (node.kind !== 'TableScan') return;
    providers.push(node.source instanceof DefaultTableSource ? node.source.provider : undefined);
  });
  return providers;
}

const OWN_RULES: ReadonlySet<unknown> = new Set([
  ...defaultAnalyzerRules(),
  ...defaultOptimizerRules(),
  ...defaultPhysicalOptimizerRules(),
]);

/** False when the session has an analyzer, an optimizer or rules of the user's, which may look at anything. */
export const usesOwnRulesOnly = ({ analyzer, optimizer }: SessionState): boolean =>
  isExactly(analyzer, Analyzer) &&
  isExactly(optimizer, Optimizer) &&
  analyzer.rules.every((rule) => OWN_RULES.has(rule)) &&
  optimizer.rules.every((rule) => OWN_RULES.has(rule));

/** False when the session has a physical optimizer or rules for it of the user's. */
export const usesOwnPhysicalRulesOnly = ({ physicalOptimizer }: SessionState): boolean =>
  isExactly(physicalOptimizer, PhysicalOptimizer) && physicalOptimizer.rules.every((rule) => OWN_RULES.has(rule));
