/** Statements about the session as SQL. */
import type {
  Analyze,
  Execute,
  SessionStatement,
  ShowFilter,
  ShowObjects,
  ShowOptions,
  TransactionMode,
} from '../ast/index.js';
import { dataTypeToSql } from './data-types.js';
import { commaList, identToSql, objectNameToSql, quoteString } from './names.js';
import type { Printer } from './printer.js';
import { spaced } from './printer.js';

/** The SQL text of a statement about the session. */
export function sessionToSql(statement: SessionStatement, printer: Printer): string {
  switch (statement.kind) {
    case 'SetVariable':
    case 'SetParenthesized':
    case 'SetMultiple':
    case 'SetTimeZone':
    case 'SetRole':
    case 'SetNames':
    case 'SetNamesDefault':
    case 'SetTransaction':
      return setToSql(statement, printer);
    case 'ShowVariable':
    case 'ShowVariables':
    case 'ShowStatus':
    case 'ShowCreate':
    case 'ShowColumns':
    case 'ShowTables':
    case 'ShowViews':
    case 'ShowSchemas':
    case 'ShowDatabases':
    case 'ShowFunctions':
    case 'ShowCollation':
      return showToSql(statement, printer);
    case 'ExplainTable':
      return `${statement.describeAlias.toUpperCase()} ${statement.hasTableKeyword ? 'TABLE ' : ''}${objectNameToSql(statement.tableName)}`;
    case 'Prepare': {
      const types = statement.dataTypes.length === 0 ? '' : `(${commaList(statement.dataTypes, dataTypeToSql)}) `;
      return `PREPARE ${identToSql(statement.name)} ${types}AS ${printer.statement(statement.statement)}`;
    }
    case 'Execute':
      return executeToSql(statement, printer);
    case 'Deallocate':
      return `DEALLOCATE ${statement.prepare ? 'PREPARE ' : ''}${identToSql(statement.name)}`;
    case 'Use':
      return statement.object === 'Default'
        ? 'USE DEFAULT'
        : `USE ${statement.object === 'Object' ? '' : `${statement.object.toUpperCase()} `}${objectNameToSql(statement.name ?? [])}`;
    case 'Analyze':
      return analyzeToSql(statement, printer);
    case 'Call':
      return `CALL ${printer.expr(statement.function)}`;
    case 'CommentOn': {
      const comment = statement.comment === undefined ? 'NULL' : quoteString(statement.comment);
      return `COMMENT ${statement.ifExists ? 'IF EXISTS ' : ''}ON ${statement.objectType} ${objectNameToSql(statement.objectName)} IS ${comment}`;
    }
    default:
      return transactionToSql(statement);
  }
}

function setToSql(statement: Extract<SessionStatement, { kind: `Set${string}` }>, printer: Printer): string {
  const scope = (value: string | undefined): string => (value === undefined ? '' : `${value.toUpperCase()} `);
  switch (statement.kind) {
    case 'SetVariable':
      return `SET ${scope(statement.scope)}${statement.hivevar ? 'HIVEVAR:' : ''}${objectNameToSql(statement.variable)} = ${commaList(statement.values, printer.expr)}`;
    case 'SetParenthesized':
      return `SET (${commaList(statement.variables, objectNameToSql)}) = (${commaList(statement.values, printer.expr)})`;
    case 'SetMultiple':
      return `SET ${commaList(statement.assignments, (item) => `${scope(item.scope)}${objectNameToSql(item.name)} = ${printer.expr(item.value)}`)}`;
    case 'SetTimeZone':
      return `SET ${statement.local ? 'LOCAL ' : ''}TIME ZONE ${printer.expr(statement.value)}`;
    case 'SetRole':
      return `SET ${scope(statement.scope)}ROLE ${statement.name === undefined ? 'NONE' : identToSql(statement.name)}`;
    case 'SetNames': {
      const collation = statement.collation === undefined ? '' : ` COLLATE ${quoteString(statement.collation)}`;
      return `SET NAMES ${statement.name === undefined ? '' : identToSql(statement.name)}${collation}`;
    }
    case 'SetNamesDefault':
      return 'SET NAMES DEFAULT';
    case 'SetTransaction':
      return `SET ${statement.session ? 'SESSION CHARACTERISTICS AS ' : ''}TRANSACTION${spaced(modesToSql(statement.modes))}`;
  }
}

function showToSql(statement: Extract<SessionStatement, { kind: `Show${string}` }>, printer: Printer): string {
  switch (statement.kind) {
    case 'ShowVariable':
      return `SHOW${spaced(statement.variable.map(identToSql).join(' '))}`;
    case 'ShowVariables':
    case 'ShowStatus': {
      const scope = `${statement.global ? 'GLOBAL ' : ''}${statement.session ? 'SESSION ' : ''}`;
      return `SHOW ${scope}${statement.kind === 'ShowStatus' ? 'STATUS' : 'VARIABLES'}${spaced(filterToSql(statement.filter, printer))}`;
    }
    case 'ShowCreate':
      return `SHOW CREATE ${statement.objType.toUpperCase()} ${objectNameToSql(statement.objName)}`;
    case 'ShowFunctions':
      return `SHOW FUNCTIONS${spaced(filterToSql(statement.filter, printer))}`;
    case 'ShowCollation':
      return `SHOW COLLATION${spaced(filterToSql(statement.filter, printer))}`;
    default:
      return showObjectsToSql(statement, printer);
  }
}

