import { DataTypes, type DataType, type Schema } from '@datafusion-ts/common';
import { like, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ExprNode } from './expr-node.js';

/** `a [NOT] LIKE pattern`, `a [NOT] ILIKE pattern`. */
export class LikeExpr extends ExprNode {
  readonly kind = 'LikeExpr';
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
  readonly arg: PhysicalExpr;
  readonly pattern: PhysicalExpr;

  constructor(negated: boolean, caseInsensitive: boolean, arg: PhysicalExpr, pattern: PhysicalExpr) {
    super();
    this.negated = negated;
    this.caseInsensitive = caseInsensitive;
    this.arg = arg;
    this.pattern = pattern;
  }

  dataType(): DataType {
    return DataTypes.Boolean;
  }

  nullable(input: Schema): boolean {
    return this.arg.nullable(input) || this.pattern.nullable(input);
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    const { negated, caseInsensitive } = this;
    return like(
      this.arg.evaluate(batch, arena),
      this.pattern.evaluate(batch, arena),
      { negated, caseInsensitive },
      arena,
    );
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg, this.pattern];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new LikeExpr(this.negated, this.caseInsensitive, children[0]!, children[1]!);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return (
      other instanceof LikeExpr && other.negated === this.negated && other.caseInsensitive === this.caseInsensitive
    );
  }

  get #word(): string {
    return `${this.negated ? 'NOT ' : ''}${this.caseInsensitive ? 'ILIKE' : 'LIKE'}`;
  }

  toString(): string {
    return `${this.arg.toString()} ${this.#word} ${this.pattern.toString()}`;
  }

  fmtSql(): string {
    return `${this.arg.fmtSql()} ${this.#word} ${this.pattern.fmtSql()}`;
  }
}
