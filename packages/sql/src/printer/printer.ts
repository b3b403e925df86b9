/**
 * SQL text from trees, in the form sqlparser displays them: column names and error messages use these texts.
 * The areas of the language print one another (an expression holds queries, a query holds expressions), so they are
 * functions over one `Printer` that knows all of them.
 */
import type {
  Expr,
  OrderByExpr,
  OrderByOptions,
  Query,
  SelectItem,
  Statement,
  TableFactor,
  TableWithJoins,
} from '../ast/index.js';

/** The printers that need one another. */
export interface Printer {
  expr(expr: Expr): string;
  query(query: Query): string;
  statement(statement: Statement): string;
  selectItem(item: SelectItem): string;
  tableFactor(factor: TableFactor): string;
  tableWithJoins(table: TableWithJoins): string;
  orderBy(expr: OrderByExpr): string;
}

/** ` ASC NULLS FIRST` and the like. */
export function orderByOptionsToSql(options: OrderByOptions): string {
  const direction = options.asc === undefined ? '' : options.asc ? ' ASC' : ' DESC';
  return direction + (options.nullsFirst === undefined ? '' : options.nullsFirst ? ' NULLS FIRST' : ' NULLS LAST');
}

/** ` text` when there is a text. */
export function spaced(text: string | undefined): string {
  return text === undefined || text === '' ? '' : ` ${text}`;
}
