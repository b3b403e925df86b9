import type { ScalarValue } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/** Whether a constant of each partition is the same in all of them, and which it is when known. */
export type AcrossPartitions =
  { readonly kind: 'Heterogeneous' } | { readonly kind: 'Uniform'; readonly value?: ScalarValue };

export const HETEROGENEOUS: AcrossPartitions = { kind: 'Heterogeneous' };
export const uniform = (value?: ScalarValue): AcrossPartitions =>
  value === undefined ? { kind: 'Uniform' } : { kind: 'Uniform', value };

/** An expression with one value in all rows of a partition. */
export interface ConstExpr {
  readonly expr: PhysicalExpr;
  readonly acrossPartitions: AcrossPartitions;
}

export const constExpr = (expr: PhysicalExpr, acrossPartitions: AcrossPartitions = HETEROGENEOUS): ConstExpr => ({
  expr,
  acrossPartitions,
});

/** A literal's value as a constant of all partitions; undefined for other expressions. */
export const literalConstness = (expr: PhysicalExpr): AcrossPartitions | undefined =>
  expr.literal === undefined ? undefined : uniform(expr.literal);
