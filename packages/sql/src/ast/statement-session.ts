import type { DataType } from './data-type.js';
import type { Expr } from './expr.js';
import type { Ident, ObjectName } from './ident.js';
import type { Spanned } from './span.js';
import type { Statement } from './statement.js';

/** `SET [SESSION|LOCAL|GLOBAL] name = values`. Several values are a list or a tuple. */
export interface SetVariable extends Spanned {
  readonly kind: 'SetVariable';
  readonly scope?: 'Session' | 'Local' | 'Global';
  readonly hivevar: boolean;
  readonly variable: ObjectName;
  readonly values: readonly Expr[];
}

/** `SET (a, b) = (1, 2)`. */
export interface SetParenthesized extends Spanned {
  readonly kind: 'SetParenthesized';
  readonly variables: readonly ObjectName[];
  readonly values: readonly Expr[];
}

/** `SET a = 1, b = 2`. */
export interface SetMultiple extends Spanned {
  readonly kind: 'SetMultiple';
  readonly assignments: readonly {
    readonly scope?: 'Session' | 'Local' | 'Global';
    readonly name: ObjectName;
    readonly value: Expr;
  }[];
}

/** `SET TIME ZONE value`. */
export interface SetTimeZone extends Spanned {
  readonly kind: 'SetTimeZone';
  readonly local: boolean;
  readonly value: Expr;
}

/** `SET ROLE`, `SET NAMES`: accepted by the parser, refused by the planner. */
export interface SetOther extends Spanned {
  readonly kind: 'SetRole' | 'SetNames' | 'SetNamesDefault';
  readonly name?: Ident;
  readonly scope?: 'Session' | 'Local' | 'Global';
  readonly collation?: string;
}

/** The filter of a SHOW statement. */
export type ShowFilter =
  | { readonly kind: 'Like' | 'ILike' | 'NoKeyword'; readonly pattern: string }
  | { readonly kind: 'Where'; readonly expr: Expr };

/** What may follow `SHOW TABLES` and the like: filter and container, in the order written. */
export interface ShowOptions {
  readonly in?: {
    readonly clause: 'From' | 'In';
    readonly objectType?: 'Account' | 'Database' | 'Schema' | 'Table' | 'View';
    readonly name?: ObjectName;
  };
  readonly filter?: ShowFilter;
  readonly filterPosition: 'Infix' | 'Suffix';
}

/** `SHOW name` (`SHOW ALL`, `SHOW TIME ZONE`, any configuration key). */
export interface ShowVariable extends Spanned {
  readonly kind: 'ShowVariable';
  readonly variable: readonly Ident[];
}

/** `SHOW [SESSION|GLOBAL] VARIABLES|STATUS [filter]`. */
export interface ShowVariables extends Spanned {
  readonly kind: 'ShowVariables' | 'ShowStatus';
  readonly filter?: ShowFilter;
  readonly global: boolean;
  readonly session: boolean;
}

/** `SHOW CREATE TABLE|VIEW|… name`. */
export interface ShowCreate extends Spanned {
  readonly kind: 'ShowCreate';
  readonly objType: 'Event' | 'Function' | 'Procedure' | 'Table' | 'Trigger' | 'View';
  readonly objName: ObjectName;
}

/** `SHOW [EXTENDED] [FULL] COLUMNS|TABLES|VIEWS|SCHEMAS|DATABASES …`. */
export interface ShowObjects extends Spanned {
  readonly kind: 'ShowColumns' | 'ShowTables' | 'ShowViews' | 'ShowSchemas' | 'ShowDatabases';
  readonly terse: boolean;
  readonly history: boolean;
  readonly extended: boolean;
  readonly full: boolean;
  readonly external: boolean;
  readonly materialized: boolean;
  readonly showOptions: ShowOptions;
}

/** `SHOW FUNCTIONS [filter]`. */
export interface ShowFunctions extends Spanned {
  readonly kind: 'ShowFunctions';
  readonly filter?: ShowFilter;
}

/** `SHOW COLLATION [filter]`. */
export interface ShowCollation extends Spanned {
  readonly kind: 'ShowCollation';
  readonly filter?: ShowFilter;
}

/** `DESCRIBE|DESC|EXPLAIN [TABLE] name`. */
export interface ExplainTable extends Spanned {
  readonly kind: 'ExplainTable';
  readonly describeAlias: 'Describe' | 'Desc' | 'Explain';
  readonly hasTableKeyword: boolean;
  readonly tableName: ObjectName;
}

