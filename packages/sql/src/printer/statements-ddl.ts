/** CREATE, DROP and ALTER as SQL. */
import type {
  AlterColumnOperation,
  AlterTable,
  AlterTableOperation,
  CreateDatabase,
  CreateExternalTable,
  CreateFunction,
  CreateIndex,
  CreateSchema,
  CreateTable,
  CreateView,
  DdlStatement,
  Drop,
  DropFunction,
  OperateFunctionArg,
} from '../ast/index.js';
import {
  columnDefToSql,
  columnOptionToSql,
  indexColumnsToSql,
  sqlOptionsToSql,
  tableConstraintToSql,
  tableOptionsToSql,
} from './columns.js';
import { dataTypeToSql } from './data-types.js';
import { commaList, identToSql, objectNameToSql, quoteString } from './names.js';
import type { Printer } from './printer.js';
import { fileOptionsToSql } from './statements-dml.js';

/** The SQL text of a statement that defines things. */
export function ddlToSql(statement: DdlStatement, printer: Printer): string {
  switch (statement.kind) {
    case 'CreateTable':
      return createTableToSql(statement, printer);
    case 'CreateView':
      return createViewToSql(statement, printer);
    case 'CreateSchema':
      return createSchemaToSql(statement, printer);
    case 'CreateDatabase':
      return createDatabaseToSql(statement);
    case 'CreateFunction':
      return createFunctionToSql(statement, printer);
    case 'DropFunction':
      return dropFunctionToSql(statement, printer);
    case 'Drop':
      return dropToSql(statement);
    case 'CreateIndex':
      return createIndexToSql(statement, printer);
    case 'AlterTable':
      return alterTableToSql(statement, printer);
  }
}

function flag(condition: boolean, text: string): string {
  return condition ? text : '';
}

function columnsToSql(table: Pick<CreateTable, 'columns' | 'constraints'>, printer: Printer): string {
  const items = [
    ...table.columns.map((column) => columnDefToSql(column, printer)),
    ...table.constraints.map((item) => tableConstraintToSql(item, printer)),
  ];
  return items.length === 0 ? '' : ` (${items.join(', ')})`;
}

function createTableToSql(table: CreateTable, printer: Printer): string {
  const scope = table.global === undefined ? '' : table.global ? 'GLOBAL ' : 'LOCAL ';
  const head = `CREATE ${flag(table.orReplace, 'OR REPLACE ')}${flag(table.external, 'EXTERNAL ')}${scope}${flag(table.temporary, 'TEMPORARY ')}${flag(table.transient, 'TRANSIENT ')}${flag(table.volatile, 'VOLATILE ')}TABLE ${flag(table.ifNotExists, 'IF NOT EXISTS ')}`;
  const cluster = table.onCluster === undefined ? '' : ` ON CLUSTER ${identToSql(table.onCluster)}`;
  const bare = table.query === undefined && table.like === undefined && table.clone === undefined;
  const columns = columnsToSql(table, printer);
  let out = head + objectNameToSql(table.name) + cluster + (columns === '' && bare ? ' ()' : columns);
  if (table.like !== undefined) out += ` LIKE ${objectNameToSql(table.like)}`;
  if (table.clone !== undefined) out += ` CLONE ${objectNameToSql(table.clone)}`;
  if (table.partitionedBy !== undefined) {
    out += ` PARTITIONED BY (${commaList(table.partitionedBy, (column) => columnDefToSql(column, printer))})`;
  }
  if (table.fileFormat !== undefined) out += ` STORED AS ${table.fileFormat}`;
  if (table.location !== undefined) out += ` LOCATION ${quoteString(table.location)}`;
  if (table.withoutRowid) out += ' WITHOUT ROWID';
  if (table.inherits !== undefined) out += ` INHERITS (${commaList(table.inherits, objectNameToSql)})`;
  out += tableOptionsToSql(table.tableOptions, printer);
  if (table.comment !== undefined) out += ` COMMENT ${quoteString(table.comment)}`;
  if (table.partitionBy !== undefined) out += ` PARTITION BY ${printer.expr(table.partitionBy)}`;
  if (table.orderBy !== undefined) out += ` ORDER BY (${commaList(table.orderBy, printer.expr)})`;
  if (table.onCommit !== undefined) {
    out += ` ON COMMIT ${table.onCommit === 'DeleteRows' ? 'DELETE ROWS' : table.onCommit === 'PreserveRows' ? 'PRESERVE ROWS' : 'DROP'}`;
  }
  if (table.strict) out += ' STRICT';
  return table.query === undefined ? out : `${out} AS ${printer.query(table.query)}`;
}

