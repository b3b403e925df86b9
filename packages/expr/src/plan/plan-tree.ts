import {
  exists,
  mapChildren,
  rewritten,
  transformDown,
  transformDownUp,
  transformUp,
  unchanged,
  walk,
  type Recursion,
  type Rewrite,
  type Transformed,
  type TreeOps,
} from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { SUBQUERY_BITS } from '../expr/expr-kinds.js';
import { exprOps, subqueriesOfExpr, subqueryOfNode, transformExpr, withSubquery } from '../expr/expr-tree.js';
import type { LogicalPlan, SubqueryPlan } from './logical-plan.js';
import { planFacts } from './plan-facts.js';
import { expressionsOf, inputsOf, withPlanExpressions, withPlanInputs } from './plan-children.js';

/**
 * Walks and rewrites of plans, derived from the traversal table in `plan-children.ts`. Rewrites keep schemas as they
 * are: a rule that changes columns rebuilds with the constructors or `recomputeSchema`. The `…WithSubqueries` variants
 * also enter the plans inside subquery expressions, before the inputs of the node that holds them.
 */

/** The traversal table, for the generic functions of `common`. */
export const planOps: TreeOps<LogicalPlan> = { children: inputsOf, withChildren: withPlanInputs };

/** Subquery plans of a node's expressions first, then its inputs. */
export const planWithSubqueriesOps: TreeOps<LogicalPlan> = {
  children: (plan) => {
    const subqueries = subqueryPlansOf(plan);
    return subqueries.length === 0 ? inputsOf(plan) : [...subqueries, ...inputsOf(plan)];
  },
  withChildren: (plan, children) => {
    const count = subqueryPlansOf(plan).length;
    if (count === 0) return withPlanInputs(plan, children);
    return withPlanInputs(withSubqueryPlans(plan, children.slice(0, count)), children.slice(count));
  },
};

const NONE: readonly SubqueryPlan[] = [];

/** The subqueries of a node's own expressions, as `Subquery` nodes; always the same ones for the same node. */
export function subqueryPlansOf(plan: LogicalPlan): readonly SubqueryPlan[] {
  const facts = planFacts(plan);
  if ((facts.ownExprs & SUBQUERY_BITS) === 0) return NONE;
  return (facts.subqueries ??= findSubqueryPlans(plan));
}

function findSubqueryPlans(plan: LogicalPlan): readonly SubqueryPlan[] {
  return expressionsOf(plan).flatMap((expr) =>
    subqueriesOfExpr(expr).map(({ subquery, outerRefColumns }) => ({
      kind: 'Subquery' as const,
      subquery,
      outerRefColumns,
    })),
  );
}

/** The same node with other subqueries in its expressions, in the order of {@link subqueryPlansOf}. */
export function withSubqueryPlans(plan: LogicalPlan, subqueries: readonly LogicalPlan[]): LogicalPlan {
  if (subqueries.length === 0) return plan;
  const exprs = expressionsOf(plan);
  let next = 0;
  return withPlanExpressions(
    plan,
    exprs.map((expr) => {
      // Numbered going down as subqueriesOfExpr lists them, though the rewrite itself may go either way.
      const count = subqueriesOfExpr(expr).length;
      const mine = subqueries.slice(next, (next += count));
      return count === 0 ? expr : replaceSubqueries(expr, mine);
    }),
  );
}

function replaceSubqueries(expr: Expr, plans: readonly LogicalPlan[]): Expr {
  let next = 0;
  return transformDown(expr, exprOps, (node) => {
    const subquery = subqueryOfNode(node);
    if (subquery === undefined) return unchanged(node);
    const plan = plans[next++]!;
    const inner = plan.kind === 'Subquery' ? plan.subquery : plan;
    const outer = plan.kind === 'Subquery' ? plan.outerRefColumns : subquery.outerRefColumns;
    if (inner === subquery.subquery && outer === subquery.outerRefColumns) return unchanged(node);
    return rewritten(withSubquery(node, { ...subquery, subquery: inner, outerRefColumns: outer }));
  }).node;
}

