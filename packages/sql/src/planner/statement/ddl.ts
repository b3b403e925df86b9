import {
  DFSchema,
  type DataType,
  ExecutionError,
  field,
  NotImplementedError,
  PlanError,
  SqlError,
} from '@datafusion-ts/common';
import type { CreateFunction, LogicalPlan } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { orderByToSorts } from '../expr/order-by.js';
import type { Planner } from '../planner.js';
import { PlannerContext } from '../planner-context.js';
import { renameColumns } from '../relation/alias.js';
import { identText, normalizeIdent, objectNameToString } from '../support/identifiers.js';
import { statementToSql } from '../support/sql-text.js';

/** Views, schemas, databases, indexes, functions, and DROP. */

const empty = DFSchema.empty;

/** CREATE VIEW. The definition is the statement's own text. */
export function createViewToPlan(planner: Planner, sql: ast.CreateView): LogicalPlan {
  if (sql.options.kind !== 'None') throw new NotImplementedError(`Unsupported SQL statement: ${statementToSql(sql)}`);
  if (sql.materialized) throw new NotImplementedError('Materialized views not supported');
  if (sql.clusterBy.length > 0) throw new NotImplementedError('Cluster by not supported');
  if (sql.comment !== undefined) throw new NotImplementedError('Comment not supported');
  if (sql.withNoSchemaBinding) throw new NotImplementedError('With no schema binding not supported');
  if (sql.ifNotExists) throw new NotImplementedError('If not exists not supported');
  if (sql.to !== undefined) throw new NotImplementedError('To not supported');
  const query = planner.queryToPlan(sql.query, new PlannerContext());
  return {
    kind: 'Ddl',
    ddl: {
      kind: 'CreateView',
      name: planner.tableReference(sql.name),
      input: renameColumns(
        planner,
        query,
        sql.columns.map((column) => column.name),
      ),
      orReplace: sql.orReplace,
      definition: statementToSql(sql),
      temporary: sql.temporary,
    },
  };
}

/** CREATE SCHEMA; an owner without name gives its own. */
export function createSchemaToPlan(sql: ast.CreateSchema): LogicalPlan {
  const schemaName =
    sql.name === undefined ? normalizeIdent(sql.authorization ?? { value: '' }) : objectNameToString(sql.name);
  return { kind: 'Ddl', ddl: { kind: 'CreateCatalogSchema', schemaName, ifNotExists: sql.ifNotExists, schema: empty } };
}

/** CREATE DATABASE makes a catalog. */
export function createDatabaseToPlan(sql: ast.CreateDatabase): LogicalPlan {
  return {
    kind: 'Ddl',
    ddl: {
      kind: 'CreateCatalog',
      catalogName: objectNameToString(sql.name),
      ifNotExists: sql.ifNotExists,
      schema: empty,
    },
  };
}

/** DROP TABLE, VIEW and SCHEMA, one at a time. */
export function dropToPlan(planner: Planner, sql: ast.Drop): LogicalPlan {
  const [name, ...more] = sql.names;
  if (name === undefined) throw new SqlError('ParserError("Missing table name.")');
  if (more.length > 0) throw new SqlError('ParserError("Multiple objects not supported")');
  const table = planner.tableReference(name);
  const { ifExists } = sql;
  switch (sql.objectType) {
    case 'Table':
      return { kind: 'Ddl', ddl: { kind: 'DropTable', name: table, ifExists, schema: empty } };
    case 'View':
      return { kind: 'Ddl', ddl: { kind: 'DropView', name: table, ifExists, schema: empty } };
    case 'Schema':
      if (table.catalog !== undefined) throw new SqlError('ParserError("Invalid schema specifier (has 3 parts)")');
      return {
        kind: 'Ddl',
        ddl: { kind: 'DropCatalogSchema', name: table.toString(), ifExists, cascade: sql.cascade, schema: empty },
      };
    default:
      throw new NotImplementedError('Only `DROP TABLE/VIEW/SCHEMA  ...` statement is supported currently');
  }
}

