import type { DataType } from './data-type.js';
import type { Expr } from './expr.js';
import type { Ident, ObjectName } from './ident.js';
import type { OrderByOptions, Query } from './query.js';
import type { Spanned } from './span.js';

/** A column of CREATE TABLE. */
export interface ColumnDef extends Spanned {
  readonly name: Ident;
  readonly dataType: DataType;
  readonly options: readonly ColumnOptionDef[];
}

/** A column option with the name CONSTRAINT gave it. */
export interface ColumnOptionDef {
  readonly name?: Ident;
  readonly option: ColumnOption;
}

/** When a constraint is checked. */
export interface ConstraintCharacteristics {
  readonly deferrable?: boolean;
  readonly initially?: 'Deferred' | 'Immediate';
  readonly enforced?: boolean;
}

/** What happens to referring rows. */
export type ReferentialAction = 'Restrict' | 'Cascade' | 'SetNull' | 'NoAction' | 'SetDefault';

/** What may follow a column's type. */
export type ColumnOption =
  | { readonly kind: 'Null' }
  | { readonly kind: 'NotNull' }
  | { readonly kind: 'Default' | 'Materialized' | 'Alias' | 'OnUpdate'; readonly expr: Expr }
  | { readonly kind: 'Ephemeral'; readonly expr?: Expr }
  | { readonly kind: 'Unique' | 'PrimaryKey'; readonly characteristics?: ConstraintCharacteristics }
  | {
      readonly kind: 'ForeignKey';
      readonly foreignTable: ObjectName;
      readonly referredColumns: readonly Ident[];
      readonly onDelete?: ReferentialAction;
      readonly onUpdate?: ReferentialAction;
      readonly characteristics?: ConstraintCharacteristics;
    }
  | { readonly kind: 'Check'; readonly expr: Expr }
  | { readonly kind: 'DialectSpecific'; readonly words: readonly string[] }
  | { readonly kind: 'CharacterSet' | 'Collation'; readonly name: ObjectName }
  | { readonly kind: 'Comment'; readonly text: string }
  | {
      readonly kind: 'Generated';
      readonly generatedAs: 'Always' | 'ByDefault' | 'ExpStored';
      readonly expr?: Expr;
      readonly mode?: 'Virtual' | 'Stored';
      readonly generatedKeyword: boolean;
    }
  | { readonly kind: 'Options'; readonly options: readonly SqlOption[] };

/** A constraint of a table. `name` is what CONSTRAINT gave it, `indexName` MySQL's. */
export type TableConstraint =
  | {
      readonly kind: 'Unique';
      readonly name?: Ident;
      readonly indexName?: Ident;
      readonly columns: readonly IndexColumn[];
      readonly nullsDistinct?: boolean;
      readonly characteristics?: ConstraintCharacteristics;
    }
  | {
      readonly kind: 'PrimaryKey';
      readonly name?: Ident;
      readonly indexName?: Ident;
      readonly columns: readonly IndexColumn[];
      readonly characteristics?: ConstraintCharacteristics;
    }
  | {
      readonly kind: 'ForeignKey';
      readonly name?: Ident;
      readonly indexName?: Ident;
      readonly columns: readonly Ident[];
      readonly foreignTable: ObjectName;
      readonly referredColumns: readonly Ident[];
      readonly onDelete?: ReferentialAction;
      readonly onUpdate?: ReferentialAction;
      readonly characteristics?: ConstraintCharacteristics;
    }
  | { readonly kind: 'Check'; readonly name?: Ident; readonly expr: Expr; readonly enforced?: boolean };

/** A column or expression of an index, with its order. */
export interface IndexColumn {
  readonly expr: Expr;
  readonly options: OrderByOptions;
  readonly operatorClass?: ObjectName;
}

/** `key = value` or a bare word, in WITH (…), OPTIONS (…) and the like. */
export type SqlOption =
  | { readonly kind: 'KeyValue'; readonly key: Ident; readonly value: Expr }
  | { readonly kind: 'Ident'; readonly ident: Ident };

/** Where the options of a table stand. */
export interface CreateTableOptions {
  readonly kind: 'None' | 'With' | 'Options' | 'Plain' | 'TableProperties';
  readonly options: readonly SqlOption[];
}

