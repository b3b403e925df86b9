import type { Expr } from './expr.js';
import type { FunctionArg } from './function.js';
import type { Ident, ObjectName } from './ident.js';
import type { Insert, Update, Delete, Merge } from './statement-dml.js';
import type { Spanned } from './span.js';
import type { TableAlias, TableWithJoins } from './table.js';
import type { NamedWindowDefinition } from './window.js';

/** A whole query: CTEs, a body, and what applies to the body's result. */
export interface Query extends Spanned {
  readonly kind: 'Query';
  readonly with?: With;
  readonly body: SetExpr;
  readonly orderBy?: OrderBy;
  readonly limitClause?: LimitClause;
  readonly fetch?: Fetch;
  readonly locks: readonly LockClause[];
  readonly pipeOperators: readonly PipeOperator[];
}

/** The `WITH` clause. */
export interface With {
  readonly recursive: boolean;
  readonly ctes: readonly Cte[];
}

/** One common table expression. */
export interface Cte {
  readonly alias: TableAlias;
  readonly query: Query;
  readonly from?: Ident;
  readonly materialized?: 'Materialized' | 'NotMaterialized';
}

/** What may stand between WITH and ORDER BY. Chains of set operations lean to the left. */
export type SetExpr = Select | ParenthesizedQuery | SetOperation | Values | TableCommand | DmlBody;

/** A query in parentheses as an operand. */
export interface ParenthesizedQuery {
  readonly kind: 'SubQuery';
  readonly query: Query;
}

/** The word behind a set operator. */
export type SetQuantifier = 'None' | 'All' | 'Distinct' | 'ByName' | 'AllByName' | 'DistinctByName';

/** `left UNION|EXCEPT|INTERSECT|MINUS right`. */
export interface SetOperation {
  readonly kind: 'SetOperation';
  readonly op: 'Union' | 'Except' | 'Intersect' | 'Minus';
  readonly setQuantifier: SetQuantifier;
  readonly left: SetExpr;
  readonly right: SetExpr;
}

/** `VALUES (…), (…)`; `explicitRow` is MySQL's `VALUES ROW(…)`, `valueKeyword` its singular spelling. */
export interface Values {
  readonly kind: 'Values';
  readonly explicitRow: boolean;
  readonly valueKeyword: boolean;
  readonly rows: readonly (readonly Expr[])[];
}

/** `TABLE name`. */
export interface TableCommand {
  readonly kind: 'Table';
  readonly schemaName?: string;
  readonly tableName: string;
}

/** A writing statement as a query's body (`WITH … INSERT …`). */
export interface DmlBody {
  readonly kind: 'InsertBody' | 'UpdateBody' | 'DeleteBody' | 'MergeBody';
  readonly statement: Insert | Update | Delete | Merge;
}

/** `DISTINCT`, `DISTINCT ON (…)` or an explicit `ALL`. */
export type Distinct =
  { readonly kind: 'Distinct' } | { readonly kind: 'All' } | { readonly kind: 'On'; readonly exprs: readonly Expr[] };

/** One `SELECT`. `flavor` says whether FROM came first. */
export interface Select extends Spanned {
  readonly kind: 'Select';
  readonly distinct?: Distinct;
  readonly top?: Top;
  readonly topBeforeDistinct: boolean;
  readonly projection: readonly SelectItem[];
  readonly exclude?: readonly Ident[];
  readonly into?: {
    readonly temporary: boolean;
    readonly unlogged: boolean;
    readonly table: boolean;
    readonly name: ObjectName;
  };
  readonly from: readonly TableWithJoins[];
  readonly lateralViews: readonly LateralView[];
  readonly prewhere?: Expr;
  readonly selection?: Expr;
  readonly groupBy: GroupBy;
  readonly clusterBy: readonly Expr[];
  readonly distributeBy: readonly Expr[];
  readonly sortBy: readonly OrderByExpr[];
  readonly having?: Expr;
  readonly namedWindow: readonly NamedWindowDefinition[];
  readonly qualify?: Expr;
  readonly windowBeforeQualify: boolean;
  readonly valueTableMode?: string;
  readonly connectBy: readonly ConnectBy[];
  readonly flavor: 'Standard' | 'FromFirst' | 'FromFirstNoSelect';
}

