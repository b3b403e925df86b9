import { DataTypes, InternalError, type DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ExprNode } from './expr-node.js';

/** A place holder in expression trees that are matched and never evaluated. */
export class NoOp extends ExprNode {
  readonly kind = 'NoOp';

  dataType(): DataType {
    return DataTypes.Null;
  }
  nullable(): boolean {
    return true;
  }
  evaluate(): ColumnVector {
    throw new InternalError('NoOp::evaluate() should not be called');
  }
  children(): readonly PhysicalExpr[] {
    return [];
  }
  withNewChildren(): PhysicalExpr {
    return this;
  }
  toString(): string {
    return 'NoOp';
  }
  fmtSql(): string {
    return 'NoOp';
  }
}

/** A column that a projection dropped but an ordering or partitioning still speaks of; equals nothing. */
export class UnKnownColumn extends ExprNode {
  readonly kind = 'UnKnownColumn';
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  dataType(): DataType {
    return DataTypes.Null;
  }
  nullable(): boolean {
    return true;
  }
  evaluate(): ColumnVector {
    throw new InternalError('UnKnownColumn::evaluate() should not be called');
  }
  children(): readonly PhysicalExpr[] {
    return [];
  }
  withNewChildren(): PhysicalExpr {
    return this;
  }
  override equals(): boolean {
    return false;
  }
  toString(): string {
    return this.name;
  }
  fmtSql(): string {
    return this.name;
  }
}
