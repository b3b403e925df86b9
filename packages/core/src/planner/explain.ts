/**
 * EXPLAIN: plans the query, keeps the text of the plan after each step that changed it, and gives those texts as rows.
 * Without VERBOSE only the final plans are shown.
 */
import { DataFusionError } from '@datafusion-ts/common';
import {
  displayGraphviz,
  displayIndent,
  displayPgJson,
  schemaOf,
  type Analyze,
  type Explain,
  type LogicalPlan,
  type StringifiedPlan,
} from '@datafusion-ts/expr';
import {
  AnalyzeExec,
  displayPlanIndent,
  displayPlanTree,
  ExplainExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalPlanner } from './physical-planner.js';

const SAME = 'SAME TEXT AS ABOVE';

/** Texts in order; a verbose one equal to the one before it is shortened. */
class PlanTexts {
  readonly items: StringifiedPlan[] = [];
  #last = '';

  add(planType: string, plan: string): void {
    this.items.push({ planType, plan });
    this.#last = plan;
  }

  addStep(planType: string, plan: string): void {
    this.items.push({ planType, plan: plan === this.#last ? SAME : plan });
    this.#last = plan;
  }
}

/** The explained plan is not optimized yet: `plan.plan` is the query as it was planned from SQL. */
export async function planExplain(planner: PhysicalPlanner, plan: Explain): Promise<ExecutionPlan> {
  const texts = new PlanTexts();
  const { config } = planner.state;
  const logicalOnly = config.explain.logicalPlanOnly;
  const physicalOnly = config.explain.physicalPlanOnly;
  let optimized: LogicalPlan;
  try {
    optimized = optimizeLogical(planner, plan, texts, plan.verbose && !physicalOnly);
  } catch (error) {
    if (!(error instanceof DataFusionError) || error.contexts.length === 0) throw error;
    return explainFailure(planner, plan);
  }
  if (plan.format === 'graphviz' || plan.format === 'pgjson') {
    const text = plan.format === 'graphviz' ? displayGraphviz(optimized) : displayPgJson(optimized);
    return explainExec(plan, [{ planType: 'logical_plan', plan: text }]);
  }
  if (!physicalOnly && plan.format === 'indent') texts.add('logical_plan', displayIndent(optimized));
  if (!logicalOnly) await explainPhysical(planner, plan, optimized, texts);
  return explainExec(plan, texts.items);
}

/** A query that a rule refuses: all steps, with VERBOSE or without, and the error in place of the one that failed. */
function explainFailure(planner: PhysicalPlanner, plan: Explain): ExecutionPlan {
  const texts = new PlanTexts();
  try {
    optimizeLogical(planner, plan, texts, true);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    const { code, message, contexts } = error;
    const inner = new DataFusionError(code, message, {}, contexts.slice(0, -1));
    texts.add(`logical_plan after ${contexts.at(-1) ?? 'the last rule'}`, inner.toString());
  }
  return new ExplainExec(schemaOf(plan).inner, texts.items, true);
}

const explainExec = (plan: Explain, texts: readonly StringifiedPlan[]): ExecutionPlan =>
  new ExplainExec(schemaOf(plan).inner, texts, plan.verbose);

function optimizeLogical(planner: PhysicalPlanner, plan: Explain, texts: PlanTexts, everyStep: boolean): LogicalPlan {
  const { state } = planner;
  const config = state.optimizerConfig();
  if (!everyStep) return state.optimizer.optimize(state.analyzer.execute(plan.plan, config), config);
  texts.add('initial_logical_plan', displayIndent(plan.plan));
  const step = (current: LogicalPlan, rule: string): void =>
    texts.addStep(`logical_plan after ${rule}`, displayIndent(current));
  const analyzed = state.analyzer.execute(plan.plan, config, step);
  texts.addStep('analyzed_logical_plan', displayIndent(analyzed));
  return state.optimizer.optimize(analyzed, config, step);
}

async function explainPhysical(
  planner: PhysicalPlanner,
  plan: Explain,
  optimized: LogicalPlan,
  texts: PlanTexts,
): Promise<void> {
  const { explain } = planner.state.config;
  const shown = { showStatistics: explain.showStatistics, showSchema: explain.showSchema };
  const text = (current: ExecutionPlan): string =>
    plan.format === 'tree'
      ? displayPlanTree(current, explain.treeMaximumRenderWidth)
      : displayPlanIndent(current, { verbose: plan.verbose, ...shown });
  let initial: ExecutionPlan;
  try {
    initial = await planner.createInitialPlan(optimized);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    texts.add('physical_plan_error', error.toString());
    return;
  }
  explainOptimized(planner, plan, initial, text, texts);
}

/** A rule that refuses the plan leaves it out; its error is shown under VERBOSE only. */
function explainOptimized(
  planner: PhysicalPlanner,
  plan: Explain,
  initial: ExecutionPlan,
  text: (plan: ExecutionPlan) => string,
  texts: PlanTexts,
): void {
  if (plan.verbose) {
    texts.add('initial_physical_plan', text(initial));
    addWithFacts(planner, 'initial_physical_plan', initial, texts);
  }
  let last = '';
  const observe = (current: ExecutionPlan, rule: string): void => {
    last = rule;
    if (plan.verbose) texts.addStep(`physical_plan after ${rule}`, text(current));
  };
  try {
    const final = planner.optimize(initial, observe);
    texts.add('physical_plan', text(final));
    if (plan.verbose) addWithFacts(planner, 'physical_plan', final, texts);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    if (plan.verbose) texts.add(`physical_plan after ${last}`, error.toString());
  }
}

/** The plan with what its text does not show anyway. */
function addWithFacts(planner: PhysicalPlanner, name: string, plan: ExecutionPlan, texts: PlanTexts): void {
  const { showStatistics, showSchema } = planner.state.config.explain;
  const verbose = true;
  if (!showStatistics) texts.add(`${name}_with_stats`, displayPlanIndent(plan, { verbose, showStatistics: true }));
  if (!showSchema) texts.add(`${name}_with_schema`, displayPlanIndent(plan, { verbose, showSchema: true }));
}

/**
 * EXPLAIN ANALYZE runs the plan and shows it with its metrics. The explained query is optimized alone, so that it is the
 * plan that would run without EXPLAIN: under an operator that asks for no order its sort would go.
 */
export async function planAnalyze(planner: PhysicalPlanner, plan: Analyze): Promise<ExecutionPlan> {
  const { explain } = planner.state.config;
  const input = await planner.createPhysicalPlan(plan.input);
  const { analyzeLevel, analyzeCategories } = explain;
  const options = {
    verbose: plan.verbose,
    showStatistics: explain.showStatistics,
    ...(analyzeLevel === 'summary' ? { types: ['summary'] as const } : {}),
    ...(analyzeCategories === 'all' ? {} : { categories: analyzeCategories }),
  };
  return new AnalyzeExec(options, input, schemaOf(plan).inner);
}
