import {
  displayScalar,
  field,
  sameType,
  type DataType,
  type Field,
  ScalarValue,
  type Schema,
} from '@datafusion-ts/common';
import { constantVector, sameScalar, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { SINGLETON, type PhysicalExpr } from '@datafusion-ts/expr-common';
import type { OrderProperties } from '../equivalence/sort-properties.js';

/** A constant; prints as its value. */
export class Literal implements PhysicalExpr {
  readonly kind = 'Literal';
  readonly literal: ScalarValue;
  readonly metadata: ReadonlyMap<string, string> | undefined;

  constructor(value: ScalarValue, metadata?: ReadonlyMap<string, string>) {
    this.literal = value;
    this.metadata = metadata;
  }

  dataType(_input: Schema): DataType {
    return this.literal.dataType;
  }

  nullable(_input: Schema): boolean {
    return this.literal.isNull;
  }

  returnField(_input: Schema): Field {
    return field('lit', this.literal.dataType, this.literal.isNull, this.metadata);
  }

  evaluate(batch: Batch, _arena: Arena): ColumnVector {
    return constantVector(this.literal, batch.rowCount);
  }

  children(): readonly PhysicalExpr[] {
    return [];
  }

  withNewChildren(): PhysicalExpr {
    return this;
  }

  get hash(): number {
    const { value } = this.literal;
    if (typeof value === 'number') return value | 0;
    if (typeof value === 'bigint') return Number(BigInt.asIntN(32, value));
    return typeof value === 'string' ? value.length : 0;
  }

  equals(other: PhysicalExpr): boolean {
    if (this === other) return true;
    if (!(other instanceof Literal)) return false;
    return sameType(this.literal.dataType, other.literal.dataType) && sameScalar(this.literal, other.literal);
  }

  exprProperties(): OrderProperties {
    return { sortProperties: SINGLETON, preservesLexOrdering: true };
  }

  toString(): string {
    return displayScalar(this.literal);
  }

  fmtSql(): string {
    return this.toString();
  }
}

/** A literal of a scalar, a boolean, a string, a bigint (Int64) or a number (Float64). */
export function lit(value: ScalarValue | boolean | string | bigint | number): Literal {
  if (value instanceof ScalarValue) return new Literal(value);
  switch (typeof value) {
    case 'boolean':
      return new Literal(ScalarValue.boolean(value));
    case 'string':
      return new Literal(ScalarValue.utf8(value));
    case 'bigint':
      return new Literal(ScalarValue.int64(value));
    case 'number':
      return new Literal(ScalarValue.float64(value));
  }
}
