import { Column, type DFSchema, type DataType, InternalError } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { columnExpr } from '../expr/expr-fn.js';
import { EXPR_BITS, hasKinds } from '../expr/expr-kinds.js';
import { factsOf } from '../expr/expr-object.js';
import { replaceExpr, walkExpr } from '../expr/expr-tree.js';
import { schemaName } from '../display/schema-name.js';
import { qualifierOf } from '../schema/expr-schema.js';

/** Columns inside expressions, and expressions as columns. */

/** The columns an expression refers to, each once, in order of appearance; plans of subqueries are not entered. */
export function exprToColumns(expr: Expr): readonly Column[] {
  if (expr.kind === 'Column') return [expr.column];
  if (!hasColumns(expr)) return NO_COLUMNS;
  return (factsOf(expr).columns ??= columnsIn([expr]));
}

/** The columns that some expressions refer to, each once, in order of appearance. */
export function exprListToColumns(exprs: Iterable<Expr>): readonly Column[] {
  return columnsIn(exprs);
}

const NO_COLUMNS: readonly Column[] = [];

function columnsIn(exprs: Iterable<Expr>): readonly Column[] {
  const found = new Map<string, Column>();
  for (const expr of exprs) {
    walkExpr(expr, (node) => {
      if (!hasColumns(node)) return 'Jump';
      if (node.kind === 'Column' && !found.has(node.column.key)) found.set(node.column.key, node.column);
      return 'Continue';
    });
  }
  return [...found.values()];
}

/** True when the expression refers to some column. */
export const hasColumns = (expr: Expr): boolean => hasKinds(expr, EXPR_BITS.Column);

/** Column expressions inside, in order of appearance, repeated ones included. */
export function findColumnExprs(exprs: Iterable<Expr>): readonly Expr[] {
  const found: Expr[] = [];
  for (const expr of exprs) walkExpr(expr, (node) => void (node.kind === 'Column' && found.push(node)));
  return found;
}

/** The column itself when the expression is a bare column. */
export function tryAsColumn(expr: Expr): Column | undefined {
  return expr.kind === 'Column' ? expr.column : undefined;
}

/** The column an expression becomes once it has been computed below: its relation (columns and aliases) and its name. */
export function exprAsOutputColumn(expr: Expr): Column {
  if (expr.kind === 'Column') return expr.column;
  return expr.kind === 'Alias' ? new Column(qualifierOf(expr), expr.name) : Column.unqualified(schemaName(expr));
}

/** {@link exprAsOutputColumn} as an expression. */
export const exprAsColumnExpr = (expr: Expr): Expr =>
  expr.kind === 'Column' ? expr : columnExpr(exprAsOutputColumn(expr));

/** One column expression per field of a schema; the same ones each time. */
export function columnExprsOf(schema: DFSchema): readonly Expr[] {
  let exprs = exprsOfSchemas.get(schema);
  if (exprs === undefined) exprsOfSchemas.set(schema, (exprs = schema.columns().map((column) => columnExpr(column))));
  return exprs;
}

const exprsOfSchemas = new WeakMap<DFSchema, readonly Expr[]>();

/** True when all columns are in the schema. */
export function allColumnsFromSchema(columns: Iterable<Column>, schema: DFSchema): boolean {
  for (const column of columns) if (!schema.isColumnFromSchema(column)) return false;
  return true;
}

/** The only element; an InternalError otherwise. */
export function onlyOrError<T>(items: readonly T[]): T {
  if (items.length !== 1) throw new InternalError(items.length === 0 ? 'No items found!' : 'More than one item found!');
  return items[0]!;
}

/** Replaces columns by others, given by {@link Column.key}. */
export function replaceColumns(expr: Expr, replacements: ReadonlyMap<string, Column>): Expr {
  return replaceExpr(expr, (node) => {
    if (node.kind !== 'Column') return undefined;
    const replacement = replacements.get(node.column.key);
    return replacement === undefined ? undefined : columnExpr(replacement);
  });
}

/** True for types that hash joins and hash grouping take. */
export function canHash(type: DataType): boolean {
  switch (type.kind) {
    case 'Struct':
      return type.fields.every((f) => canHash(f.dataType));
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
      return canHash(type.field.dataType);
    case 'Dictionary':
      return canHash(type.valueType);
    case 'Map':
    case 'Union':
    case 'ListView':
    case 'LargeListView':
    case 'RunEndEncoded':
    case 'Interval':
      return type.kind === 'Interval';
    default:
      return true;
  }
}