/** CREATE TABLE, with or without a query. */
export interface CreateTable extends Spanned {
  readonly kind: 'CreateTable';
  readonly orReplace: boolean;
  readonly temporary: boolean;
  readonly external: boolean;
  readonly global?: boolean;
  readonly ifNotExists: boolean;
  readonly transient: boolean;
  readonly volatile: boolean;
  readonly name: ObjectName;
  readonly columns: readonly ColumnDef[];
  readonly constraints: readonly TableConstraint[];
  readonly tableOptions: CreateTableOptions;
  readonly fileFormat?: string;
  readonly location?: string;
  readonly query?: Query;
  readonly withoutRowid: boolean;
  readonly like?: ObjectName;
  readonly clone?: ObjectName;
  readonly comment?: string;
  readonly onCommit?: 'DeleteRows' | 'PreserveRows' | 'Drop';
  readonly onCluster?: Ident;
  readonly primaryKey?: Expr;
  readonly orderBy?: readonly Expr[];
  readonly partitionBy?: Expr;
  readonly clusterBy?: readonly Expr[];
  readonly partitionedBy?: readonly ColumnDef[];
  readonly inherits?: readonly ObjectName[];
  readonly strict: boolean;
}

/** A column of CREATE VIEW. */
export interface ViewColumnDef {
  readonly name: Ident;
  readonly dataType?: DataType;
  readonly options: readonly ColumnOption[];
}

/** CREATE [OR REPLACE] [TEMPORARY] [MATERIALIZED] VIEW. */
export interface CreateView extends Spanned {
  readonly kind: 'CreateView';
  readonly orAlter: boolean;
  readonly orReplace: boolean;
  readonly materialized: boolean;
  readonly secure: boolean;
  readonly name: ObjectName;
  readonly nameBeforeNotExists: boolean;
  readonly columns: readonly ViewColumnDef[];
  readonly query: Query;
  readonly options: CreateTableOptions;
  readonly clusterBy: readonly Ident[];
  readonly comment?: string;
  readonly withNoSchemaBinding: boolean;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly to?: ObjectName;
}

/** CREATE SCHEMA, by name or by its owner. */
export interface CreateSchema extends Spanned {
  readonly kind: 'CreateSchema';
  readonly name?: ObjectName;
  readonly authorization?: Ident;
  readonly ifNotExists: boolean;
  readonly options?: readonly SqlOption[];
  readonly with?: readonly SqlOption[];
}

/** CREATE DATABASE. */
export interface CreateDatabase extends Spanned {
  readonly kind: 'CreateDatabase';
  readonly name: ObjectName;
  readonly ifNotExists: boolean;
  readonly orReplace: boolean;
  readonly location?: string;
  readonly comment?: string;
}

/** An argument of CREATE FUNCTION or DROP FUNCTION. */
export interface OperateFunctionArg {
  readonly mode?: 'In' | 'Out' | 'InOut';
  readonly name?: Ident;
  readonly dataType: DataType;
  readonly defaultExpr?: Expr;
  readonly defaultOperator?: 'DEFAULT' | '=';
}

/** The body of a function, by how it was introduced. */
export type CreateFunctionBody =
  | { readonly kind: 'AsBeforeOptions'; readonly expr: Expr; readonly linkSymbol?: Expr }
  | { readonly kind: 'AsAfterOptions'; readonly expr: Expr }
  | { readonly kind: 'Return'; readonly expr: Expr }
  | { readonly kind: 'AsReturnExpr'; readonly expr: Expr }
  | { readonly kind: 'AsReturnSelect'; readonly select: Query };

/** CREATE [OR REPLACE] [TEMPORARY] FUNCTION. */
export interface CreateFunction extends Spanned {
  readonly kind: 'CreateFunction';
  readonly orAlter: boolean;
  readonly orReplace: boolean;
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly name: ObjectName;
  readonly args?: readonly OperateFunctionArg[];
  readonly returnType?: { readonly dataType: DataType; readonly setOf: boolean };
  readonly functionBody?: CreateFunctionBody;
  readonly behavior?: 'Immutable' | 'Stable' | 'Volatile';
  readonly calledOnNull?: 'CalledOnNullInput' | 'ReturnsNullOnNullInput' | 'Strict';
  readonly parallel?: 'Unsafe' | 'Restricted' | 'Safe';
  readonly security?: 'Definer' | 'Invoker';
  readonly language?: Ident;
  readonly using?: { readonly kind: 'Jar' | 'File' | 'Archive'; readonly uri: string };
  readonly determinismSpecifier?: 'Deterministic' | 'NotDeterministic';
  readonly options?: readonly SqlOption[];
  readonly remoteConnection?: ObjectName;
  readonly aggregate: boolean;
}

