/** What column names and human-readable texts have in common: SQL-like, binary operands without parentheses, no casts. */
import { operatorText } from '@datafusion-ts/expr-common';
import type { Expr, ExprNode } from '../expr/expr.js';
import { caseText, displayExpr, groupingSetText, IS_TEXT, notText } from './display-expr.js';

/** The text of an expression whose parts `text` writes; kinds without such a text are written as EXPLAIN does. */
export function sqlText(expr: ExprNode, text: (part: ExprNode) => string): string {
  switch (expr.kind) {
    case 'Between':
      return `${text(expr.expr)} ${notText(expr.negated)}BETWEEN ${text(expr.low)} AND ${text(expr.high)}`;
    case 'BinaryExpr':
      return binaryText(expr, text);
    case 'Case':
      return caseText(expr, text);
    case 'Cast':
    case 'TryCast':
      return text(expr.expr);
    case 'InList':
      return `${text(expr.expr)} ${notText(expr.negated)}IN ${listText(expr.list, text)}`;
    case 'GroupingSet':
      return groupingSetText(expr.set, text);
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsUnknown':
    case 'IsNotTrue':
    case 'IsNotFalse':
    case 'IsNotUnknown':
      return `${text(expr.expr)} ${IS_TEXT[expr.kind]}`;
    case 'Like':
      return likeText(expr, expr.caseInsensitive ? 'ILIKE' : 'LIKE', text);
    case 'SimilarTo':
      return likeText(expr, 'SIMILAR TO', text);
    case 'Negative':
      return `(- ${text(expr.expr)})`;
    case 'Not':
      return `NOT ${text(expr.expr)}`;
    case 'Unnest':
      return `UNNEST(${text(expr.expr)})`;
    default:
      return displayExpr(expr);
  }
}

/** Texts separated by a comma and a space. */
export const listText = (exprs: readonly Expr[], text: (part: ExprNode) => string): string =>
  exprs.map((expr) => text(expr)).join(', ');

/** Long chains of operators are flattened by a loop, so that depth is no limit. */
function binaryText(expr: Extract<ExprNode, { kind: 'BinaryExpr' }>, text: (part: ExprNode) => string): string {
  const tail: string[] = [];
  let left: ExprNode = expr;
  for (; left.kind === 'BinaryExpr'; left = left.left) tail.push(` ${operatorText(left.op)} ${text(left.right)}`);
  return text(left) + tail.reverse().join('');
}

function likeText(
  expr: Extract<ExprNode, { kind: 'Like' | 'SimilarTo' }>,
  word: string,
  text: (part: ExprNode) => string,
): string {
  const escape = expr.escapeChar === undefined ? '' : ` CHAR '${expr.escapeChar}'`;
  return `${text(expr.expr)} ${notText(expr.negated)}${word} ${text(expr.pattern)}${escape}`;
}
