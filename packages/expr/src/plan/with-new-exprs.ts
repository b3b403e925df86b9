import type { Expr } from '../expr/expr.js';
import type { LogicalPlan } from './logical-plan.js';
import { aggregate } from './nodes/aggregate.js';
import { checkedSchema } from './nodes/checked-schema.js';
import { makeFilter } from './nodes/filter.js';
import { buildJoinSchema } from './nodes/join.js';
import { projection } from './nodes/projection.js';
import { subqueryAlias } from './nodes/subquery-alias.js';
import { unionNode } from './nodes/union.js';
import { unnestNode } from './nodes/unnest.js';
import { windowNode } from './nodes/window.js';
import { expressionsOf, withPlanExpressions, withPlanInputs } from './plan-children.js';
import { schemaOf } from './schema-of.js';
import { exprlistToFields } from '../builder/exprlist-to-fields.js';

/**
 * The same kind of node over other expressions (in the order of `expressionsOf`) and inputs, its schema computed anew
 * where they decide it.
 */
export function withNewExprs(plan: LogicalPlan, exprs: readonly Expr[], inputs: readonly LogicalPlan[]): LogicalPlan {
  const rebuilt = withCounts(plan, exprs);
  return recomputeSchema(withPlanInputs(rebuilt, inputs));
}

/** Projections, windows and sorts may get more or fewer expressions than they had. */
function withCounts(plan: LogicalPlan, exprs: readonly Expr[]): LogicalPlan {
  switch (plan.kind) {
    case 'Projection':
      return { ...plan, exprs };
    case 'Window':
      return { ...plan, windowExprs: exprs };
    case 'Aggregate':
      return {
        ...plan,
        groupExprs: exprs.slice(0, plan.groupExprs.length),
        aggrExprs: exprs.slice(plan.groupExprs.length),
      };
    case 'TableScan':
      return { ...plan, filters: exprs };
    default:
      return withPlanExpressions(plan, exprs);
  }
}

/** The same node with its schema computed from its expressions and inputs; itself for nodes that have none of their own. */
export function recomputeSchema(plan: LogicalPlan): LogicalPlan {
  switch (plan.kind) {
    case 'Projection':
      return projection(plan.exprs, plan.input);
    case 'Filter':
      return makeFilter(plan.predicate, plan.input, plan.having ?? false);
    case 'Window':
      return windowNode(plan.windowExprs, plan.input);
    case 'Aggregate':
      return aggregate(plan.input, plan.groupExprs, plan.aggrExprs);
    case 'Join':
      return { ...plan, schema: buildJoinSchema(schemaOf(plan.left), schemaOf(plan.right), plan.joinType) };
    case 'SubqueryAlias':
      return subqueryAlias(plan.input, plan.alias);
    case 'Union':
      return recomputeUnion(plan);
    case 'Distinct':
      if (plan.on === undefined) return plan;
      return {
        ...plan,
        on: {
          ...plan.on,
          schema: checkedSchema(exprlistToFields(plan.on.selectExprs, plan.input), schemaOf(plan.input).metadata),
        },
      };
    case 'Unnest':
      return unnestNode(plan.input, plan.execColumns, plan.options);
    default:
      return plan;
  }
}

/** The schema stays while the first input has as many columns; after pruning it is computed anew. */
function recomputeUnion(plan: Extract<LogicalPlan, { kind: 'Union' }>): LogicalPlan {
  return schemaOf(plan.inputs[0]!).length === plan.schema.length ? plan : unionNode(plan.inputs);
}

/** The node's own expressions replaced one for one and its schema computed anew. */
export function withNewExpressions(plan: LogicalPlan, exprs: readonly Expr[]): LogicalPlan {
  return expressionsOf(plan).every((e, i) => e === exprs[i]) ? plan : recomputeSchema(withCounts(plan, exprs));
}
