import { DFSchema, NotImplementedError, PlanError } from '@datafusion-ts/common';
import { cast, ident, type LogicalPlan, LogicalPlanBuilder, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { statementToSql } from '../support/sql-text.js';
import { columnDefaults, columnsToSchema, inlineConstraints, tableConstraints } from './columns.js';

/** CREATE TABLE: an empty table of the given columns, or the result of a query, cast to the columns when there are some. */
export function createTableToPlan(planner: Planner, sql: ast.CreateTable, context: PlannerContext): LogicalPlan {
  refuseUnsupported(sql);
  const constraints = [...sql.constraints, ...inlineConstraints(sql.columns)];
  const defaults = columnDefaults(planner, sql.columns, context);
  const schema = DFSchema.unchecked(
    columnsToSchema(planner, sql.columns).fields.map((field) => ({ qualifier: undefined, field })),
  );
  const input = sql.query === undefined ? emptyTable(schema) : queryAsTable(planner, sql.query, schema, context);
  return {
    kind: 'Ddl',
    ddl: {
      kind: 'CreateMemoryTable',
      name: planner.tableReference(sql.name),
      constraints: tableConstraints(planner, constraints, schemaOf(input)),
      input,
      ifNotExists: sql.ifNotExists,
      orReplace: sql.orReplace,
      columnDefaults: defaults,
      temporary: sql.temporary,
    },
  };
}

const emptyTable = (schema: DFSchema): LogicalPlan => ({ kind: 'EmptyRelation', produceOneRow: false, schema });

function queryAsTable(planner: Planner, query: ast.Query, schema: DFSchema, context: PlannerContext): LogicalPlan {
  if (schema.length === 0) return planner.queryToPlan(query, context);
  const plan = context.withTableSchema(schema, () => planner.queryToPlan(query, context));
  const { fields } = schemaOf(plan);
  if (fields.length !== schema.length) {
    throw new PlanError(`Mismatch: ${schema.length} columns specified, but result has ${fields.length} columns`);
  }
  const exprs = schema.fields.map((field, i) => cast(ident(fields[i]!.name), field.dataType).alias(field.name));
  return LogicalPlanBuilder.from(plan).project(exprs).build();
}

/** Clauses that make a CREATE TABLE unsupported, by the words DataFusion uses. */
function refuseUnsupported(sql: ast.CreateTable): void {
  if (sql.tableOptions.kind !== 'None')
    throw new NotImplementedError(`Unsupported SQL statement: ${statementToSql(sql)}`);
  const refused: readonly (readonly [present: boolean, what: string])[] = [
    [sql.temporary, 'Temporary tables'],
    [sql.external, 'External tables'],
    [sql.global !== undefined, 'Global tables'],
    [sql.transient, 'Transient tables'],
    [sql.volatile, 'Volatile tables'],
    [sql.fileFormat !== undefined, 'File format'],
    [sql.location !== undefined, 'Location'],
    [sql.withoutRowid, 'Without rowid'],
    [sql.like !== undefined, 'Like'],
    [sql.clone !== undefined, 'Clone'],
    [sql.comment !== undefined, 'Comment'],
    [sql.onCommit !== undefined, 'On commit'],
    [sql.onCluster !== undefined, 'On cluster'],
    [sql.primaryKey !== undefined, 'Primary key'],
    [sql.orderBy !== undefined, 'Order by'],
    [sql.partitionBy !== undefined, 'Partition by'],
    [sql.clusterBy !== undefined, 'Cluster by'],
    [sql.strict, 'Strict'],
    [sql.inherits !== undefined, 'Table inheritance'],
  ];
  const found = refused.find(([present]) => present);
  if (found !== undefined) throw new NotImplementedError(`${found[1]} not supported`);
}