/** SQL Server's `TOP n [PERCENT] [WITH TIES]`. */
export interface Top {
  readonly quantity?: Expr | string;
  readonly parenthesized: boolean;
  readonly percent: boolean;
  readonly withTies: boolean;
}

/** `START WITH …` or `CONNECT BY …` of hierarchical queries. */
export type ConnectBy =
  | { readonly kind: 'StartWith'; readonly condition: Expr }
  | { readonly kind: 'ConnectBy'; readonly nocycle: boolean; readonly relationships: readonly Expr[] };

/** Hive's `LATERAL VIEW [OUTER] f(x) name [AS a, b]`. */
export interface LateralView {
  readonly lateralView: Expr;
  readonly lateralViewName: ObjectName;
  readonly lateralColAlias: readonly Ident[];
  readonly outer: boolean;
}

/** `GROUP BY ALL`, or a list. Modifiers (`WITH ROLLUP`, …) stand behind either. */
export type GroupBy =
  | { readonly kind: 'All'; readonly modifiers: readonly GroupByModifier[] }
  | { readonly kind: 'Expressions'; readonly exprs: readonly Expr[]; readonly modifiers: readonly GroupByModifier[] };

/** What may follow the list of GROUP BY. */
export type GroupByModifier = 'Rollup' | 'Cube' | 'Totals' | { readonly kind: 'GroupingSets'; readonly expr: Expr };

/** One entry of a select list. */
export type SelectItem =
  | { readonly kind: 'UnnamedExpr'; readonly expr: Expr }
  | { readonly kind: 'ExprWithAlias'; readonly expr: Expr; readonly alias: Ident }
  | { readonly kind: 'ExprWithAliases'; readonly expr: Expr; readonly aliases: readonly Ident[] }
  | { readonly kind: 'QualifiedWildcard'; readonly target: WildcardTarget; readonly options: WildcardOptions }
  | { readonly kind: 'Wildcard'; readonly options: WildcardOptions };

/** What stands before `.*`: a name, or an expression in some dialects. */
export type WildcardTarget =
  { readonly kind: 'ObjectName'; readonly name: ObjectName } | { readonly kind: 'Expr'; readonly expr: Expr };

/** What may follow `*`. */
export interface WildcardOptions {
  readonly ilike?: string;
  readonly exclude?: { readonly columns: readonly ObjectName[]; readonly parenthesized: boolean };
  readonly except?: readonly Ident[];
  readonly replace?: readonly { readonly expr: Expr; readonly columnName: Ident; readonly asKeyword: boolean }[];
  readonly rename?: {
    readonly columns: readonly { readonly ident: Ident; readonly alias: Ident }[];
    readonly parenthesized: boolean;
  };
  readonly alias?: Ident;
}

/** `ORDER BY ALL`, or a list; ClickHouse's `INTERPOLATE` behind it. */
export interface OrderBy {
  readonly orderKind:
    | { readonly kind: 'All'; readonly options: OrderByOptions }
    | { readonly kind: 'Expressions'; readonly exprs: readonly OrderByExpr[] };
  readonly interpolate?: readonly { readonly column: Ident; readonly expr?: Expr }[];
}

/** Direction and place of nulls; absent when not said. */
export interface OrderByOptions {
  readonly asc?: boolean;
  readonly nullsFirst?: boolean;
}

/** One sort key. */
export interface OrderByExpr {
  readonly expr: Expr;
  readonly options: OrderByOptions;
  readonly withFill?: { readonly from?: Expr; readonly to?: Expr; readonly step?: Expr };
}

/** `OFFSET n [ROW|ROWS]`. */
export interface Offset {
  readonly value: Expr;
  readonly rows: 'None' | 'Row' | 'Rows';
}

/** `LIMIT n OFFSET m` in either order (`LIMIT ALL` leaves `limit` out), or MySQL's `LIMIT m, n`. */
export type LimitClause =
  | { readonly kind: 'LimitOffset'; readonly limit?: Expr; readonly offset?: Offset; readonly limitBy: readonly Expr[] }
  | { readonly kind: 'OffsetCommaLimit'; readonly offset: Expr; readonly limit: Expr };

