import type { DataType, DFSchema, Field, TableReference } from '@datafusion-ts/common';
import type { Expr, LogicalPlan } from '@datafusion-ts/expr';
import type * as ast from '../ast/index.js';
import type { ContextProvider } from './context-provider.js';
import type { ParserOptions } from './parser-options.js';
import type { PlannerContext } from './planner-context.js';

/**
 * The seams between the concerns of SQL planning. Every concern is a file of functions that take the planner first and call
 * each other through it, so that expressions can hold queries and queries expressions without files importing in circles.
 * `SqlToRel` implements it.
 */
export interface Planner {
  readonly context: ContextProvider;
  readonly options: ParserOptions;

  /** An expression whose columns are known to be in the schema; throws for unknown columns. */
  sqlToExpr(sql: ast.Expr, schema: DFSchema, context: PlannerContext): Expr;
  /** An expression, its columns not checked against the schema. */
  logicalExpr(sql: ast.Expr, schema: DFSchema, context: PlannerContext): Expr;
  /** A whole query. CTEs it defines end with it. */
  queryToPlan(query: ast.Query, context: PlannerContext): LogicalPlan;
  /** The operand of a set operation. */
  setExprToPlan(body: ast.SetExpr, context: PlannerContext): LogicalPlan;
  /** One SELECT with the ORDER BY of its query. */
  selectToPlan(select: ast.Select, orderBy: ast.OrderBy | undefined, context: PlannerContext): LogicalPlan;
  /** A FROM item with the joins behind it. */
  tableWithJoins(table: ast.TableWithJoins, context: PlannerContext): LogicalPlan;
  statementToPlan(statement: ast.Statement, context: PlannerContext): LogicalPlan;

  /** Plans SQL text made by the planner itself (SHOW). */
  sqlToPlan(sql: string): LogicalPlan;
  /** Fields of the parameters `$1`, `$2`, … of a plan, as far as they are known. */
  inferredParameters(plan: LogicalPlan): readonly Field[];

  normalize(ident: ast.Ident): string;
  tableReference(name: ast.ObjectName): TableReference;
  dataType(type: ast.DataType): DataType;
  plannedTypeField(type: ast.DataType): Field | undefined;
}
