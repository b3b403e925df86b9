import { type Column, type DFSchema, PlanError } from '@datafusion-ts/common';
import { stripOuterReference } from '../builder/normalize.js';
import { displayPlanNode } from '../display/display-plan.js';
import { exprEquals } from '../equality/expr-key.js';
import type { ExprOf } from '../expr/expr.js';
import { splitConjunction } from '../expr/expr-fn.js';
import type { Aggregate, LogicalPlan, Window } from '../plan/logical-plan.js';
import { maxRows } from '../plan/max-rows.js';
import { inputsOf } from '../plan/plan-children.js';
import { walkPlanWithSubqueries } from '../plan/plan-tree.js';
import { schemaOf } from '../plan/schema-of.js';
import { dataTypeOf } from '../schema/expr-schema.js';
import { exprListToColumns, exprToColumns } from '../utils/columns.js';
import { containsOuter } from '../utils/find-exprs.js';
import { containsOuterReference } from '../utils/outer-references.js';

/** Rules for subqueries in expressions: how many columns and rows, in which nodes, and where outer columns may be used. */

type SubqueryExpr = ExprOf<'Exists' | 'InSubquery' | 'ScalarSubquery' | 'SetComparison'>;

/** Throws a PlanError when a subquery inside an expression of `outer` breaks the rules. */
export function checkSubqueryExpr(outer: LogicalPlan, inner: LogicalPlan, expr: SubqueryExpr): void {
  if (expr.kind === 'ScalarSubquery') {
    checkScalarSubquery(outer, inner, expr);
  } else {
    checkColumnCount(outer, inner, expr);
    checkPredicatePlace(outer);
  }
  checkInnerPlan(inner);
}

function columnCountError(kind: string, inner: LogicalPlan): PlanError {
  const schema = schemaOf(inner);
  return new PlanError(
    `${kind} should only return one column, but found ${schema.length}: ${schema.fieldNames().join(', ')}`,
  );
}

function checkScalarSubquery(outer: LogicalPlan, inner: LogicalPlan, expr: ExprOf<'ScalarSubquery'>): void {
  if (schemaOf(inner).length > 1) throw columnCountError('Scalar subquery', inner);
  if (expr.subquery.outerRefColumns.length === 0) return;
  checkSingleRow(inner);
  switch (outer.kind) {
    case 'Projection':
    case 'Filter':
      return;
    case 'Aggregate':
      if (outer.groupExprs.some((e) => exprEquals(e, expr)) && !outer.aggrExprs.some((e) => exprEquals(e, expr))) {
        throw new PlanError(
          'Correlated scalar subquery in the GROUP BY clause must also be in the aggregate expressions',
        );
      }
      return;
    default:
      throw new PlanError('Correlated scalar subquery can only be used in Projection, Filter, Aggregate plan nodes');
  }
}

function checkSingleRow(inner: LogicalPlan): void {
  const core = stripInnerQuery(inner);
  if (core.kind === 'Aggregate') return checkAggregation(inner, core);
  if (core.kind === 'Filter' && core.input.kind === 'Aggregate') return checkAggregation(inner, core.input);
  const rows = maxRows(inner);
  if (rows === undefined || rows > 1) throw notSingleRow();
}

const notSingleRow = (): PlanError =>
  new PlanError('Correlated scalar subquery must be aggregated to return at most one row');

function stripInnerQuery(plan: LogicalPlan): LogicalPlan {
  let node = plan;
  while (node.kind === 'Projection' || node.kind === 'SubqueryAlias') node = node.input;
  return node;
}

function checkAggregation(inner: LogicalPlan, plan: Aggregate): void {
  if (plan.aggrExprs.length === 0) throw notSingleRow();
  if (plan.groupExprs.length === 0) return;
  const correlated = correlatedColumns(inner, schemaOf(plan.input));
  if (exprListToColumns(plan.groupExprs).every((column) => correlated.some((c) => c.equals(column)))) return;
  throw new PlanError('A GROUP BY clause in a scalar correlated subquery cannot contain non-correlated columns');
}

/** Columns of `schema` that conditions compare with outer columns. */
function correlatedColumns(plan: LogicalPlan, schema: DFSchema): readonly Column[] {
  const columns: Column[] = [];
  walkPlanWithSubqueries(plan, (node) => {
    if (node.kind !== 'Filter') return;
    for (const expr of splitConjunction(node.predicate)) {
      if (containsOuter(expr))
        columns.push(...exprToColumns(stripOuterReference(expr)).filter((c) => schema.hasColumn(c)));
    }
  });
  return columns;
}

function checkColumnCount(
  outer: LogicalPlan,
  inner: LogicalPlan,
  expr: Exclude<SubqueryExpr, { kind: 'ScalarSubquery' }>,
): void {
  if (expr.kind === 'Exists') return;
  const count = schemaOf(inner).length;
  if (count <= 1) return;
  if (expr.kind === 'SetComparison') throw columnCountError('Set comparison subquery', inner);
  const type = dataTypeOf(expr.expr, schemaOf(outer));
  if (type.kind !== 'Struct') throw columnCountError('InSubquery', inner);
  if (type.fields.length !== count) {
    throw new PlanError(
      `The number of columns in the tuple (${type.fields.length}) must match the number of columns in the subquery (${count})`,
    );
  }
}

function checkPredicatePlace(outer: LogicalPlan): void {
  switch (outer.kind) {
    case 'Projection':
    case 'Filter':
    case 'TableScan':
    case 'Window':
    case 'Aggregate':
    case 'Join':
      return;
    default:
      throw new PlanError(
        `In/Exist/SetComparison subquery can only be used in Projection, Filter, TableScan, Window functions, Aggregate and Join plan nodes, but was used in [${displayPlanNode(outer)}]`,
      );
  }
}

/** Outer columns are allowed below nodes that a decorrelation can see through. */
function checkInnerPlan(plan: LogicalPlan): void {
  switch (plan.kind) {
    case 'Window':
      checkWindow(plan);
      return checkInnerPlan(plan.input);
    case 'Aggregate':
    case 'Filter':
    case 'Projection':
    case 'Distinct':
    case 'Sort':
    case 'Union':
    case 'TableScan':
    case 'EmptyRelation':
    case 'Values':
    case 'Subquery':
    case 'SubqueryAlias':
    case 'Unnest':
      return inputsOf(plan).forEach(checkInnerPlan);
    case 'Join':
      return checkJoin(plan);
    case 'Extension':
      return;
    default:
      return checkNoOuterReferences(plan);
  }
}

function checkJoin(plan: Extract<LogicalPlan, { kind: 'Join' }>): void {
  switch (plan.joinType) {
    case 'Inner':
      checkInnerPlan(plan.left);
      return checkInnerPlan(plan.right);
    case 'Left':
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      checkInnerPlan(plan.left);
      return checkNoOuterReferences(plan.right);
    case 'Right':
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      checkNoOuterReferences(plan.left);
      return checkInnerPlan(plan.right);
    case 'Full':
      checkNoOuterReferences(plan.left);
      return checkNoOuterReferences(plan.right);
  }
}

function checkNoOuterReferences(plan: LogicalPlan): void {
  if (containsOuterReference(plan)) {
    throw new PlanError(`Accessing outer reference columns is not allowed in the plan: ${displayPlanNode(plan)}`);
  }
}

function checkWindow(plan: Window): void {
  for (const expr of plan.windowExprs) {
    if (containsOuter(expr) && exprToColumns(expr).length > 0) {
      throw new PlanError(
        `Window expressions should not contain a mixed of outer references and inner columns: ${expr.toString()}`,
      );
    }
  }
}
