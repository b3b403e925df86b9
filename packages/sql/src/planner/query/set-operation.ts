import { NotImplementedError, PlanError } from '@datafusion-ts/common';
import { type LogicalPlan, LogicalPlanBuilder, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';
import { queryBodyToSql } from '../support/sql-text.js';
import { valuesToPlan } from './values.js';

/** UNION, INTERSECT and EXCEPT, and what may stand between them. */

/** Plans an operand of set operations. */
export function planSetExpr(planner: Planner, body: ast.SetExpr, context: PlannerContext): LogicalPlan {
  switch (body.kind) {
    case 'Select':
      return planner.selectToPlan(body, undefined, context);
    case 'Values':
      return valuesToPlan(planner, body, context);
    case 'SubQuery':
      return planner.queryToPlan(body.query, context);
    case 'SetOperation':
      return planSetOperation(planner, body, context);
    default:
      throw new NotImplementedError(`Query ${queryBodyToSql(body)} not implemented yet`);
  }
}

const byName = (quantifier: ast.SetQuantifier): boolean => quantifier.endsWith('ByName');

function planSetOperation(planner: Planner, sql: ast.SetOperation, context: PlannerContext): LogicalPlan {
  const left = planner.setExprToPlan(sql.left, context);
  const right = byName(sql.setQuantifier)
    ? planner.setExprToPlan(sql.right, context)
    : rightOperand(planner, sql, left, context);
  if (!byName(sql.setQuantifier) && schemaOf(left).length !== schemaOf(right).length) {
    throw new PlanError(`${sql.op.toUpperCase()} queries have different number of columns`);
  }
  return combine(sql.op, left, right, sql.setQuantifier);
}

/** Plans the right operand, its computed columns named as those of the left. */
function rightOperand(
  planner: Planner,
  sql: ast.SetOperation,
  left: LogicalPlan,
  context: PlannerContext,
): LogicalPlan {
  const saved = context.setExprLeftSchema;
  context.setExprLeftSchema = schemaOf(left);
  try {
    return planner.setExprToPlan(sql.right, context);
  } finally {
    context.setExprLeftSchema = saved;
  }
}

/** Combines two plans; throws NotImplementedError for operators without plan. */
export function combine(
  op: ast.SetOperation['op'],
  left: LogicalPlan,
  right: LogicalPlan,
  quantifier: ast.SetQuantifier,
): LogicalPlan {
  const builder = LogicalPlanBuilder.from(left);
  const plain = quantifier === 'None' || quantifier === 'Distinct';
  switch (op) {
    case 'Union':
      if (quantifier === 'All') return builder.union(right).build();
      if (quantifier === 'AllByName') return builder.unionByName(right).build();
      return plain ? builder.unionDistinct(right).build() : builder.unionByNameDistinct(right).build();
    case 'Intersect':
      if (quantifier === 'All' || plain) return LogicalPlanBuilder.intersect(left, right, quantifier === 'All');
      break;
    case 'Except':
      if (quantifier === 'All' || plain) return LogicalPlanBuilder.except(left, right, quantifier === 'All');
      break;
    case 'Minus':
      break;
  }
  throw new NotImplementedError(`${op.toUpperCase()} ${quantifierText(quantifier)} not implemented`);
}

const QUANTIFIERS: Readonly<Record<ast.SetQuantifier, string>> = {
  None: '',
  All: 'ALL',
  Distinct: 'DISTINCT',
  ByName: 'BY NAME',
  AllByName: 'ALL BY NAME',
  DistinctByName: 'DISTINCT BY NAME',
};

const quantifierText = (quantifier: ast.SetQuantifier): string => QUANTIFIERS[quantifier] ?? astDebug(quantifier);
