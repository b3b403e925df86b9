/**
 * What the session of a test file has beyond a default one. DataFusion's own runner registers tables and functions for
 * certain files, because SQL cannot make them; the same is said here as data, for any engine to carry out. It is
 * environment only: nothing in it touches results.
 */

/** A column of a registered table. `type` is written as `arrow_typeof` shows it. */
export interface ContextColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** A value of a registered table; a union's value names its member. */
export type ContextValue = null | number | bigint | string | { readonly member: string; readonly value: ContextValue };

/** A table in memory, made in the catalog and schema it names, which are made when they are missing. */
export interface ContextTable {
  readonly kind: 'table';
  readonly catalog: string;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ContextColumn[];
  readonly rows: readonly (readonly ContextValue[])[];
}

/** A schema whose provider knows one table and treats being asked for any other as a failure. */
export interface ContextStrictSchema {
  readonly kind: 'strict-schema';
  readonly catalog: string;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly ContextColumn[];
  readonly rows: readonly (readonly ContextValue[])[];
}

/** An asynchronous scalar function that gives the absolute value of an Int32, or of an Int64. */
export interface ContextAsyncAbs {
  readonly kind: 'async-abs';
  readonly name: string;
}

/** Something a session gets before the first record. */
export type ContextRegistration = ContextTable | ContextStrictSchema | ContextAsyncAbs;

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
