/** SQL text to trees. */
import { ConfigurationError } from '@datafusion-ts/common';
import type { DataType, Expr, ExprWithAlias, Query, Statement } from '../ast/index.js';
import type { Dialect } from '../dialect/dialect.js';
import { dialectByName, genericDialect } from '../dialect/dialects.js';
import { tokenize } from '../tokenizer/tokenizer.js';
import { SqlParser } from './statements.js';

/** How to read SQL; what is missing has DataFusion's default. */
export interface SqlOptions {
  /** A name as `datafusion.sql_parser.dialect` takes it, in any case; `generic` by default. */
  readonly dialect?: string;
  /** How deep statements may nest, as `datafusion.sql_parser.recursion_limit`; 50 by default. */
  readonly recursionLimit?: number;
}

const DEFAULT_RECURSION_LIMIT = 50;

const AVAILABLE =
  'Generic, MySQL, PostgreSQL, Hive, SQLite, Snowflake, Redshift, MsSQL, ClickHouse, BigQuery, Ansi, DuckDB, Databricks';

function resolveDialect(name: string | undefined): Dialect {
  if (name === undefined) return genericDialect;
  const dialect = dialectByName(name);
  if (dialect === undefined)
    throw new ConfigurationError(`Unsupported SQL dialect: ${name}. Available dialects: ${AVAILABLE}.`);
  return dialect;
}

function parserFor(sql: string, options: SqlOptions): SqlParser {
  const dialect = resolveDialect(options.dialect);
  return new SqlParser(tokenize(sql, dialect), dialect, options.recursionLimit ?? DEFAULT_RECURSION_LIMIT);
}

/** All statements of a text, separated by semicolons; none for blank text. Throws `SqlError` with sqlparser's message. */
export function parseSql(sql: string, options: SqlOptions = {}): Statement[] {
  return parserFor(sql, options).parseStatements();
}

/** One expression and nothing else. */
export function parseExpr(sql: string, options: SqlOptions = {}): Expr {
  const parser = parserFor(sql, options);
  const expr = parser.parseExpr();
  parser.expectEnd('end of expression');
  return expr;
}

/** One expression, maybe with a name of its own (`a + 1 AS b`), and nothing else. */
export function parseExprWithAlias(sql: string, options: SqlOptions = {}): ExprWithAlias {
  const parser = parserFor(sql, options);
  const parsed = parser.parseExprWithAlias();
  parser.expectEnd('end of expression');
  return parsed;
}

/** One query and nothing else. */
export function parseQuery(sql: string, options: SqlOptions = {}): Query {
  const parser = parserFor(sql, options);
  const query = parser.parseQuery();
  parser.expectEnd('end of statement');
  return query;
}

/** One data type and nothing else, such as `DECIMAL(10, 2)` or `INT[]`. */
export function parseDataType(sql: string, options: SqlOptions = {}): DataType {
  const parser = parserFor(sql, options);
  const type = parser.parseDataType();
  parser.expectEnd('end of data type');
  return type;
}
