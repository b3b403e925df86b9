import type * as ast from '../../ast/index.js';
import { printExpr, printQuery, printStatement } from '../../printer/index.js';

/** Parts of statements as SQL text, for messages and definitions. */

export { dataTypeToSql, dateTimeFieldToSql, valueToSql } from '../../printer/index.js';

/** An expression as SQL. */
export const exprToSql = (expr: ast.Expr): string => printExpr(expr);

/** A statement as SQL. */
export const statementToSql = (statement: ast.Statement): string => printStatement(statement);

/** The body of a query as SQL. */
export const queryBodyToSql = (body: ast.SetExpr): string => printQuery({ kind: 'Query', body, locks: [], pipeOperators: [] });

/** A pipe operator as SQL, without `|>`. */
export function pipeOperatorToSql(operator: ast.PipeOperator): string {
  const body: ast.SetExpr = { kind: 'Values', explicitRow: false, valueKeyword: false, rows: [] };
  const text = printQuery({ kind: 'Query', body, locks: [], pipeOperators: [operator] });
  return text.slice(text.indexOf('|>') + 2).trim();
}
