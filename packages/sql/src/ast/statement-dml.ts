import type { Expr } from './expr.js';
import type { FileFormatOption } from './statement-datafusion.js';
import type { Ident, ObjectName } from './ident.js';
import type { OrderByExpr, Query, SelectItem } from './query.js';
import type { Spanned } from './span.js';
import type { TableFactor, TableWithJoins } from './table.js';

/** `target = value`; a tuple target is `(a, b) = …`. */
export interface Assignment {
  readonly target:
    | { readonly kind: 'ColumnName'; readonly name: ObjectName }
    | { readonly kind: 'Tuple'; readonly names: readonly ObjectName[] };
  readonly value: Expr;
}

/** What an INSERT writes to: a name or a table function. */
export type TableObject =
  { readonly kind: 'TableName'; readonly name: ObjectName } | { readonly kind: 'TableFunction'; readonly expr: Expr };

/** What to do about conflicting rows. */
export type OnInsert =
  | { readonly kind: 'DuplicateKeyUpdate'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'OnConflict'; readonly target?: ConflictTarget; readonly action: ConflictAction };

/** The columns or the constraint of ON CONFLICT. */
export type ConflictTarget =
  | { readonly kind: 'Columns'; readonly columns: readonly Ident[] }
  | { readonly kind: 'OnConstraint'; readonly name: ObjectName };

/** `DO NOTHING` or `DO UPDATE SET … WHERE …`. */
export type ConflictAction =
  | { readonly kind: 'DoNothing' }
  | { readonly kind: 'DoUpdate'; readonly assignments: readonly Assignment[]; readonly selection?: Expr };

/** INSERT, REPLACE and INSERT OVERWRITE. `or` is SQLite's `OR REPLACE|…`. */
export interface Insert extends Spanned {
  readonly kind: 'Insert';
  readonly or?: 'Rollback' | 'Abort' | 'Fail' | 'Ignore' | 'Replace';
  readonly ignore: boolean;
  readonly into: boolean;
  readonly table: TableObject;
  readonly tableAlias?: Ident;
  readonly columns: readonly ObjectName[];
  readonly overwrite: boolean;
  readonly source?: Query;
  readonly assignments: readonly Assignment[];
  readonly partitioned?: readonly Expr[];
  readonly afterColumns: readonly Ident[];
  readonly hasTableKeyword: boolean;
  readonly on?: OnInsert;
  readonly returning?: readonly SelectItem[];
  readonly replaceInto: boolean;
  readonly defaultValues: boolean;
}

/** UPDATE. `from` may stand before SET or behind it. */
export interface Update extends Spanned {
  readonly kind: 'Update';
  readonly table: TableWithJoins;
  readonly assignments: readonly Assignment[];
  readonly from?: { readonly kind: 'BeforeSet' | 'AfterSet'; readonly tables: readonly TableWithJoins[] };
  readonly selection?: Expr;
  readonly returning?: readonly SelectItem[];
  readonly or?: 'Rollback' | 'Abort' | 'Fail' | 'Ignore' | 'Replace';
  readonly orderBy: readonly OrderByExpr[];
  readonly limit?: Expr;
}

/** DELETE. `tables` is MySQL's list before FROM. */
export interface Delete extends Spanned {
  readonly kind: 'Delete';
  readonly tables: readonly ObjectName[];
  readonly from: { readonly kind: 'WithFromKeyword' | 'WithoutKeyword'; readonly tables: readonly TableWithJoins[] };
  readonly using?: readonly TableWithJoins[];
  readonly selection?: Expr;
  readonly returning?: readonly SelectItem[];
  readonly orderBy: readonly OrderByExpr[];
  readonly limit?: Expr;
}

/** MERGE INTO target USING source ON … WHEN …. */
export interface Merge extends Spanned {
  readonly kind: 'Merge';
  readonly into: boolean;
  readonly table: TableFactor;
  readonly source: TableFactor;
  readonly on: Expr;
  readonly clauses: readonly MergeClause[];
}

/** One `WHEN …` of a MERGE. */
export interface MergeClause {
  readonly clauseKind: 'Matched' | 'NotMatched' | 'NotMatchedByTarget' | 'NotMatchedBySource';
  readonly predicate?: Expr;
  readonly action: MergeAction;
}

/** What a MERGE clause does. An absent `values` list is BigQuery's `INSERT ROW`. */
export type MergeAction =
  | { readonly kind: 'Insert'; readonly columns: readonly ObjectName[]; readonly values?: readonly (readonly Expr[])[] }
  | { readonly kind: 'Update'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'Delete' };

/** TRUNCATE [TABLE] [IF EXISTS] names. */
export interface Truncate extends Spanned {
  readonly kind: 'Truncate';
  readonly tableNames: readonly { readonly name: ObjectName; readonly only: boolean; readonly hasAsterisk: boolean }[];
  readonly table: boolean;
  readonly ifExists: boolean;
  readonly partitions?: readonly Expr[];
  readonly identity?: 'Restart' | 'Continue';
  readonly cascade?: 'Cascade' | 'Restrict';
  readonly onCluster?: Ident;
}

/** DataFusion's `COPY source TO 'target' STORED AS … PARTITIONED BY (…) OPTIONS (…)`. */
export interface CopyTo extends Spanned {
  readonly kind: 'CopyTo';
  readonly source:
    { readonly kind: 'Relation'; readonly name: ObjectName } | { readonly kind: 'Query'; readonly query: Query };
  readonly target: string;
  readonly partitionedBy: readonly string[];
  readonly storedAs?: string;
  readonly options: readonly FileFormatOption[];
}

/** Statements that write rows. */
export type DmlStatement = Insert | Update | Delete | Merge | Truncate | CopyTo;
