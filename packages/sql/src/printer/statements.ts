import type { Explain, Statement } from '../ast/index.js';
import { objectNameToSql } from './names.js';
import type { Printer } from './printer.js';
import { createExternalTableToSql, ddlToSql } from './statements-ddl.js';
import { dmlToSql } from './statements-dml.js';
import { sessionToSql } from './statements-session.js';

/** The SQL text of any statement. */
export function statementToSql(statement: Statement, printer: Printer): string {
  switch (statement.kind) {
    case 'Query':
      return printer.query(statement);
    case 'Explain':
      return explainToSql(statement, printer);
    case 'Reset':
      return `RESET ${objectNameToSql(statement.variable)}`;
    case 'CreateExternalTable':
      return createExternalTableToSql(statement, printer);
    case 'Insert':
    case 'Update':
    case 'Delete':
    case 'Merge':
    case 'Truncate':
    case 'CopyTo':
      return dmlToSql(statement, printer);
    case 'CreateTable':
    case 'CreateView':
    case 'CreateSchema':
    case 'CreateDatabase':
    case 'CreateFunction':
    case 'DropFunction':
    case 'Drop':
    case 'CreateIndex':
    case 'AlterTable':
      return ddlToSql(statement, printer);
    default:
      return sessionToSql(statement, printer);
  }
}

function explainToSql(explain: Explain, printer: Printer): string {
  const word = explain.describeAlias === undefined ? 'EXPLAIN' : explain.describeAlias.toUpperCase();
  const format = explain.format === undefined ? '' : `FORMAT ${explain.format} `;
  return `${word} ${explain.analyze ? 'ANALYZE ' : ''}${explain.verbose ? 'VERBOSE ' : ''}${format}${printer.statement(explain.statement)}`;
}
