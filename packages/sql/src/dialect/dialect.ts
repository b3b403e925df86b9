/**
 * What differs between the dialects of `datafusion.sql_parser.dialect`, as plain data.
 *
 * The generic dialect accepts nearly everything; the others matter where the same text has to be read in another
 * way (what `"x"` quotes, whether `\` escapes, whether `x -> x + 1` is a lambda or an operator).
 */

/** Names of DataFusion's dialects, in lower case. */
export type DialectName =
  | 'generic'
  | 'mysql'
  | 'postgresql'
  | 'hive'
  | 'sqlite'
  | 'snowflake'
  | 'redshift'
  | 'mssql'
  | 'clickhouse'
  | 'bigquery'
  | 'ansi'
  | 'duckdb'
  | 'databricks'
  | 'spark';

/** Binding strengths of infix operators; a greater number binds tighter. */
export interface Precedence {
  readonly period: number;
  readonly doubleColon: number;
  readonly bracket: number;
  readonly collate: number;
  readonly atTz: number;
  readonly mulDivMod: number;
  readonly plusMinus: number;
  readonly xor: number;
  readonly ampersand: number;
  readonly caret: number;
  readonly pipe: number;
  readonly colon: number;
  readonly between: number;
  readonly eq: number;
  readonly like: number;
  readonly is: number;
  readonly pgOther: number;
  readonly not: number;
  readonly and: number;
  readonly or: number;
}

/** One dialect. Every flag says what the tokenizer or the parser does differently. */
export interface Dialect {
  readonly name: DialectName;
  /** Characters that open a quoted identifier. */
  readonly identifierQuotes: string;
  /** `"x"` is a text literal. */
  readonly doubleQuotedStrings: boolean;
  /** `\` escapes inside text literals. */
  readonly backslashEscapes: boolean;
  /** `#` starts a comment. */
  readonly hashComments: boolean;
  /** Block comments nest. */
  readonly nestedComments: boolean;
  /** `#` and `@` may start a name. */
  readonly sigilIdentifiers: boolean;
  /** `E'…'` decodes escapes. */
  readonly escapeStrings: boolean;
  /** `U&'…'` decodes code points. */
  readonly unicodeStrings: boolean;
  /** `r'…'` is raw text. */
  readonly rawStrings: boolean;
  /** `b'…'` is bytes. */
  readonly byteStrings: boolean;
  /** `'''…'''` is a text literal. */
  readonly tripleQuotedStrings: boolean;
  /** `$tag$…$tag$` and `$1`. */
  readonly dollarStrings: boolean;
  /** `//` divides integers. */
  readonly integerDivision: boolean;
  /** `?|`, `?&`, `?` are operators and not parameters. */
  readonly questionOperators: boolean;
  /** `~` is bitwise not and a regular-expression match. */
  readonly tildeOperators: boolean;
  /** `|>` steps. */
  readonly pipeOperators: boolean;
  /** `x -> body` inside call arguments. */
  readonly lambdas: boolean;
  /** `lambda x : body`. */
  readonly lambdaKeyword: boolean;
  /** `value:path` reads JSON. */
  readonly jsonPaths: boolean;
  /** `{'a': 1}` is a struct literal. */
  readonly dictionaries: boolean;
  /** `STRUCT(1 AS a)` and `STRUCT<…>`. */
  readonly structLiterals: boolean;
  /** `MAP {…}`. */
  readonly mapLiterals: boolean;
  /** Named arguments with these signs. */
  readonly namedArgs: readonly ('=>' | ':=' | '=' | ':')[];
  /** `STRUCT(a INT)` as a type. */
  readonly structTypeParentheses: boolean;
  /** `STRUCT<a INT>` as a type. */
  readonly structTypeAngles: boolean;
  /** `FROM t SELECT x`. */
  readonly fromFirst: boolean;
  /** `SELECT` with nothing between it and FROM. */
  readonly emptyProjection: boolean;
  /** `GROUP BY … WITH ROLLUP`. */
  readonly groupByWithModifier: boolean;
  /** `LIMIT 1, 2`. */
  readonly limitComma: boolean;
  /** `!x` negates. */
  readonly bangNot: boolean;
  /** INTERVAL takes an expression and needs a unit behind it. */
  readonly intervalQualifier: boolean;
  /** `x NOTNULL` tests like `x IS NOT NULL`. */
  readonly notNullOperator: boolean;
  /** `INT[]` is a type. */
  readonly arraySuffix: boolean;
  /** `ORDER BY ALL`. */
  readonly orderByAll: boolean;
  /** `FILTER (WHERE …)` behind a call. */
  readonly aggregateFilter: boolean;
  /** `* EXCLUDE a`. */
  readonly exclude: boolean;
  /** `* EXCEPT (a)`. */
  readonly except: boolean;
  /** A trailing comma may end a projection. */
  readonly projectionTrailingCommas: boolean;
  /** A trailing comma may end any list. */
  readonly trailingCommas: boolean;
  /** Text literals side by side are one. */
  readonly stringConcatenation: boolean;
  readonly precedence: Precedence;
}
