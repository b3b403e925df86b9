import { displayScalar, InternalError, type DataType, type ScalarValue, type Schema } from '@datafusion-ts/common';
import { constantVector, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ExprNode } from './expr-node.js';

/** Where the value of an uncorrelated scalar subquery is put once it is known; one a subquery and execution plan. */
export interface ScalarSubqueryResult {
  value: ScalarValue | undefined;
}

/** Reads the value of an uncorrelated scalar subquery, computed before its consumer by `ScalarSubqueryExec`. */
export class ScalarSubqueryExpr extends ExprNode {
  readonly kind = 'ScalarSubqueryExpr';
  readonly type: DataType;
  readonly isNullable: boolean;
  readonly result: ScalarSubqueryResult;

  constructor(type: DataType, isNullable: boolean, result: ScalarSubqueryResult) {
    super();
    this.type = type;
    this.isNullable = isNullable;
    this.result = result;
  }

  dataType(): DataType {
    return this.type;
  }

  nullable(_input: Schema): boolean {
    return this.isNullable;
  }

  evaluate(batch: Batch, _arena: Arena): ColumnVector {
    if (this.result.value === undefined)
      throw new InternalError('ScalarSubqueryExpr evaluated before the subquery was executed');
    return constantVector(this.result.value, batch.rowCount);
  }

  children(): readonly PhysicalExpr[] {
    return [];
  }

  withNewChildren(): PhysicalExpr {
    return this;
  }

  protected override sameDetails(other: ExprNode): boolean {
    return other instanceof ScalarSubqueryExpr && other.result === this.result;
  }

  toString(): string {
    return `scalar_subquery(${this.result.value === undefined ? '<pending>' : displayScalar(this.result.value)})`;
  }

  fmtSql(): string {
    return '(scalar subquery)';
  }
}
