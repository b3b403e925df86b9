import type { ColumnDef, TableConstraint } from './statement-ddl.js';
import type { ObjectName } from './ident.js';
import type { OrderByExpr } from './query.js';
import type { Spanned } from './span.js';
import type { Statement } from './statement.js';
import type { Value } from './value.js';

/** One `'key' value` of an OPTIONS list. Keys are in the user's case. */
export interface FileFormatOption {
  readonly key: string;
  readonly value: Value;
}

/** DataFusion's CREATE [OR REPLACE] [UNBOUNDED] EXTERNAL TABLE. `fileType` is upper-cased as DataFusion does. */
export interface CreateExternalTable extends Spanned {
  readonly kind: 'CreateExternalTable';
  readonly name: ObjectName;
  readonly columns: readonly ColumnDef[];
  readonly fileType: string;
  readonly location: string;
  readonly tablePartitionCols: readonly string[];
  /** How many of `columns`, the last ones, were defined in PARTITIONED BY: none, or as many as it names. */
  readonly partitionDefinitions?: number;
  readonly orderExprs: readonly (readonly OrderByExpr[])[];
  readonly ifNotExists: boolean;
  readonly orReplace: boolean;
  readonly temporary: boolean;
  readonly unbounded: boolean;
  readonly options: readonly FileFormatOption[];
  readonly constraints: readonly TableConstraint[];
}

/** EXPLAIN [ANALYZE] [VERBOSE] [FORMAT word] statement. `format` is the word as written. */
export interface Explain extends Spanned {
  readonly kind: 'Explain';
  readonly analyze: boolean;
  readonly verbose: boolean;
  readonly format?: string;
  readonly statement: Statement;
  /** Set when written as DESCRIBE or DESC before a query: the result is the query's schema. */
  readonly describeAlias?: 'Describe' | 'Desc';
}

/** RESET name. */
export interface Reset extends Spanned {
  readonly kind: 'Reset';
  readonly variable: ObjectName;
}