/** CREATE EXTERNAL TABLE with all its clauses, in sqlparser's order, so that both parsers can read it back. */
export function createExternalTableToSql(table: CreateExternalTable, printer: Printer): string {
  const head = `CREATE ${flag(table.orReplace, 'OR REPLACE ')}${flag(table.unbounded, 'UNBOUNDED ')}EXTERNAL ${flag(table.temporary, 'TEMPORARY ')}TABLE ${flag(table.ifNotExists, 'IF NOT EXISTS ')}`;
  const own = table.columns.length - (table.partitionDefinitions ?? 0);
  const columns = columnsToSql({ columns: table.columns.slice(0, own), constraints: table.constraints }, printer);
  const definitions = table.columns.slice(own).map((column) => columnDefToSql(column, printer));
  const partitionColumns = definitions.length === 0 ? table.tablePartitionCols : definitions;
  const partitions = partitionColumns.length === 0 ? '' : ` PARTITIONED BY (${partitionColumns.join(', ')})`;
  const orders = table.orderExprs.map((keys) => ` WITH ORDER (${commaList(keys, printer.orderBy)})`).join('');
  const location = ` LOCATION ${quoteString(table.location)}`;
  return `${head}${objectNameToSql(table.name)}${columns}${partitions} STORED AS ${table.fileType}${orders}${fileOptionsToSql(table.options)}${location}`;
}

function createViewToSql(view: CreateView, printer: Printer): string {
  const ifNotExists = flag(view.ifNotExists, 'IF NOT EXISTS ');
  const name = view.nameBeforeNotExists
    ? `${objectNameToSql(view.name)} ${ifNotExists.trimEnd()}`
    : ifNotExists + objectNameToSql(view.name);
  const columns = commaList(view.columns, (column) => {
    const type = column.dataType === undefined ? '' : ` ${dataTypeToSql(column.dataType)}`;
    return (
      identToSql(column.name) + type + column.options.map((option) => ` ${columnOptionToSql(option, printer)}`).join('')
    );
  });
  const head = `CREATE ${flag(view.orAlter, 'OR ALTER ')}${flag(view.orReplace, 'OR REPLACE ')}${flag(view.temporary, 'TEMPORARY ')}${flag(view.materialized, 'MATERIALIZED ')}VIEW `;
  const comment = view.comment === undefined ? '' : ` COMMENT = ${quoteString(view.comment)}`;
  const cluster = view.clusterBy.length === 0 ? '' : ` CLUSTER BY (${commaList(view.clusterBy, identToSql)})`;
  const tail = flag(view.withNoSchemaBinding, ' WITH NO SCHEMA BINDING');
  return `${head}${name}${columns === '' ? '' : ` (${columns})`}${tableOptionsToSql(view.options, printer)}${cluster}${comment} AS ${printer.query(view.query)}${tail}`;
}

function createSchemaToSql(schema: CreateSchema, printer: Printer): string {
  const name = schema.name === undefined ? '' : objectNameToSql(schema.name);
  const owner = schema.authorization === undefined ? '' : `AUTHORIZATION ${identToSql(schema.authorization)}`;
  const withOptions = schema.with === undefined ? '' : ` WITH (${sqlOptionsToSql(schema.with, printer)})`;
  const options = schema.options === undefined ? '' : ` OPTIONS(${sqlOptionsToSql(schema.options, printer)})`;
  return `CREATE SCHEMA ${flag(schema.ifNotExists, 'IF NOT EXISTS ')}${[name, owner].filter((part) => part !== '').join(' ')}${withOptions}${options}`;
}

