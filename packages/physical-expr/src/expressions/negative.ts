import { ArrowError, type DataType, type Schema } from '@datafusion-ts/common';
import { negate, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { negateOrder, type PhysicalExpr } from '@datafusion-ts/expr-common';
import type { OrderProperties } from '../equivalence/sort-properties.js';
import { ExprNode } from './expr-node.js';

/** The smallest integers, which have no opposite. */
const SMALLEST: Readonly<Partial<Record<DataType['kind'], bigint>>> = {
  Int8: -(2n ** 7n),
  Int16: -(2n ** 15n),
  Int32: -(2n ** 31n),
  Int64: -(2n ** 63n),
};

/** `-a`; prints as `(- a@0)`. As in DataFusion, integers of columns wrap and an overflow of literals is an error. */
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
    const value = this.arg.evaluate(batch, arena);
    if (value.encoding === 'constant' && this.arg.literal !== undefined) checkLiteral(value.value.value, value.type);
    return negate(value, arena);
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

function checkLiteral(value: unknown, { kind }: DataType): void {
  const smallest = SMALLEST[kind];
  if (smallest === undefined || (typeof value !== 'number' && typeof value !== 'bigint')) return;
  if (BigInt(value) === smallest) throw new ArrowError('Arithmetic overflow', `Overflow happened on: - ${smallest}`);
}