/** `FETCH FIRST n [PERCENT] ROWS ONLY|WITH TIES`. */
export interface Fetch {
  readonly quantity?: Expr;
  readonly percent: boolean;
  readonly withTies: boolean;
}

/** `FOR UPDATE|SHARE [OF name] [NOWAIT|SKIP LOCKED]`. */
export interface LockClause {
  readonly lockType: 'Share' | 'Update';
  readonly of?: ObjectName;
  readonly nonblock?: 'Nowait' | 'SkipLocked';
}

/** An expression with an optional alias, and a sort direction where the pipe operator allows one. */
export interface ExprWithAlias {
  readonly expr: Expr;
  readonly alias?: Ident;
}

/** An entry of `|> AGGREGATE`. */
export interface ExprWithAliasAndOrderBy extends ExprWithAlias {
  readonly orderBy: OrderByOptions;
}

/** One step of the pipe syntax, `|> …`. */
export type PipeOperator =
  | { readonly kind: 'Limit'; readonly expr: Expr; readonly offset?: Expr }
  | { readonly kind: 'Where'; readonly expr: Expr }
  | { readonly kind: 'OrderBy'; readonly exprs: readonly OrderByExpr[] }
  | { readonly kind: 'Select'; readonly exprs: readonly SelectItem[] }
  | { readonly kind: 'Extend'; readonly exprs: readonly SelectItem[] }
  | { readonly kind: 'Set'; readonly assignments: readonly { readonly target: ObjectName; readonly value: Expr }[] }
  | { readonly kind: 'Drop'; readonly columns: readonly Ident[] }
  | { readonly kind: 'As'; readonly alias: Ident }
  | {
      readonly kind: 'Aggregate';
      readonly fullTableExprs: readonly ExprWithAliasAndOrderBy[];
      readonly groupByExpr: readonly ExprWithAliasAndOrderBy[];
    }
  | { readonly kind: 'TableSample'; readonly sample: TableSample }
  | { readonly kind: 'Rename'; readonly mappings: readonly { readonly ident: Ident; readonly alias: Ident }[] }
  | {
      readonly kind: 'Union' | 'Intersect' | 'Except';
      readonly setQuantifier: SetQuantifier;
      readonly queries: readonly Query[];
    }
  | { readonly kind: 'Call'; readonly name: ObjectName; readonly args: readonly FunctionArg[]; readonly alias?: Ident }
  | {
      readonly kind: 'Pivot';
      readonly aggregateFunctions: readonly ExprWithAlias[];
      readonly valueColumn: readonly Expr[];
      readonly valueSource: PivotValueSource;
      readonly alias?: Ident;
    }
  | {
      readonly kind: 'Unpivot';
      readonly valueColumn: Ident;
      readonly nameColumn: Ident;
      readonly unpivotColumns: readonly Ident[];
      readonly alias?: Ident;
    }
  | { readonly kind: 'Join'; readonly join: import('./table.js').Join };

/** Where the values of a PIVOT come from. */
export type PivotValueSource =
  | { readonly kind: 'List'; readonly values: readonly ExprWithAlias[] }
  | { readonly kind: 'Any'; readonly orderBy: readonly OrderByExpr[] }
  | { readonly kind: 'Subquery'; readonly query: Query };

/** `TABLESAMPLE method (quantity unit) REPEATABLE (seed)`. */
export interface TableSample {
  readonly modifier: 'Sample' | 'TableSample';
  readonly name?: 'Row' | 'Bernoulli' | 'System' | 'Block';
  readonly quantity?: { readonly parenthesized: boolean; readonly value: Expr; readonly unit?: 'Rows' | 'Percent' };
  readonly seed?: { readonly modifier: 'Repeatable' | 'Seed'; readonly value: Expr };
  readonly bucket?: { readonly bucket: Expr; readonly total: Expr; readonly on?: Expr };
  readonly offset?: Expr;
}