function createDatabaseToSql(database: CreateDatabase): string {
  const location = database.location === undefined ? '' : ` LOCATION ${quoteString(database.location)}`;
  return `CREATE ${flag(database.orReplace, 'OR REPLACE ')}DATABASE ${flag(database.ifNotExists, 'IF NOT EXISTS ')}${objectNameToSql(database.name)}${location}`;
}

function functionArgumentToSql(arg: OperateFunctionArg, printer: Printer): string {
  const mode = arg.mode === undefined ? '' : `${arg.mode.toUpperCase()} `;
  const name = arg.name === undefined ? '' : `${identToSql(arg.name)} `;
  const fallback =
    arg.defaultExpr === undefined ? '' : ` ${arg.defaultOperator ?? 'DEFAULT'} ${printer.expr(arg.defaultExpr)}`;
  return mode + name + dataTypeToSql(arg.dataType) + fallback;
}

const CALLED_ON_NULL = {
  CalledOnNullInput: 'CALLED ON NULL INPUT',
  ReturnsNullOnNullInput: 'RETURNS NULL ON NULL INPUT',
  Strict: 'STRICT',
} as const;

function createFunctionToSql(fn: CreateFunction, printer: Printer): string {
  const head = `CREATE ${flag(fn.orAlter, 'OR ALTER ')}${flag(fn.orReplace, 'OR REPLACE ')}${flag(fn.temporary, 'TEMPORARY ')}FUNCTION ${flag(fn.ifNotExists, 'IF NOT EXISTS ')}`;
  let out = head + objectNameToSql(fn.name);
  if (fn.args !== undefined) out += `(${commaList(fn.args, (arg) => functionArgumentToSql(arg, printer))})`;
  if (fn.returnType !== undefined)
    out += ` RETURNS ${flag(fn.returnType.setOf, 'SETOF ')}${dataTypeToSql(fn.returnType.dataType)}`;
  if (fn.language !== undefined) out += ` LANGUAGE ${identToSql(fn.language)}`;
  if (fn.behavior !== undefined) out += ` ${fn.behavior.toUpperCase()}`;
  if (fn.calledOnNull !== undefined) out += ` ${CALLED_ON_NULL[fn.calledOnNull]}`;
  if (fn.parallel !== undefined) out += ` PARALLEL ${fn.parallel.toUpperCase()}`;
  if (fn.security !== undefined) out += ` SECURITY ${fn.security.toUpperCase()}`;
  return out + functionBodyToSql(fn, printer);
}

function functionBodyToSql(fn: CreateFunction, printer: Printer): string {
  const body = fn.functionBody;
  if (body === undefined) return '';
  switch (body.kind) {
    case 'AsBeforeOptions':
    case 'AsAfterOptions':
      return ` AS ${printer.expr(body.expr)}`;
    case 'Return':
      return ` RETURN ${printer.expr(body.expr)}`;
    case 'AsReturnExpr':
      return ` AS RETURN ${printer.expr(body.expr)}`;
    case 'AsReturnSelect':
      return ` AS RETURN ${printer.query(body.select)}`;
  }
}

function dropFunctionToSql(drop: DropFunction, printer: Printer): string {
  const functions = commaList(drop.functions, (fn) => {
    const args = fn.args === undefined ? '' : `(${commaList(fn.args, (arg) => functionArgumentToSql(arg, printer))})`;
    return objectNameToSql(fn.name) + args;
  });
  return `DROP FUNCTION${flag(drop.ifExists, ' IF EXISTS')} ${functions}${drop.dropBehavior === undefined ? '' : ` ${drop.dropBehavior.toUpperCase()}`}`;
}

