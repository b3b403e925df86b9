import type { DataType, Field, ScalarValue, Schema } from '@datafusion-ts/common';
import type { Arena, Batch, ColumnVector } from '@datafusion-ts/compute';

/** An expression bound to the columns of its input, ready to be evaluated batch by batch. Immutable. */
export interface PhysicalExpr {
  /** Discriminates implementations: `Column`, `Literal`, `BinaryExpr`, `CaseExpr`, `ScalarFunctionExpr` … */
  readonly kind: string;
  dataType(input: Schema): DataType;
  nullable(input: Schema): boolean;
  /** The field this expression gives: name, type, nullability, metadata. */
  returnField(input: Schema): Field;
  /**
   * The value for each of the batch's `rowCount` rows (selected rows only), in memory of `arena` or of the batch itself.
   * Constants come as ConstantVector. Errors are raised for selected rows only.
   */
  evaluate(batch: Batch, arena: Arena): ColumnVector;
  children(): readonly PhysicalExpr[];
  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr;
  equals(other: PhysicalExpr): boolean;
  /** A number that equal expressions have in common and others mostly have not. Default: not known. */
  readonly hash?: number;
  /** Text as EXPLAIN prints it, e.g. `a@0 + 1`. */
  toString(): string;
  /** SQL-like text as tree-format EXPLAIN prints it, e.g. `a + 1`. */
  fmtSql(): string;
  /** Present on literals: the value. */
  readonly literal?: ScalarValue;
  /** True when evaluation on equal inputs may differ (random, now is folded). */
  readonly volatile?: boolean;
}

/** Direction and place of nulls. */
export interface SortOptions {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** One key of an ordering; prints as `a@0 ASC NULLS LAST` (see physical-expr). */
export interface PhysicalSortExpr {
  readonly expr: PhysicalExpr;
  readonly options: SortOptions;
}
