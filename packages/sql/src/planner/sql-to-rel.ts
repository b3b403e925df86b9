import type { DataType, DFSchema, Field, TableReference } from '@datafusion-ts/common';
import { type Expr, inferPlaceholderTypes, type LogicalPlan, parameterFields } from '@datafusion-ts/expr';
import type * as ast from '../ast/index.js';
import { parseSql } from '../parser/index.js';
import type { ContextProvider } from './context-provider.js';
import { sqlExprToLogical } from './expr/sql-expr.js';
import { type ParserOptions, parserOptionsOf } from './parser-options.js';
import type { Planner } from './planner.js';
import { PlannerContext } from './planner-context.js';
import { planQuery } from './query/query.js';
import { planSetExpr } from './query/set-operation.js';
import { planTableWithJoins } from './relation/join.js';
import { planSelect } from './select/select.js';
import { planStatement } from './statement/statement.js';
import { checkColumnsInSchema, completeQualifier } from './support/columns.js';
import { convertDataType } from './support/data-types.js';
import { identText, objectNameToTableReference } from './support/identifiers.js';

/**
 * From syntax trees to logical plans: names are resolved against the session's tables and functions, aliases, positions and
 * wildcards are expanded. Types are checked but not coerced: that is the analyzer's work.
 *
 * ```ts
 * const [statement] = parseSql('SELECT a FROM t');
 * new SqlToRel(context).statementToPlan(statement);
 * ```
 */
export class SqlToRel implements Planner {
  readonly context: ContextProvider;
  readonly options: ParserOptions;

  constructor(context: ContextProvider, options: ParserOptions = parserOptionsOf(context.config)) {
    this.context = context;
    this.options = options;
  }

  /** The plan of a statement. Throws the planner's errors: PlanError, SchemaError, NotImplementedError. */
  statementToPlan(statement: ast.Statement, context: PlannerContext = new PlannerContext()): LogicalPlan {
    return planStatement(this, statement, context);
  }

  /** The plan of a query. */
  queryToPlan(query: ast.Query, context: PlannerContext = new PlannerContext()): LogicalPlan {
    return planQuery(this, query, context);
  }

  /** An expression over the columns of a schema, which must have all columns named. */
  sqlToExpr(sql: ast.Expr, schema: DFSchema, context: PlannerContext = new PlannerContext()): Expr {
    const expr = completeQualifier(this.logicalExpr(sql, schema, context), schema);
    checkColumnsInSchema(schema, [expr]);
    return inferPlaceholderTypes(expr, schema).expr;
  }

  /** `sqlToExpr` with the name it is given, if any. */
  sqlToExprWithAlias({ expr, alias }: ast.ExprWithAlias, schema: DFSchema): Expr {
    const planned = this.sqlToExpr(expr, schema);
    return alias === undefined ? planned : planned.alias(this.normalize(alias));
  }

  logicalExpr(sql: ast.Expr, schema: DFSchema, context: PlannerContext): Expr {
    return sqlExprToLogical(this, sql, schema, context);
  }

  setExprToPlan(body: ast.SetExpr, context: PlannerContext): LogicalPlan {
    return planSetExpr(this, body, context);
  }

  selectToPlan(select: ast.Select, orderBy: ast.OrderBy | undefined, context: PlannerContext): LogicalPlan {
    return planSelect(this, select, orderBy, context);
  }

  tableWithJoins(table: ast.TableWithJoins, context: PlannerContext): LogicalPlan {
    return planTableWithJoins(this, table, context);
  }

  sqlToPlan(sql: string): LogicalPlan {
    return this.statementToPlan(parseSql(sql)[0]!);
  }

  inferredParameters(plan: LogicalPlan): readonly Field[] {
    const known = parameterFields(plan);
    const fields: Field[] = [];
    for (let i = 1; i <= known.size; i++) {
      const field = known.get(`$${i}`);
      if (field !== undefined) fields.push(field);
    }
    return fields;
  }

  /** The name an identifier stands for, folded to lower case unless quoted or configured otherwise. */
  normalize(ident: ast.Ident): string {
    return identText(ident, this.options.enableIdentNormalization);
  }

  /** The table a name of one to three parts stands for. */
  tableReference(name: ast.ObjectName): TableReference {
    return objectNameToTableReference(name, this.options.enableIdentNormalization);
  }

  /** The Arrow type of a SQL type. */
  dataType(type: ast.DataType): DataType {
    return convertDataType(type, this.options, (sql) => this.plannedTypeField(sql)?.dataType);
  }

  /** The field that the session's type planner has for a SQL type, if any. */
  plannedTypeField(type: ast.DataType): Field | undefined {
    return this.context.getTypePlanner?.()?.planTypeField(type);
  }
}
