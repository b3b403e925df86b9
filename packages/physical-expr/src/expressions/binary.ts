import { DataTypes, type DataType, type Schema } from '@datafusion-ts/common';
import { and3, flatten, nullVector, or3, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { operatorPrecedence, operatorText } from '@datafusion-ts/expr';
import {
  addOrder,
  getResultType,
  greaterOrder,
  logicOrder,
  subtractOrder,
  UNORDERED,
  type Operator,
  type PhysicalExpr,
} from '@datafusion-ts/expr-common';
import type { OrderProperties } from '../equivalence/sort-properties.js';
import { evaluateBinary } from './binary-kernels.js';
import { ExprNode } from './expr-node.js';
import { countTruth, narrow, rowsNotFalse, scatterBoolean } from './narrowing.js';

/** AND narrows its right side when at most this share of rows is left. */
const NARROW_BELOW = 0.2;

/**
 * `left op right`, operands of coerced types.
 *
 * AND and OR look at their left side first: when it decides every row, the right side is not evaluated at all; when it
 * leaves few rows open, the right side is evaluated on those only.
 */
export class BinaryExpr extends ExprNode {
  readonly kind = 'BinaryExpr';
  readonly left: PhysicalExpr;
  readonly op: Operator;
  readonly right: PhysicalExpr;

  constructor(left: PhysicalExpr, op: Operator, right: PhysicalExpr) {
    super();
    this.left = left;
    this.op = op;
    this.right = right;
  }

  dataType(input: Schema): DataType {
    return getResultType(this.left.dataType(input), this.op, this.right.dataType(input));
  }

  nullable(input: Schema): boolean {
    if (this.op === 'IsDistinctFrom' || this.op === 'IsNotDistinctFrom') return false;
    return this.left.nullable(input) || this.right.nullable(input);
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    const left = this.left.evaluate(batch, arena);
    if (this.op === 'And' || this.op === 'Or') return this.#logical(this.op, left, batch, arena);
    const right = this.right.evaluate(batch, arena);
    return evaluateBinary(this.op, left, right, this.dataType(batch.schema), arena);
  }

  #logical(op: 'And' | 'Or', left: ColumnVector, batch: Batch, arena: Arena): ColumnVector {
    const decided = op === 'Or';
    const combine = op === 'And' ? and3 : or3;
    if (left.encoding === 'constant') {
      if (left.value.value === decided) return left;
      const right = this.right.evaluate(batch, arena);
      return left.value.isNull ? combine(asBoolean(left), asBoolean(right), arena) : right;
    }
    const flat = flatten(left, arena);
    const { trueCount, falseCount, nullCount } = countTruth(flat, arena);
    if ((decided ? trueCount : falseCount) === flat.length) return left;
    const open = flat.length - (decided ? trueCount : falseCount);
    if (op === 'And' && nullCount === 0 && open <= flat.length * NARROW_BELOW) {
      const chosen = rowsNotFalse(flat, arena);
      const right = asBoolean(this.right.evaluate(narrow(batch, chosen, arena), arena));
      return scatterBoolean(right, chosen, batch.rowCount, decided, arena);
    }
    return combine(flat, asBoolean(this.right.evaluate(batch, arena)), arena);
  }

  children(): readonly PhysicalExpr[] {
    return [this.left, this.right];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new BinaryExpr(children[0]!, this.op, children[1]!);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return other instanceof BinaryExpr && other.op === this.op;
  }

  exprProperties(children: readonly OrderProperties[]): OrderProperties {
    const [left, right] = [children[0]!.sortProperties, children[1]!.sortProperties];
    switch (this.op) {
      case 'Plus':
        return { sortProperties: addOrder(left, right) };
      case 'Minus':
        return { sortProperties: subtractOrder(left, right) };
      case 'Gt':
      case 'GtEq':
        return { sortProperties: greaterOrder(left, right) };
      case 'Lt':
      case 'LtEq':
        return { sortProperties: greaterOrder(right, left) };
      case 'And':
      case 'Or':
        return { sortProperties: logicOrder(left, right) };
      default:
        return { sortProperties: UNORDERED };
    }
  }

  #text(text: (expr: PhysicalExpr) => string): string {
    const precedence = operatorPrecedence(this.op);
    const operand = (expr: PhysicalExpr): string => {
      if (!(expr instanceof BinaryExpr)) return text(expr);
      const own = operatorPrecedence(expr.op);
      return own === 0 || own < precedence ? `(${text(expr)})` : text(expr);
    };
    return `${operand(this.left)} ${operatorText(this.op)} ${operand(this.right)}`;
  }

  toString(): string {
    return this.#text(String);
  }

  fmtSql(): string {
    return this.#text((expr) => expr.fmtSql());
  }
}

/** A constant NULL of no type as a boolean one. */
function asBoolean(vector: ColumnVector): ColumnVector {
  if (vector.type.kind !== 'Null') return vector;
  return nullVector(DataTypes.Boolean, vector.length);
}

/** `left op right`. */
export const binary = (left: PhysicalExpr, op: Operator, right: PhysicalExpr): BinaryExpr =>
  new BinaryExpr(left, op, right);