/** CREATE INDEX. */
export function createIndexToPlan(planner: Planner, sql: ast.CreateIndex, context: PlannerContext): LogicalPlan {
  const table = planner.tableReference(sql.tableName);
  const schema = DFSchema.fromSchema(planner.context.getTableSource(table).schema);
  const keys = sql.columns.map(({ expr, options }): ast.OrderByExpr => ({ expr, options }));
  return {
    kind: 'Ddl',
    ddl: {
      kind: 'CreateIndex',
      ...(sql.name === undefined ? {} : { name: objectNameToString(sql.name) }),
      table,
      ...(sql.using === undefined ? {} : { using: normalizeIdent(sql.using) }),
      columns: orderByToSorts(planner, keys, schema, context, { ordinals: false }),
      unique: sql.unique,
      ifNotExists: sql.ifNotExists,
      schema: empty,
    },
  };
}

/** CREATE FUNCTION. Parameters are `$1`, `$2`, … (or `$name`) in the body. */
export function createFunctionToPlan(planner: Planner, sql: ast.CreateFunction): LogicalPlan {
  const args = (sql.args ?? []).map((arg) => functionArg(planner, arg));
  checkDefaults(args);
  if (sql.name.length > 1) throw new NotImplementedError('Qualified functions are not supported');
  const context = new PlannerContext();
  context.paramFields = args.map((arg) => field(arg.name ?? '', arg.dataType));
  const body =
    sql.functionBody === undefined ? undefined : planner.sqlToExpr(bodyExpr(sql.functionBody), empty, context);
  const returnType: DataType | undefined =
    sql.returnType === undefined ? undefined : planner.dataType(sql.returnType.dataType);
  return {
    kind: 'Ddl',
    ddl: {
      kind: 'CreateFunction',
      orReplace: sql.orReplace,
      temporary: sql.temporary,
      name: sql.name[0]!.value,
      args,
      ...(returnType === undefined ? {} : { returnType }),
      params: {
        ...(sql.language === undefined ? {} : { language: sql.language.value }),
        ...(sql.behavior === undefined ? {} : { behavior: sql.behavior }),
        ...(body === undefined ? {} : { functionBody: body }),
      },
      schema: empty,
    },
  };
}

type FunctionArg = CreateFunction['args'][number];

function functionArg(planner: Planner, arg: ast.OperateFunctionArg): FunctionArg {
  return {
    ...(arg.name === undefined ? {} : { name: identText(arg.name, false) }),
    dataType: planner.dataType(arg.dataType),
    ...(arg.defaultExpr === undefined
      ? {}
      : { defaultExpr: planner.sqlToExpr(arg.defaultExpr, empty, new PlannerContext()) }),
  };
}

function checkDefaults(args: readonly FunctionArg[]): void {
  const first = args.findIndex((arg) => arg.defaultExpr !== undefined);
  if (first >= 0 && args.slice(first).some((arg) => arg.defaultExpr === undefined)) {
    throw new PlanError('Non-default arguments cannot follow default arguments.');
  }
}

function bodyExpr(body: ast.CreateFunctionBody): ast.Expr {
  switch (body.kind) {
    case 'AsReturnExpr':
      throw new NotImplementedError('AS RETURN function syntax is not supported');
    case 'AsReturnSelect':
      throw new NotImplementedError('AS RETURN SELECT function syntax is not supported');
    default:
      return body.expr;
  }
}

/** DROP FUNCTION; of several functions the first. */
export function dropFunctionToPlan(sql: ast.DropFunction): LogicalPlan {
  const first = sql.functions[0];
  if (first === undefined) throw new ExecutionError('Function name not provided');
  if (first.name.length > 1) throw new NotImplementedError('Qualified functions are not supported');
  return {
    kind: 'Ddl',
    ddl: { kind: 'DropFunction', name: first.name[0]!.value, ifExists: sql.ifExists, schema: empty },
  };
}