/** Visits every node before its inputs; the visit says where to go on (default: everywhere). */
export function walkPlan(plan: LogicalPlan, visit: (plan: LogicalPlan) => Recursion | void): Recursion {
  return walk(plan, planOps, (node) => visit(node) ?? 'Continue');
}

/** Like {@link walkPlan}, entering subqueries. */
export function walkPlanWithSubqueries(plan: LogicalPlan, visit: (plan: LogicalPlan) => Recursion | void): Recursion {
  return walk(plan, planWithSubqueriesOps, (node) => visit(node) ?? 'Continue');
}

/** True when some node, the root included, passes the test. */
export function existsPlanNode(plan: LogicalPlan, test: (plan: LogicalPlan) => boolean): boolean {
  return exists(plan, planOps, test);
}

/** Rewrites inputs before the nodes over them. */
export function transformPlanUp(plan: LogicalPlan, rewrite: Rewrite<LogicalPlan>): Transformed<LogicalPlan> {
  return transformUp(plan, planOps, rewrite);
}

/** Rewrites nodes before the inputs of what they became. */
export function transformPlanDown(plan: LogicalPlan, rewrite: Rewrite<LogicalPlan>): Transformed<LogicalPlan> {
  return transformDown(plan, planOps, rewrite);
}

/** Rewrites on the way down and again on the way up. */
export function transformPlanDownUp(
  plan: LogicalPlan,
  down: Rewrite<LogicalPlan>,
  up: Rewrite<LogicalPlan>,
): Transformed<LogicalPlan> {
  return transformDownUp(plan, planOps, down, up);
}

/** Like {@link transformPlanUp}, entering subqueries. */
export function transformPlanUpWithSubqueries(
  plan: LogicalPlan,
  rewrite: Rewrite<LogicalPlan>,
): Transformed<LogicalPlan> {
  return transformUp(plan, planWithSubqueriesOps, rewrite);
}

/** Like {@link transformPlanDown}, entering subqueries. */
export function transformPlanDownWithSubqueries(
  plan: LogicalPlan,
  rewrite: Rewrite<LogicalPlan>,
): Transformed<LogicalPlan> {
  return transformDown(plan, planWithSubqueriesOps, rewrite);
}

/** Like {@link transformPlanDownUp}, entering subqueries. */
export function transformPlanDownUpWithSubqueries(
  plan: LogicalPlan,
  down: Rewrite<LogicalPlan>,
  up: Rewrite<LogicalPlan>,
): Transformed<LogicalPlan> {
  return transformDownUp(plan, planWithSubqueriesOps, down, up);
}

/** Rewrites the direct inputs of one node. */
export function mapPlanInputs(plan: LogicalPlan, rewrite: Rewrite<LogicalPlan>): Transformed<LogicalPlan> {
  return mapChildren(plan, planOps, rewrite);
}

/** Rewrites only the subqueries held by a node's own expressions, as `Subquery` nodes. */
export function mapPlanSubqueries(plan: LogicalPlan, rewrite: Rewrite<LogicalPlan>): Transformed<LogicalPlan> {
  return subqueryPlansOf(plan).length === 0 ? unchanged(plan) : mapChildren(plan, subqueryOps, rewrite);
}

const subqueryOps: TreeOps<LogicalPlan> = { children: subqueryPlansOf, withChildren: withSubqueryPlans };

/** Rewrites each whole expression of one node (not its parts); the schema is kept. */
export function mapPlanExprs(plan: LogicalPlan, rewrite: Rewrite<Expr>): Transformed<LogicalPlan> {
  const exprs = expressionsOf(plan);
  let replaced: Expr[] | undefined;
  for (let i = 0; i < exprs.length; i++) {
    const result = rewrite(exprs[i]!);
    if (result.changed) (replaced ??= exprs.slice())[i] = result.node;
  }
  return replaced === undefined ? unchanged(plan) : rewritten(withPlanExpressions(plan, replaced));
}

/** Rewrites every node of every expression of one plan node, bottom-up; the schema is kept. */
export function transformPlanExprs(plan: LogicalPlan, rewrite: Rewrite<Expr>): Transformed<LogicalPlan> {
  return mapPlanExprs(plan, (expr) => transformExpr(expr, rewrite));
}
