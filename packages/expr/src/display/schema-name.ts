import { displayScalar } from '@datafusion-ts/common';
import type { AggregateFunction, Expr, ExprNode, SortExpr, WindowFunction } from '../expr/expr.js';
import { displayWindowFrame } from '../window/window-frame.js';
import { displayExpr, nullTreatmentText, sortDirection } from './display-expr.js';
import { operatorText } from '@datafusion-ts/expr-common';
import { factsOf } from '../expr/expr-object.js';
import { isExpr } from '../expr/make-expr.js';
import { schemaOf } from '../plan/schema-of.js';
import { listText, sqlText } from './sql-text.js';

/**
 * The names of result columns. Differs from EXPLAIN's text in that casts are left out, an alias is its name alone,
 * binary operands have no parentheses and arguments are separated by bare commas: `max(t.a,Int64(1))`.
 */
export function schemaName(expr: ExprNode): string {
  if (!isExpr(expr)) return computeName(expr);
  return (factsOf(expr).schemaName ??= computeName(expr));
}

function computeName(expr: ExprNode): string {
  switch (expr.kind) {
    case 'Alias':
      return expr.relation === undefined ? expr.name : `${expr.relation.toString()}.${expr.name}`;
    case 'AggregateFunction':
      return aggregateSchemaName(expr);
    case 'Exists':
      return expr.negated ? 'NOT EXISTS' : 'EXISTS';
    case 'InSubquery':
      return expr.negated ? 'NOT IN' : 'IN';
    case 'SetComparison':
      return `${schemaName(expr.expr)} ${operatorText(expr.op)} ${expr.quantifier === 'Any' ? 'ANY' : 'ALL'}`;
    case 'ScalarSubquery':
      return schemaOf(expr.subquery.subquery).field(0).name;
    case 'ScalarFunction':
      return expr.func.schemaName?.(expr.args) ?? `${expr.func.name}(${schemaNames(expr.args)})`;
    case 'HigherOrderFunction':
      return `${expr.func.name}(${schemaNames(expr.args)})`;
    case 'Lambda':
      return `(${expr.params.join(', ')}) -> ${schemaName(expr.body)}`;
    case 'WindowFunction':
      return windowSchemaName(expr);
    default:
      return sqlText(expr, schemaName);
  }
}

/** Names joined by bare commas, as arguments appear in column names. */
export function schemaNames(exprs: readonly Expr[]): string {
  return exprs.map(schemaName).join(',');
}

/** Keys joined by a comma and a space. Unlike elsewhere in column names, casts show. */
export function schemaNameOfSorts(sorts: readonly SortExpr[]): string {
  return sorts.map((sort) => `${displayExpr(sort.expr)} ${sortDirection(sort)}`).join(', ');
}

/** Column name of an aggregate call; ordered-set aggregates name their first argument under WITHIN GROUP only. */
export function aggregateSchemaName(expr: AggregateFunction): string {
  return expr.func.schemaName?.(expr) ?? defaultAggregateSchemaName(expr);
}

/** The name an aggregate call has unless its function says otherwise. */
export function defaultAggregateSchemaName(expr: AggregateFunction): string {
  const ordered = expr.func.isOrderedSet === true && expr.orderBy.length > 0;
  const args = schemaNames(ordered ? expr.args.slice(1) : expr.args);
  const treatment = expr.nullTreatment === undefined ? '' : ` ${nullTreatmentText(expr.nullTreatment)}`;
  const filter = expr.filter === undefined ? '' : ` FILTER (WHERE ${displayExpr(expr.filter)})`;
  const clause = expr.func.isOrderedSet === true ? 'WITHIN GROUP' : 'ORDER BY';
  const order = expr.orderBy.length === 0 ? '' : ` ${clause} [${schemaNameOfSorts(expr.orderBy)}]`;
  return `${expr.func.name}(${expr.distinct ? 'DISTINCT ' : ''}${args})${treatment}${filter}${order}`;
}

function windowSchemaName(expr: WindowFunction): string {
  const distinct = expr.distinct ? 'DISTINCT ' : '';
  const treatment = expr.nullTreatment === undefined ? '' : ` ${nullTreatmentText(expr.nullTreatment)}`;
  const filter = expr.filter === undefined ? '' : ` FILTER (WHERE ${displayExpr(expr.filter)})`;
  const partition = expr.partitionBy.length === 0 ? '' : ` PARTITION BY [${listText(expr.partitionBy, schemaName)}]`;
  const order = expr.orderBy.length === 0 ? '' : ` ORDER BY [${schemaNameOfSorts(expr.orderBy)}]`;
  const args = expr.func.kind === 'AggregateUDF' ? listText(expr.args, schemaName) : schemaNames(expr.args);
  const call = `${expr.func.func.name}(${distinct}${args})`;
  return `${call}${treatment}${filter}${partition}${order} ${displayWindowFrame(expr.windowFrame, displayScalar)}`;
}
