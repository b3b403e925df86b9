/**
 * Takes leaf expressions (fields of structs) out of filters, sorts, joins and groupings into a projection below.
 *
 * `Filter: get_field(t.s, 'a') > 1` becomes `Filter: __datafusion_extracted_1 > 1` over
 * `Projection: get_field(t.s, 'a') AS __datafusion_extracted_1, …`, from where `push_down_leaf_projections` moves it on. Off
 * with `datafusion.optimizer.enable_leaf_expression_pushdown`.
 */
import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  aggregate,
  expressionsOf,
  inputsOf,
  mapPlanInputs,
  projection,
  recomputeSchema,
  restoreName,
  saveName,
  schemaOf,
  walkPlan,
  columnExprsOf,
  withPlanExpressions,
  withPlanInputs,
  type Aggregate,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';
import {
  EXTRACTED,
  LeafExprs,
  readsOnly,
  recovered,
  replaceLeaves,
  withColumnsAbove,
} from './leaf-expressions/leaf-exprs.js';

export const extractLeafExpressions: OptimizerRule = {
  name: 'extract_leaf_expressions',
  concerns: { exprs: EXPR_BITS.Leaf },
  rewrite(plan, config) {
    if (!config.config.optimizer.enableLeafExpressionPushdown) return unchanged(plan);
    const taken = namesTaken(plan);
    return rewriteNode(plan, () => freeName(config, taken));
  },
};

/** A name for a column; queries may use such names themselves. */
type NextName = () => string;

function namesTaken(plan: LogicalPlan): ReadonlySet<string> {
  const names = new Set<string>();
  walkPlan(plan, (node) => {
    for (const expr of expressionsOf(node)) if (expr.kind === 'Alias') names.add(expr.name);
  });
  return names;
}

function freeName(config: OptimizerConfig, taken: ReadonlySet<string>): string {
  let name = config.nextAlias(EXTRACTED);
  while (taken.has(name)) name = config.nextAlias(EXTRACTED);
  return name;
}

function rewriteNode(plan: LogicalPlan, nextName: NextName): Transformed<LogicalPlan> {
  const extracted = extract(plan, nextName);
  const inputs = mapPlanInputs(extracted?.node ?? plan, (input) => rewriteNode(input, nextName));
  const node = inputs.changed ? recomputeSchema(inputs.node) : inputs.node;
  if (extracted !== undefined) return rewritten(extracted.finish(node));
  return inputs.changed ? rewritten(node) : unchanged(plan);
}

/** The node over its new inputs, and what has to be put above it. */
interface ExtractedNode {
  readonly node: LogicalPlan;
  finish(node: LogicalPlan): LogicalPlan;
}

function extract(plan: LogicalPlan, nextName: NextName): ExtractedNode | undefined {
  if (!['Filter', 'Sort', 'Join', 'Aggregate'].includes(plan.kind)) return undefined;
  const inputs = inputsOf(plan);
  const leaves = inputs.map(() => new LeafExprs(nextName));
  const columnOf = (leaf: Expr): Expr | undefined => {
    const i = inputs.findIndex((input) => readsOnly(leaf, schemaOf(input)));
    return i < 0 ? undefined : leaves[i]!.columnFor(leaf);
  };
  const exprs = expressionsOf(plan).map((expr) => replaceLeaves(expr, columnOf));
  if (leaves.every((list) => list.isEmpty)) return undefined;
  const below = inputs.map((input, i) => (leaves[i]!.isEmpty ? input : withColumnsAbove(input, leaves[i]!.aliased())));
  if (plan.kind === 'Aggregate') return extractedAggregate(plan, exprs, below[0]!);
  const node = recomputeSchema(withPlanInputs(withPlanExpressions(plan, exprs), below));
  return { node, finish: (next) => recovered(next, schemaOf(plan)) };
}

function extractedAggregate(
  plan: Aggregate,
  exprs: ReturnType<typeof expressionsOf>,
  input: LogicalPlan,
): ExtractedNode {
  const groups = exprs.slice(0, plan.groupExprs.length);
  const node = aggregate(input, groups, exprs.slice(plan.groupExprs.length));
  const wanted = columnExprsOf(schemaOf(plan)).map((column) => saveName(column));
  const finish = (next: LogicalPlan): LogicalPlan =>
    projection(
      columnExprsOf(schemaOf(next)).map((column, i) => restoreName(column, wanted[i])),
      next,
    );
  return { node, finish };
}
