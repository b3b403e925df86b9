/** INSERT, UPDATE, DELETE, MERGE, TRUNCATE and COPY as SQL. */
import type {
  Assignment,
  CopyTo,
  Delete,
  DmlStatement,
  FileFormatOption,
  Insert,
  Merge,
  MergeAction,
  OnInsert,
  Truncate,
  Update,
} from '../ast/index.js';
import { commaList, identToSql, objectNameToSql, quoteString, valueToSql } from './names.js';
import type { Printer } from './printer.js';

/** The SQL text of a statement that writes rows. */
export function dmlToSql(statement: DmlStatement, printer: Printer): string {
  switch (statement.kind) {
    case 'Insert':
      return insertToSql(statement, printer);
    case 'Update':
      return updateToSql(statement, printer);
    case 'Delete':
      return deleteToSql(statement, printer);
    case 'Merge':
      return mergeToSql(statement, printer);
    case 'Truncate':
      return truncateToSql(statement, printer);
    case 'CopyTo':
      return copyToSql(statement, printer);
  }
}

function assignmentToSql(assignment: Assignment, printer: Printer): string {
  const { target } = assignment;
  const name =
    target.kind === 'ColumnName' ? objectNameToSql(target.name) : `(${commaList(target.names, objectNameToSql)})`;
  return `${name} = ${printer.expr(assignment.value)}`;
}

function insertToSql(insert: Insert, printer: Printer): string {
  const assignments = (list: readonly Assignment[]): string =>
    commaList(list, (item) => assignmentToSql(item, printer));
  const parts = [insert.replaceInto ? 'REPLACE' : 'INSERT'];
  if (insert.or !== undefined) parts.push(`OR ${insert.or.toUpperCase()}`);
  if (insert.ignore) parts.push('IGNORE');
  if (insert.overwrite) parts.push('OVERWRITE');
  if (insert.into) parts.push('INTO');
  if (insert.hasTableKeyword) parts.push('TABLE');
  parts.push(
    insert.table.kind === 'TableName'
      ? objectNameToSql(insert.table.name)
      : `FUNCTION ${printer.expr(insert.table.expr)}`,
  );
  if (insert.tableAlias !== undefined) parts.push(`AS ${identToSql(insert.tableAlias)}`);
  if (insert.columns.length > 0) parts.push(`(${commaList(insert.columns, objectNameToSql)})`);
  if (insert.partitioned !== undefined) parts.push(`PARTITION (${commaList(insert.partitioned, printer.expr)})`);
  if (insert.afterColumns.length > 0) parts.push(`(${commaList(insert.afterColumns, identToSql)})`);
  if (insert.source !== undefined) parts.push(printer.query(insert.source));
  else if (insert.assignments.length > 0) parts.push(`SET ${assignments(insert.assignments)}`);
  else if (insert.defaultValues) parts.push('DEFAULT VALUES');
  if (insert.on !== undefined) parts.push(onInsertToSql(insert.on, printer));
  if (insert.returning !== undefined) parts.push(`RETURNING ${commaList(insert.returning, printer.selectItem)}`);
  return parts.join(' ');
}

function onInsertToSql(on: OnInsert, printer: Printer): string {
  const assignments = (list: readonly Assignment[]): string =>
    commaList(list, (item) => assignmentToSql(item, printer));
  if (on.kind === 'DuplicateKeyUpdate') return `ON DUPLICATE KEY UPDATE ${assignments(on.assignments)}`;
  const target =
    on.target === undefined
      ? ''
      : on.target.kind === 'Columns'
        ? ` (${commaList(on.target.columns, identToSql)})`
        : ` ON CONSTRAINT ${objectNameToSql(on.target.name)}`;
  if (on.action.kind === 'DoNothing') return `ON CONFLICT${target} DO NOTHING`;
  const where = on.action.selection === undefined ? '' : ` WHERE ${printer.expr(on.action.selection)}`;
  return `ON CONFLICT${target} DO UPDATE SET ${assignments(on.action.assignments)}${where}`;
}

function updateToSql(update: Update, printer: Printer): string {
  const parts = ['UPDATE'];
  const from = update.from === undefined ? undefined : `FROM ${commaList(update.from.tables, printer.tableWithJoins)}`;
  if (update.or !== undefined) parts.push(`OR ${update.or.toUpperCase()}`);
  parts.push(printer.tableWithJoins(update.table));
  if (from !== undefined && update.from?.kind === 'BeforeSet') parts.push(from);
  parts.push(`SET ${commaList(update.assignments, (item) => assignmentToSql(item, printer))}`);
  if (from !== undefined && update.from?.kind === 'AfterSet') parts.push(from);
  parts.push(...tailToSql(update, printer));
  return parts.join(' ');
}

