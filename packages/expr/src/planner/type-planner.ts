import type { DFSchema, Field } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import type { LogicalPlan } from '../plan/logical-plan.js';

/** Gives meaning to SQL types the engine does not know; `SqlType` is the parser's type node. */
export interface TypePlanner<SqlType = unknown> {
  readonly name: string;
  /** The field (type, nullability, metadata) of an SQL type, or undefined to ask the next planner. */
  planTypeField(sqlType: SqlType): Field | undefined;
}

/** What a relation planner may ask back of the SQL planner. */
export interface RelationPlannerContext<SqlRelation = unknown, SqlExpr = unknown> {
  /** Plans a relation with all planners, this one included. */
  plan(relation: SqlRelation): LogicalPlan;
  /** Plans an SQL expression over the columns of a schema. */
  sqlToExpr(expr: SqlExpr, schema: DFSchema): Expr;
  /** Folds an unquoted identifier as the session does. */
  normalizeIdent(name: string, quoted: boolean): string;
}

/** Takes over items of FROM; `SqlRelation` is the parser's relation node. */
export interface RelationPlanner<SqlRelation = unknown, SqlExpr = unknown> {
  readonly name: string;
  /** The plan and the alias it is found under, or undefined to ask the next planner. */
  planRelation(
    relation: SqlRelation,
    context: RelationPlannerContext<SqlRelation, SqlExpr>,
  ): { readonly plan: LogicalPlan; readonly alias?: string } | undefined;
}