function dropToSql(drop: Drop): string {
  const type = drop.objectType === 'MaterializedView' ? 'MATERIALIZED VIEW' : drop.objectType.toUpperCase();
  const table = drop.table === undefined ? '' : ` ON ${objectNameToSql(drop.table)}`;
  return `DROP ${flag(drop.temporary, 'TEMPORARY ')}${type}${flag(drop.ifExists, ' IF EXISTS')} ${commaList(drop.names, objectNameToSql)}${flag(drop.cascade, ' CASCADE')}${flag(drop.restrict, ' RESTRICT')}${flag(drop.purge, ' PURGE')}${table}`;
}

function createIndexToSql(index: CreateIndex, printer: Printer): string {
  let out = `CREATE ${flag(index.unique, 'UNIQUE ')}INDEX ${flag(index.concurrently, 'CONCURRENTLY ')}${flag(index.async, 'ASYNC ')}${flag(index.ifNotExists, 'IF NOT EXISTS ')}`;
  if (index.name !== undefined) out += `${objectNameToSql(index.name)} `;
  out += `ON ${objectNameToSql(index.tableName)}`;
  if (index.using !== undefined) out += ` USING ${identToSql(index.using)} `;
  out += `(${indexColumnsToSql(index.columns, printer)})`;
  if (index.include.length > 0) out += ` INCLUDE (${commaList(index.include, identToSql)})`;
  if (index.nullsDistinct !== undefined) out += index.nullsDistinct ? ' NULLS DISTINCT' : ' NULLS NOT DISTINCT';
  if (index.with.length > 0) out += ` WITH (${commaList(index.with, printer.expr)})`;
  return index.predicate === undefined ? out : `${out} WHERE ${printer.expr(index.predicate)}`;
}

function alterTableToSql(alter: AlterTable, printer: Printer): string {
  const operations = commaList(alter.operations, (operation) => alterOperationToSql(operation, printer));
  return `ALTER TABLE ${flag(alter.ifExists, 'IF EXISTS ')}${flag(alter.only, 'ONLY ')}${objectNameToSql(alter.name)} ${operations}`;
}

function alterOperationToSql(operation: AlterTableOperation, printer: Printer): string {
  const behavior =
    'dropBehavior' in operation && operation.dropBehavior !== undefined
      ? ` ${operation.dropBehavior.toUpperCase()}`
      : '';
  switch (operation.kind) {
    case 'AddColumn':
      return `ADD ${flag(operation.columnKeyword, 'COLUMN ')}${flag(operation.ifNotExists, 'IF NOT EXISTS ')}${columnDefToSql(operation.column, printer)}`;
    case 'DropColumn':
      return `DROP ${flag(operation.hasColumnKeyword, 'COLUMN ')}${flag(operation.ifExists, 'IF EXISTS ')}${commaList(operation.names, identToSql)}${behavior}`;
    case 'AddConstraint':
      return `ADD ${tableConstraintToSql(operation.constraint, printer)}${flag(operation.notValid, ' NOT VALID')}`;
    case 'DropConstraint':
      return `DROP CONSTRAINT ${flag(operation.ifExists, 'IF EXISTS ')}${identToSql(operation.name)}${behavior}`;
    case 'RenameColumn':
      return `RENAME COLUMN ${identToSql(operation.oldName)} TO ${identToSql(operation.newName)}`;
    case 'RenameTable':
      return `RENAME ${operation.as ? 'AS' : 'TO'} ${objectNameToSql(operation.name)}`;
    case 'AlterColumn':
      return `ALTER COLUMN ${identToSql(operation.name)} ${alterColumnToSql(operation.op, printer)}`;
  }
}

function alterColumnToSql(op: AlterColumnOperation, printer: Printer): string {
  switch (op.kind) {
    case 'SetNotNull':
      return 'SET NOT NULL';
    case 'DropNotNull':
      return 'DROP NOT NULL';
    case 'DropDefault':
      return 'DROP DEFAULT';
    case 'SetDefault':
      return `SET DEFAULT ${printer.expr(op.value)}`;
    case 'SetDataType':
      return `${op.hadSet ? 'SET DATA TYPE' : 'TYPE'} ${dataTypeToSql(op.dataType)}${op.using === undefined ? '' : ` USING ${printer.expr(op.using)}`}`;
  }
}
