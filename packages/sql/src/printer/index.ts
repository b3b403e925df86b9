/** Trees back to SQL, in sqlparser's display form. */
import type { Expr, OrderByExpr, Query, SelectItem, Statement, TableFactor } from '../ast/index.js';
import { expressionToSql } from './expressions.js';
import type { Printer } from './printer.js';
import { orderByExprToSql, queryToSql, selectItemToSql } from './queries.js';
import { statementToSql } from './statements.js';
import { tableFactorToSql, tableWithJoinsToSql } from './tables.js';

const printer: Printer = {
  expr: (expr) => expressionToSql(expr, printer),
  query: (query) => queryToSql(query, printer),
  statement: (statement) => statementToSql(statement, printer),
  selectItem: (item) => selectItemToSql(item, printer),
  tableFactor: (factor) => tableFactorToSql(factor, printer),
  tableWithJoins: (table) => tableWithJoinsToSql(table, printer),
  orderBy: (item) => orderByExprToSql(item, printer),
};

/** The SQL text of a statement, without a semicolon. */
export function printStatement(statement: Statement): string {
  return printer.statement(statement);
}

/** The SQL text of an expression. */
export function printExpr(expr: Expr): string {
  return printer.expr(expr);
}

/** The SQL text of a query. */
export function printQuery(query: Query): string {
  return printer.query(query);
}

/** The SQL text of a relation in FROM. */
export function printTableFactor(factor: TableFactor): string {
  return printer.tableFactor(factor);
}

/** The SQL text of an entry of a select list. */
export function printSelectItem(item: SelectItem): string {
  return printer.selectItem(item);
}

/** The SQL text of a sort key. */
export function printOrderByExpr(item: OrderByExpr): string {
  return printer.orderBy(item);
}

export { dataTypeToSql } from './data-types.js';
export { dateTimeFieldToSql } from './expressions.js';
export { identToSql, objectNameToSql, valueToSql } from './names.js';
export { binaryOperatorText, unaryOperatorText } from './operators.js';
