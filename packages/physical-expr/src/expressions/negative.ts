import type { DataType, Schema } from '@datafusion-ts/common';
import { negate, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { negateOrder, type PhysicalExpr } from '@datafusion-ts/expr-common';
import type { OrderProperties } from '../equivalence/sort-properties.js';
import { ExprNode } from './expr-node.js';

/** `-a`; prints as `(- a@0)`. */
export class NegativeExpr extends ExprNode {
  readonly kind = 'NegativeExpr';
  readonly arg: PhysicalExpr;

  constructor(arg: PhysicalExpr) {
    super();
    this.arg = arg;
  }

  dataType(input: Schema): DataType {
    return this.arg.dataType(input);
  }

  nullable(input: Schema): boolean {
    return this.arg.nullable(input);
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return negate(this.arg.evaluate(batch, arena), arena);
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new NegativeExpr(children[0]!);
  }

  exprProperties(children: readonly OrderProperties[]): OrderProperties {
    return { sortProperties: negateOrder(children[0]!.sortProperties) };
  }

  toString(): string {
    return `(- ${this.arg.toString()})`;
  }

  fmtSql(): string {
    return `(- ${this.arg.fmtSql()})`;
  }
}
