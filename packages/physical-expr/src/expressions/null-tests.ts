import { DataTypes, type DataType } from '@datafusion-ts/common';
import { isNotNullVector, isNullVector, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ExprNode } from './expr-node.js';

/** `a IS NULL`. */
export class IsNullExpr extends ExprNode {
  readonly kind = 'IsNullExpr';
  readonly arg: PhysicalExpr;

  constructor(arg: PhysicalExpr) {
    super();
    this.arg = arg;
  }

  dataType(): DataType {
    return DataTypes.Boolean;
  }

  nullable(): boolean {
    return false;
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return isNullVector(this.arg.evaluate(batch, arena), arena);
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new IsNullExpr(children[0]!);
  }

  toString(): string {
    return `${this.arg.toString()} IS NULL`;
  }

  fmtSql(): string {
    return `${this.arg.fmtSql()} IS NULL`;
  }
}

/** `a IS NOT NULL`. */
export class IsNotNullExpr extends ExprNode {
  readonly kind = 'IsNotNullExpr';
  readonly arg: PhysicalExpr;

  constructor(arg: PhysicalExpr) {
    super();
    this.arg = arg;
  }

  dataType(): DataType {
    return DataTypes.Boolean;
  }

  nullable(): boolean {
    return false;
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return isNotNullVector(this.arg.evaluate(batch, arena), arena);
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new IsNotNullExpr(children[0]!);
  }

  toString(): string {
    return `${this.arg.toString()} IS NOT NULL`;
  }

  fmtSql(): string {
    return `${this.arg.fmtSql()} IS NOT NULL`;
  }
}