/** `PREPARE name [(types)] AS statement`. */
export interface Prepare extends Spanned {
  readonly kind: 'Prepare';
  readonly name: Ident;
  readonly dataTypes: readonly DataType[];
  readonly statement: Statement;
}

/** `EXECUTE name [(values)]`. */
export interface Execute extends Spanned {
  readonly kind: 'Execute';
  readonly name?: ObjectName;
  readonly parameters: readonly Expr[];
  readonly hasParentheses: boolean;
  readonly immediate: boolean;
  readonly using: readonly { readonly expr: Expr; readonly alias?: Ident }[];
}

/** `DEALLOCATE [PREPARE] name`. */
export interface Deallocate extends Spanned {
  readonly kind: 'Deallocate';
  readonly name: Ident;
  readonly prepare: boolean;
}

/** One characteristic of a transaction. */
export type TransactionMode =
  | { readonly kind: 'AccessMode'; readonly mode: 'ReadOnly' | 'ReadWrite' }
  | {
      readonly kind: 'IsolationLevel';
      readonly level: 'ReadUncommitted' | 'ReadCommitted' | 'RepeatableRead' | 'Serializable' | 'Snapshot';
    };

/** `START TRANSACTION` or `BEGIN [TRANSACTION|WORK]`. */
export interface StartTransaction extends Spanned {
  readonly kind: 'StartTransaction';
  readonly modes: readonly TransactionMode[];
  readonly begin: boolean;
  readonly transaction?: 'Transaction' | 'Work' | 'Tran';
  readonly modifier?: 'Deferred' | 'Immediate' | 'Exclusive' | 'Try' | 'Catch';
}

/** `COMMIT` or `END`. */
export interface Commit extends Spanned {
  readonly kind: 'Commit';
  readonly chain: boolean;
  readonly end: boolean;
}

/** `ROLLBACK [TO SAVEPOINT name]`. */
export interface Rollback extends Spanned {
  readonly kind: 'Rollback';
  readonly chain: boolean;
  readonly savepoint?: Ident;
}

/** `SAVEPOINT name` or `RELEASE SAVEPOINT name`. */
export interface Savepoint extends Spanned {
  readonly kind: 'Savepoint' | 'ReleaseSavepoint';
  readonly name: Ident;
}

/** `SET [SESSION CHARACTERISTICS AS] TRANSACTION modes`. */
export interface SetTransaction extends Spanned {
  readonly kind: 'SetTransaction';
  readonly modes: readonly TransactionMode[];
  readonly session: boolean;
}

/** `USE name`; `object` says what is used when the text says so. */
export interface Use extends Spanned {
  readonly kind: 'Use';
  readonly object: 'Object' | 'Catalog' | 'Schema' | 'Database' | 'Warehouse' | 'Role' | 'Default';
  readonly name?: ObjectName;
}

/** `ANALYZE [TABLE] name …`. */
export interface Analyze extends Spanned {
  readonly kind: 'Analyze';
  readonly tableName?: ObjectName;
  readonly hasTableKeyword: boolean;
  readonly partitions?: readonly Expr[];
  readonly forColumns: boolean;
  readonly columns: readonly Ident[];
  readonly cacheMetadata: boolean;
  readonly noscan: boolean;
  readonly computeStatistics: boolean;
}

/** `CALL f(args)`. */
export interface CallStatement extends Spanned {
  readonly kind: 'Call';
  readonly function: Expr;
}

/** `COMMENT ON …`. */
export interface CommentOn extends Spanned {
  readonly kind: 'CommentOn';
  readonly objectType: string;
  readonly objectName: ObjectName;
  readonly comment?: string;
  readonly ifExists: boolean;
}

/** Statements about the session. */
export type SessionStatement =
  | SetVariable
  | SetParenthesized
  | SetMultiple
  | SetTimeZone
  | SetOther
  | SetTransaction
  | ShowVariable
  | ShowVariables
  | ShowCreate
  | ShowObjects
  | ShowFunctions
  | ShowCollation
  | ExplainTable
  | Prepare
  | Execute
  | Deallocate
  | StartTransaction
  | Commit
  | Rollback
  | Savepoint
  | Use
  | Analyze
  | CallStatement
  | CommentOn;
