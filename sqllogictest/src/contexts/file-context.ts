/**
 * What the session of a test file has beyond a default one. DataFusion's own runner registers tables and functions for
 * certain files; the same is said here as data, for any engine to carry out. It is environment only: nothing in it
 * touches results.
 */

/** A file that is written before the set-up statements: text, or a copy of another file of the suite. */
export type ContextFile = { readonly text: string } | { readonly copyOf: string };

/**
 * Tables that SQL can make. `files` are put in a folder of their own, which `$FOLDER` names in the statements. A
 * statement that an engine refuses leaves its table missing, and the records that need it fail.
 */
export interface ContextSql {
  readonly kind: 'sql';
  readonly files?: Readonly<Record<string, ContextFile>>;
  readonly statements: readonly string[];
}

/** A value of a registered column: nulls, scalars, structs by field and union members. */
export type ContextValue =
  | null
  | number
  | string
  | { readonly fields: Readonly<Record<string, ContextValue>> }
  | { readonly member: string; readonly value: ContextValue };

/** A column of a registered table. `type` is written as `arrow_typeof` shows it. */
export interface ContextColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly values: readonly ContextValue[];
}

/** A table in memory of types that SQL cannot make, in the default catalog and schema. */
export interface ContextTable {
  readonly kind: 'table';
  readonly name: string;
  readonly columns: readonly ContextColumn[];
}

/** An asynchronous scalar function that gives the absolute value of an Int32 or Int64. */
export interface ContextAsyncAbs {
  readonly kind: 'async-abs';
  readonly name: string;
}

/** A SQL type that a type planner of the session knows, by the kind the parser gives it: `Uuid`. */
export interface ContextSqlType {
  readonly kind: 'sql-type';
  readonly sqlType: string;
  /** Written as `arrow_typeof` shows it. */
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Something a session gets before the first record. */
export type ContextRegistration = ContextSql | ContextTable | ContextAsyncAbs | ContextSqlType;

/** The environment of one test file. */
export interface FileContext {
  /** Plans are only stable with a fixed number of partitions. */
  readonly targetPartitions: number;
  /** With the functions of the Spark pack, and floats written with 15 decimal places. */
  readonly spark: boolean;
  /** Whether `SELECT … FROM 'file'` reads files. */
  readonly urlTable: boolean;
  readonly registrations: readonly ContextRegistration[];
}
