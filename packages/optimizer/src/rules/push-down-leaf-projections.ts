/**
 * Moves leaf expressions (fields of structs) of projections towards the sources, through filters, sorts and limits.
 *
 * `Projection: get_field(t.s, 'a')` over `Filter: …` becomes `Projection: __datafusion_extracted_1 AS t.s[a]` over the filter
 * over a projection that computes the field. Directly over a source it is taken out only of larger expressions. Off with
 * `datafusion.optimizer.enable_leaf_expression_pushdown`.
 */
import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  existsExprNode,
  findExprs,
  hasKinds,
  makeExpr,
  projection,
  restoreName,
  saveName,
  schemaOf,
  type Expr,
  type LogicalPlan,
  type Projection,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';
import {
  EXTRACTED,
  isExtracted,
  isLeafExpr,
  LeafExprs,
  passesDown,
  readThrough,
  replaceLeaves,
  withColumnsBelow,
} from './leaf-expressions/leaf-exprs.js';

export const pushDownLeafProjections: OptimizerRule = {
  name: 'push_down_leaf_projections',
  concerns: { exprs: EXPR_BITS.Leaf },
  applyOrder: 'topDown',
  rewrite(plan, config) {
    if (!config.config.optimizer.enableLeafExpressionPushdown || plan.kind !== 'Projection') return unchanged(plan);
    return pushDown(plan, config);
  },
};

const hasLeaf = (expr: Expr): boolean => hasKinds(expr, EXPR_BITS.Leaf) && existsExprNode(expr, isLeafExpr);

function pushDown(plan: Projection, config: OptimizerConfig): Transformed<LogicalPlan> {
  if (!plan.exprs.some(hasLeaf)) return unchanged(plan);
  const { input } = plan;
  if (input.kind === 'Projection' && input.exprs.every((expr) => expr.kind === 'Column')) {
    const merged = projection(
      plan.exprs.map((expr) => restoreName(readThrough(expr, input), saveName(expr))),
      input.input,
    );
    return rewritten(pushDown(merged, config).node);
  }
  const leaves = new LeafExprs(() => config.nextAlias(EXTRACTED));
  const isMixed = plan.exprs.some((expr) => hasLeaf(expr) && !isLeafExpr(expr.unalias()));
  if (!isMixed && !passesDown(input, plan.exprs.flatMap(leavesOf))) return unchanged(plan);
  const exprs = plan.exprs.map((expr) => replaced(expr, leaves));
  const below = withColumnsBelow(input, leaves.aliased());
  const columns = schemaOf(below).columns();
  const forwards =
    exprs.length === columns.length &&
    exprs.every((expr, i) => expr.kind === 'Column' && expr.column.equals(columns[i]!));
  return rewritten(forwards ? below : projection(exprs, below));
}

function leavesOf(expr: Expr): readonly Expr[] {
  return findExprs([expr], isLeafExpr);
}

/** The projected expression over extracted columns, under the name it had. */
function replaced(expr: Expr, leaves: LeafExprs): Expr {
  if (expr.kind === 'Alias' && isExtracted(expr) && isLeafExpr(expr.expr)) {
    const column = leaves.columnFor(expr.expr, expr.name);
    return restoreName(column, saveName(expr));
  }
  if (expr.kind === 'Alias') {
    const inner = replaceLeaves(expr.expr, (leaf) => leaves.columnFor(leaf));
    return inner === expr.expr ? expr : makeExpr({ ...expr, expr: inner });
  }
  return restoreName(
    replaceLeaves(expr, (leaf) => leaves.columnFor(leaf)),
    saveName(expr),
  );
}