function tailToSql(
  statement: Pick<Update, 'selection' | 'returning' | 'orderBy' | 'limit'>,
  printer: Printer,
): string[] {
  const parts: string[] = [];
  if (statement.selection !== undefined) parts.push(`WHERE ${printer.expr(statement.selection)}`);
  if (statement.returning !== undefined) parts.push(`RETURNING ${commaList(statement.returning, printer.selectItem)}`);
  if (statement.orderBy.length > 0) parts.push(`ORDER BY ${commaList(statement.orderBy, printer.orderBy)}`);
  if (statement.limit !== undefined) parts.push(`LIMIT ${printer.expr(statement.limit)}`);
  return parts;
}

function deleteToSql(statement: Delete, printer: Printer): string {
  const parts = ['DELETE'];
  if (statement.tables.length > 0) parts.push(commaList(statement.tables, objectNameToSql));
  if (statement.from.kind === 'WithFromKeyword') parts.push('FROM');
  parts.push(commaList(statement.from.tables, printer.tableWithJoins));
  if (statement.using !== undefined) parts.push(`USING ${commaList(statement.using, printer.tableWithJoins)}`);
  parts.push(...tailToSql(statement, printer));
  return parts.join(' ');
}

const CLAUSES = {
  Matched: 'MATCHED',
  NotMatched: 'NOT MATCHED',
  NotMatchedByTarget: 'NOT MATCHED BY TARGET',
  NotMatchedBySource: 'NOT MATCHED BY SOURCE',
} as const;

function mergeToSql(merge: Merge, printer: Printer): string {
  const clauses = merge.clauses.map((clause) => {
    const predicate = clause.predicate === undefined ? '' : ` AND ${printer.expr(clause.predicate)}`;
    return `WHEN ${CLAUSES[clause.clauseKind]}${predicate} THEN ${mergeActionToSql(clause.action, printer)}`;
  });
  const head = `MERGE${merge.into ? ' INTO' : ''} ${printer.tableFactor(merge.table)} USING ${printer.tableFactor(merge.source)} ON ${printer.expr(merge.on)} `;
  return head + clauses.join(' ');
}

function mergeActionToSql(action: MergeAction, printer: Printer): string {
  switch (action.kind) {
    case 'Delete':
      return 'DELETE';
    case 'Update':
      return `UPDATE SET ${commaList(action.assignments, (item) => assignmentToSql(item, printer))}`;
    case 'Insert': {
      const columns = action.columns.length === 0 ? '' : ` (${commaList(action.columns, objectNameToSql)})`;
      const values =
        action.values === undefined
          ? 'ROW'
          : `VALUES ${commaList(action.values, (row) => `(${commaList(row, printer.expr)})`)}`;
      return `INSERT${columns} ${values}`;
    }
  }
}

function truncateToSql(truncate: Truncate, printer: Printer): string {
  const names = commaList(
    truncate.tableNames,
    (item) => `${item.only ? 'ONLY ' : ''}${objectNameToSql(item.name)}${item.hasAsterisk ? ' *' : ''}`,
  );
  const parts = ['TRUNCATE'];
  if (truncate.table) parts.push('TABLE');
  if (truncate.ifExists) parts.push('IF EXISTS');
  parts.push(names);
  if (truncate.partitions !== undefined) parts.push(`PARTITION (${commaList(truncate.partitions, printer.expr)})`);
  if (truncate.identity !== undefined) parts.push(`${truncate.identity.toUpperCase()} IDENTITY`);
  if (truncate.cascade !== undefined) parts.push(truncate.cascade.toUpperCase());
  if (truncate.onCluster !== undefined) parts.push(`ON CLUSTER ${identToSql(truncate.onCluster)}`);
  return parts.join(' ');
}

/** `OPTIONS (…)`, with a leading space, or nothing. */
export function fileOptionsToSql(options: readonly FileFormatOption[]): string {
  if (options.length === 0) return '';
  return ` OPTIONS (${commaList(options, (option) => `${quoteString(option.key)} ${valueToSql(option.value)}`)})`;
}

function copyToSql(copy: CopyTo, printer: Printer): string {
  const source =
    copy.source.kind === 'Relation' ? objectNameToSql(copy.source.name) : `(${printer.query(copy.source.query)})`;
  const stored = copy.storedAs === undefined ? '' : ` STORED AS ${copy.storedAs}`;
  const partitioned = copy.partitionedBy.length === 0 ? '' : ` PARTITIONED BY (${copy.partitionedBy.join(', ')})`;
  return `COPY ${source} TO ${quoteString(copy.target)}${stored}${partitioned}${fileOptionsToSql(copy.options)}`;
}
