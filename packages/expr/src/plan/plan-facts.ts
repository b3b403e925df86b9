import { EXPR_BITS, exprKinds, SUBQUERY_BITS } from '../expr/expr-kinds.js';
import { subqueriesOfExpr } from '../expr/expr-tree.js';
import type { LogicalPlan, SubqueryPlan } from './logical-plan.js';
import { expressionsOf, inputsOf } from './plan-children.js';

/**
 * What was found out about plan nodes, so that it is found out once: nodes never change, and every rule asks for those
 * that it leaves as they are. Kinds of nodes and of expressions are one bit each, for a whole tree one number: most rules
 * look for something that most queries do not have.
 */

/** A bit for each kind of node that somebody looks for. */
export const PLAN_BITS = {
  Projection: 1 << 0,
  Filter: 1 << 1,
  Window: 1 << 2,
  Aggregate: 1 << 3,
  Sort: 1 << 4,
  Join: 1 << 5,
  Union: 1 << 6,
  Subquery: 1 << 7,
  Limit: 1 << 8,
  Distinct: 1 << 9,
  EmptyRelation: 1 << 10,
  TableScan: 1 << 11,
  SubqueryAlias: 1 << 12,
  Unnest: 1 << 13,
  Repartition: 1 << 14,
  Extension: 1 << 15,
} as const;

/** Notes on one node. */
export interface PlanFacts {
  /** The subqueries of the node's own expressions, as `Subquery` nodes. */
  subqueries: readonly SubqueryPlan[] | undefined;
  /** See `planKey`. */
  key: string | undefined;
  /** The `EXPR_BITS` of the node's own expressions. */
  readonly ownExprs: number;
  /** The {@link PLAN_BITS} of the node, its inputs, and the plans in its expressions; so of theirs. */
  readonly nodes: number;
  /** The `EXPR_BITS` of the expressions of all those. */
  readonly exprs: number;
}

const known = new WeakMap<LogicalPlan, PlanFacts>();

/** The notes on a node. */
export function planFacts(plan: LogicalPlan): PlanFacts {
  let facts = known.get(plan);
  if (facts === undefined) known.set(plan, (facts = collect(plan)));
  return facts;
}

function collect(plan: LogicalPlan): PlanFacts {
  let ownExprs = 0;
  const exprs = expressionsOf(plan);
  for (let i = 0; i < exprs.length; i++) ownExprs |= exprKinds(exprs[i]!);
  const facts = {
    subqueries: undefined,
    key: undefined,
    ownExprs,
    nodes: (PLAN_BITS as Readonly<Partial<Record<LogicalPlan['kind'], number>>>)[plan.kind] ?? 0,
    exprs: ownExprs,
  };
  const add = (inner: LogicalPlan): void => {
    const below = planFacts(inner);
    facts.nodes |= below.nodes;
    facts.exprs |= below.exprs;
  };
  inputsOf(plan).forEach(add);
  if ((ownExprs & SUBQUERY_BITS) !== 0) {
    facts.nodes |= PLAN_BITS.Subquery;
    for (const expr of exprs) for (const { subquery } of subqueriesOfExpr(expr)) add(subquery);
  }
  // The outer references of a lateral subquery count as its expressions do.
  if (plan.kind === 'Subquery' && plan.outerRefColumns.length > 0) facts.exprs |= EXPR_BITS.OuterReferenceColumn;
  return facts;
}