function showObjectsToSql(show: ShowObjects, printer: Printer): string {
  const flags = [
    show.terse ? 'TERSE ' : '',
    show.extended ? 'EXTENDED ' : '',
    show.full ? 'FULL ' : '',
    show.external ? 'EXTERNAL ' : '',
    show.materialized ? 'MATERIALIZED ' : '',
  ].join('');
  const history = show.history ? ' HISTORY' : '';
  return `SHOW ${flags}${show.kind.slice(4).toUpperCase()}${history}${showOptionsToSql(show.showOptions, printer)}`;
}

function showOptionsToSql(options: ShowOptions, printer: Printer): string {
  const filter = spaced(filterToSql(options.filter, printer));
  const container =
    options.in === undefined
      ? ''
      : ` ${options.in.clause.toUpperCase()}${spaced(options.in.objectType?.toUpperCase())}${spaced(options.in.name === undefined ? '' : objectNameToSql(options.in.name))}`;
  return options.filterPosition === 'Infix' ? filter + container : container + filter;
}

function filterToSql(filter: ShowFilter | undefined, printer: Printer): string {
  if (filter === undefined) return '';
  switch (filter.kind) {
    case 'Like':
      return `LIKE ${quoteString(filter.pattern)}`;
    case 'ILike':
      return `ILIKE ${quoteString(filter.pattern)}`;
    case 'NoKeyword':
      return quoteString(filter.pattern);
    case 'Where':
      return `WHERE ${printer.expr(filter.expr)}`;
  }
}

function executeToSql(execute: Execute, printer: Printer): string {
  const parameters = commaList(execute.parameters, printer.expr);
  const list = execute.hasParentheses ? `(${parameters})` : spaced(parameters);
  const using =
    execute.using.length === 0
      ? ''
      : ` USING ${commaList(execute.using, (item) => printer.expr(item.expr) + (item.alias === undefined ? '' : ` AS ${identToSql(item.alias)}`))}`;
  return `EXECUTE ${execute.immediate ? 'IMMEDIATE ' : ''}${execute.name === undefined ? '' : objectNameToSql(execute.name)}${list}${using}`;
}

const LEVELS = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
  Snapshot: 'SNAPSHOT',
} as const;

function modesToSql(modes: readonly TransactionMode[]): string {
  return commaList(modes, (mode) =>
    mode.kind === 'AccessMode'
      ? mode.mode === 'ReadOnly'
        ? 'READ ONLY'
        : 'READ WRITE'
      : `ISOLATION LEVEL ${LEVELS[mode.level]}`,
  );
}

type Transaction = Extract<
  SessionStatement,
  { kind: 'StartTransaction' | 'Commit' | 'Rollback' | 'Savepoint' | 'ReleaseSavepoint' }
>;

function transactionToSql(statement: Transaction): string {
  switch (statement.kind) {
    case 'StartTransaction': {
      const word = statement.begin ? 'BEGIN' : 'START';
      return `${word}${spaced(statement.modifier?.toUpperCase())}${spaced(statement.transaction?.toUpperCase())}${spaced(modesToSql(statement.modes))}`;
    }
    case 'Commit':
      return `${statement.end ? 'END' : 'COMMIT'}${statement.chain ? ' AND CHAIN' : ''}`;
    case 'Rollback':
      return `ROLLBACK${statement.chain ? ' AND CHAIN' : ''}${statement.savepoint === undefined ? '' : ` TO SAVEPOINT ${identToSql(statement.savepoint)}`}`;
    case 'Savepoint':
      return `SAVEPOINT ${identToSql(statement.name)}`;
    case 'ReleaseSavepoint':
      return `RELEASE SAVEPOINT ${identToSql(statement.name)}`;
  }
}

function analyzeToSql(analyze: Analyze, printer: Printer): string {
  const parts = ['ANALYZE'];
  if (analyze.hasTableKeyword) parts.push('TABLE');
  if (analyze.tableName !== undefined) parts.push(objectNameToSql(analyze.tableName));
  if (analyze.partitions !== undefined) parts.push(`PARTITION (${commaList(analyze.partitions, printer.expr)})`);
  if (analyze.computeStatistics) parts.push('COMPUTE STATISTICS');
  if (analyze.noscan) parts.push('NOSCAN');
  if (analyze.forColumns) parts.push(`FOR COLUMNS${spaced(commaList(analyze.columns, identToSql))}`);
  if (analyze.cacheMetadata) parts.push('CACHE METADATA');
  return parts.join(' ');
}
