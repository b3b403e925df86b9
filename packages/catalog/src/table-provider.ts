import type { Constraints, Schema, Statistics } from '@datafusion-ts/common';
import type {
  CreateExternalTable,
  Expr,
  InsertOp,
  LogicalPlan,
  TableProviderFilterPushDown,
  TableType,
} from '@datafusion-ts/expr';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';

/** What a scan of a table is asked for. */
export interface ScanArgs {
  /** Positions of the columns wanted, in this order; undefined: all. */
  readonly projection?: readonly number[] | undefined;
  /** Conditions rows must meet; applied as far as `supportsFiltersPushdown` said. */
  readonly filters: readonly Expr[];
  /** Rows that are enough. */
  readonly limit?: number | undefined;
  /** Stands for the query: a table may answer all scans of a query from what it found out for the first. */
  readonly query?: object | undefined;
}

/** A column and the value it gets in an UPDATE. */
export interface Assignment {
  readonly column: string;
  readonly value: Expr;
}

/**
 * A table: where queries read from and, if it can, write to. Only `schema` and `scan` are required, so that a plain object
 * is a table.
 */
export interface TableProvider {
  readonly schema: Schema;
  /** Default: `Base`. */
  readonly tableType?: TableType;
  readonly constraints?: Constraints | undefined;
  /** SQL text that made it, for `information_schema.views` and SHOW CREATE TABLE. */
  readonly definition?: string | undefined;
  /** The plan behind a view. */
  readonly logicalPlan?: LogicalPlan | undefined;
  /**
   * True when the schema and the answers of `supportsFiltersPushdown`, `constraints`, `columnDefault` and `logicalPlan`
   * stay what they are as long as the provider lives, whatever happens to its rows. The session then uses an optimized
   * plan over the table again when the same statement comes again; `scan` is asked each time. Default: false.
   */
  readonly reusablePlans?: boolean;
  /** A plan that reads the table. */
  scan(session: Session, args: ScanArgs): Promise<ExecutionPlan>;
  /** Default: `Unsupported` for each, so that the engine checks all of them again. */
  supportsFiltersPushdown?(filters: readonly Expr[]): readonly TableProviderFilterPushDown[];
  /** Default: unknown. */
  statistics?(): Statistics | undefined;
  columnDefault?(column: string): Expr | undefined;
  /** A plan that writes `input` and gives one row, `count`. Default: not supported. */
  insertInto?(session: Session, input: ExecutionPlan, op: InsertOp): Promise<ExecutionPlan>;
  /** A plan that deletes the rows that meet all filters and gives `count`. Default: not supported. */
  deleteFrom?(session: Session, filters: readonly Expr[]): Promise<ExecutionPlan>;
  /** A plan that changes the rows that meet all filters and gives `count`. Default: not supported. */
  update?(session: Session, assignments: readonly Assignment[], filters: readonly Expr[]): Promise<ExecutionPlan>;
  /** A plan that deletes all rows and gives `count`. Default: not supported. */
  truncate?(session: Session): Promise<ExecutionPlan>;
  /** Gives back what is kept beyond queries, when the table was dropped or replaced; it may still be scanned. Default: nothing. */
  release?(): void;
}

/** Makes tables for CREATE EXTERNAL TABLE, by the name behind STORED AS. */
export interface TableProviderFactory {
  create(session: Session, command: CreateExternalTable): Promise<TableProvider>;
}
