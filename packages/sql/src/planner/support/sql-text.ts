import type * as ast from '../../ast/index.js';
import { printExpr, printQuery, printStatement } from '../../printer/index.js';

/** Parts of statements as SQL text, for messages and definitions. */

export { dataTypeToSql, dateTimeFieldToSql, valueToSql } from '../../printer/index.js';

/** An expression as SQL. */
export const exprToSql = (expr: ast.Expr): string => printExpr(expr);

/** An argument of a call as SQL. */
export function functionArgToSql(arg: ast.FunctionArg): string {
  const call = printExpr({
    kind: 'Function',
    name: [{ value: 'f' }],
    parameters: { kind: 'NoArguments' },
    args: { kind: 'List', args: [arg], clauses: [] },
    withinGroup: [],
    usesOdbcSyntax: false,
  });
  return call.slice('f('.length, -')'.length);
}

/** A statement as SQL. */
export const statementToSql = (statement: ast.Statement): string => printStatement(statement);

/** The body of a query as SQL. */
export const queryBodyToSql = (body: ast.SetExpr): string =>
  printQuery({ kind: 'Query', body, locks: [], pipeOperators: [] });

/** A pipe operator as SQL, without `|>`. */
export function pipeOperatorToSql(operator: ast.PipeOperator): string {
  const body: ast.SetExpr = { kind: 'Values', explicitRow: false, valueKeyword: false, rows: [] };
  const text = printQuery({ kind: 'Query', body, locks: [], pipeOperators: [operator] });
  return text.slice(text.indexOf('|>') + 2).trim();
}
