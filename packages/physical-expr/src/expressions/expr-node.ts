import { field, type DataType, type Field, type Schema } from '@datafusion-ts/common';
import type { Arena, Batch, ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { equalExprs } from '../utils/expr-lists.js';

/** What expressions have in common: the field made of their text, and equality by kind, children and own details. */
export abstract class ExprNode implements PhysicalExpr {
  abstract readonly kind: string;
  abstract dataType(input: Schema): DataType;
  abstract nullable(input: Schema): boolean;
  abstract evaluate(batch: Batch, arena: Arena): ColumnVector;
  abstract children(): readonly PhysicalExpr[];
  abstract withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr;
  abstract fmtSql(): string;
  abstract toString(): string;

  /** A field named by the expression's text. */
  returnField(input: Schema): Field {
    return field(this.toString(), this.dataType(input), this.nullable(input));
  }

  equals(other: PhysicalExpr): boolean {
    return (
      this === other ||
      (other instanceof ExprNode &&
        other.kind === this.kind &&
        this.sameDetails(other) &&
        equalExprs(this.children(), other.children()))
    );
  }

  /** Whether what is not a child agrees; `other` has the same kind. */
  protected sameDetails(_other: ExprNode): boolean {
    return true;
  }
}
