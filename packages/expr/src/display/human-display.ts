import { displayScalar } from '@datafusion-ts/common';
import type { AggregateFunction, Expr, ExprNode } from '../expr/expr.js';
import { caseText, displayExpr, groupingSetText, IS_TEXT, notText, nullTreatmentText } from './display-expr.js';
import { operatorText } from '@datafusion-ts/expr-common';
import { schemaNameOfSorts } from './schema-name.js';

/** The SQL-like text of expressions that tree-format EXPLAIN shows: literals without types, aliases by name, no casts. */
export function humanDisplay(expr: ExprNode): string {
  switch (expr.kind) {
    case 'Literal':
      return displayScalar(expr.value);
    case 'Alias':
      return expr.name;
    case 'Between':
      return `${humanDisplay(expr.expr)} ${notText(expr.negated)}BETWEEN ${humanDisplay(expr.low)} AND ${humanDisplay(expr.high)}`;
    case 'BinaryExpr':
      return humanBinary(expr);
    case 'Case':
      return caseText(expr, humanDisplay);
    case 'Cast':
    case 'TryCast':
      return humanDisplay(expr.expr);
    case 'InList':
      return `${humanDisplay(expr.expr)} ${notText(expr.negated)}IN ${humanList(expr.list)}`;
    case 'GroupingSet':
      return groupingSetText(expr.set, humanDisplay);
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsUnknown':
    case 'IsNotTrue':
    case 'IsNotFalse':
    case 'IsNotUnknown':
      return `${humanDisplay(expr.expr)} ${IS_TEXT[expr.kind]}`;
    case 'Like':
      return humanLike(expr, expr.caseInsensitive ? 'ILIKE' : 'LIKE');
    case 'SimilarTo':
      return humanLike(expr, 'SIMILAR TO');
    case 'Negative':
      return `(- ${humanDisplay(expr.expr)})`;
    case 'Not':
      return `NOT ${humanDisplay(expr.expr)}`;
    case 'Unnest':
      return `UNNEST(${humanDisplay(expr.expr)})`;
    case 'AggregateFunction':
      return humanAggregate(expr);
    default:
      return displayExpr(expr);
  }
}

const humanList = (exprs: readonly Expr[]): string => exprs.map(humanDisplay).join(', ');

function humanLike(expr: Extract<ExprNode, { kind: 'Like' | 'SimilarTo' }>, word: string): string {
  const escape = expr.escapeChar === undefined ? '' : ` CHAR '${expr.escapeChar}'`;
  return `${humanDisplay(expr.expr)} ${notText(expr.negated)}${word} ${humanDisplay(expr.pattern)}${escape}`;
}

function humanAggregate(expr: AggregateFunction): string {
  const treatment = expr.nullTreatment === undefined ? '' : ` ${nullTreatmentText(expr.nullTreatment)}`;
  const filter = expr.filter === undefined ? '' : ` FILTER (WHERE ${displayExpr(expr.filter)})`;
  const order = expr.orderBy.length === 0 ? '' : ` ORDER BY [${schemaNameOfSorts(expr.orderBy)}]`;
  return `${expr.func.name}(${expr.distinct ? 'DISTINCT ' : ''}${humanList(expr.args)})${treatment}${filter}${order}`;
}

/** A chain of operations, in a loop: it may be thousands long. */
function humanBinary(expr: Extract<ExprNode, { kind: 'BinaryExpr' }>): string {
  const tail: string[] = [];
  let left: ExprNode = expr;
  for (; left.kind === 'BinaryExpr'; left = left.left)
    tail.push(` ${operatorText(left.op)} ${humanDisplay(left.right)}`);
  return humanDisplay(left) + tail.reverse().join('');
}
