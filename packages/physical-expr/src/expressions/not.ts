import { DataTypes, type DataType, type Schema } from '@datafusion-ts/common';
import { not3, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { negateOrder, type PhysicalExpr } from '@datafusion-ts/expr-common';
import type { OrderProperties } from '../equivalence/sort-properties.js';
import { ExprNode } from './expr-node.js';

/** `NOT a`, null for null. */
export class NotExpr extends ExprNode {
  readonly kind = 'NotExpr';
  readonly arg: PhysicalExpr;

  constructor(arg: PhysicalExpr) {
    super();
    this.arg = arg;
  }

  dataType(): DataType {
    return DataTypes.Boolean;
  }

  nullable(input: Schema): boolean {
    return this.arg.nullable(input);
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return not3(this.arg.evaluate(batch, arena), arena);
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new NotExpr(children[0]!);
  }

  exprProperties(children: readonly OrderProperties[]): OrderProperties {
    return { sortProperties: negateOrder(children[0]!.sortProperties) };
  }

  toString(): string {
    return `NOT ${this.arg.toString()}`;
  }

  fmtSql(): string {
    return `NOT ${this.arg.fmtSql()}`;
  }
}

export const not = (arg: PhysicalExpr): PhysicalExpr => new NotExpr(arg);