/** DROP FUNCTION [IF EXISTS] name [(args)], …. */
export interface DropFunction extends Spanned {
  readonly kind: 'DropFunction';
  readonly ifExists: boolean;
  readonly functions: readonly { readonly name: ObjectName; readonly args?: readonly OperateFunctionArg[] }[];
  readonly dropBehavior?: 'Restrict' | 'Cascade';
}

/** What DROP can name. */
export type ObjectType =
  | 'Table'
  | 'View'
  | 'MaterializedView'
  | 'Index'
  | 'Schema'
  | 'Database'
  | 'Role'
  | 'Sequence'
  | 'Stage'
  | 'Type'
  | 'User'
  | 'Stream'
  | 'Collation';

/** DROP of tables, views, schemas and the like. */
export interface Drop extends Spanned {
  readonly kind: 'Drop';
  readonly objectType: ObjectType;
  readonly ifExists: boolean;
  readonly names: readonly ObjectName[];
  readonly cascade: boolean;
  readonly restrict: boolean;
  readonly purge: boolean;
  readonly temporary: boolean;
  readonly table?: ObjectName;
}

/** CREATE [UNIQUE] INDEX. */
export interface CreateIndex extends Spanned {
  readonly kind: 'CreateIndex';
  readonly name?: ObjectName;
  readonly tableName: ObjectName;
  readonly using?: Ident;
  readonly columns: readonly IndexColumn[];
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly async: boolean;
  readonly ifNotExists: boolean;
  readonly include: readonly Ident[];
  readonly nullsDistinct?: boolean;
  readonly with: readonly Expr[];
  readonly predicate?: Expr;
}

/** One change of ALTER TABLE. */
export type AlterTableOperation =
  | {
      readonly kind: 'AddColumn';
      readonly columnKeyword: boolean;
      readonly ifNotExists: boolean;
      readonly column: ColumnDef;
    }
  | {
      readonly kind: 'DropColumn';
      readonly hasColumnKeyword: boolean;
      readonly names: readonly Ident[];
      readonly ifExists: boolean;
      readonly dropBehavior?: 'Restrict' | 'Cascade';
    }
  | { readonly kind: 'AddConstraint'; readonly constraint: TableConstraint; readonly notValid: boolean }
  | {
      readonly kind: 'DropConstraint';
      readonly ifExists: boolean;
      readonly name: Ident;
      readonly dropBehavior?: 'Restrict' | 'Cascade';
    }
  | { readonly kind: 'RenameColumn'; readonly oldName: Ident; readonly newName: Ident }
  | { readonly kind: 'RenameTable'; readonly name: ObjectName; readonly as: boolean }
  | { readonly kind: 'AlterColumn'; readonly name: Ident; readonly op: AlterColumnOperation };

/** One change of ALTER COLUMN. */
export type AlterColumnOperation =
  | { readonly kind: 'SetNotNull' | 'DropNotNull' | 'DropDefault' }
  | { readonly kind: 'SetDefault'; readonly value: Expr }
  | { readonly kind: 'SetDataType'; readonly dataType: DataType; readonly using?: Expr; readonly hadSet: boolean };

/** ALTER TABLE. */
export interface AlterTable extends Spanned {
  readonly kind: 'AlterTable';
  readonly name: ObjectName;
  readonly ifExists: boolean;
  readonly only: boolean;
  readonly operations: readonly AlterTableOperation[];
}

/** Statements that define things. */
export type DdlStatement =
  | CreateTable
  | CreateView
  | CreateSchema
  | CreateDatabase
  | CreateFunction
  | DropFunction
  | Drop
  | CreateIndex
  | AlterTable;
