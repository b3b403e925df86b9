import { displayScalar } from '@datafusion-ts/common';
import type { AggregateFunction, ExprNode } from '../expr/expr.js';
import { displayExpr, nullTreatmentText } from './display-expr.js';
import { schemaNameOfSorts } from './schema-name.js';
import { listText, sqlText } from './sql-text.js';

/** The SQL-like text of expressions that tree-format EXPLAIN shows: literals without types, aliases by name, no casts. */
export function humanDisplay(expr: ExprNode): string {
  switch (expr.kind) {
    case 'Literal':
      return displayScalar(expr.value);
    case 'Alias':
      return expr.name;
    case 'AggregateFunction':
      return humanAggregate(expr);
    default:
      return sqlText(expr, humanDisplay);
  }
}

function humanAggregate(expr: AggregateFunction): string {
  const treatment = expr.nullTreatment === undefined ? '' : ` ${nullTreatmentText(expr.nullTreatment)}`;
  const filter = expr.filter === undefined ? '' : ` FILTER (WHERE ${displayExpr(expr.filter)})`;
  const order = expr.orderBy.length === 0 ? '' : ` ORDER BY [${schemaNameOfSorts(expr.orderBy)}]`;
  return `${expr.func.name}(${expr.distinct ? 'DISTINCT ' : ''}${listText(expr.args, humanDisplay)})${treatment}${filter}${order}`;
}
