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
  /** The type found last: batches of a stream share their schema. */
  #typed: { readonly schema: Schema; readonly dataType: DataType } | undefined;

  constructor(left: PhysicalExpr, op: Operator, right: PhysicalExpr) {
    super();
    this.left = left;
    this.op = op;
    this.right = right;
  }

  dataType(input: Schema): DataType {
    if (this.#typed?.schema === input) return this.#typed.dataType;
    const { operations, leftmost } = this.#chain((node) => node.#typed?.schema === input);
    let left = leftmost.dataType(input);
    for (let i = operations.length - 1; i >= 0; i--) {
      const node = operations[i]!;
      left = getResultType(left, node.op, node.right.dataType(input));
      node.#typed = { schema: input, dataType: left };
    }
    return left;
  }

  nullable(input: Schema): boolean {
    if (this.#isNeverNull()) return false;
    const { operations, leftmost } = this.#chain((node) => node.#isNeverNull());
    return leftmost.nullable(input) || operations.some((node) => node.right.nullable(input));
  }

  #isNeverNull(): boolean {
    return this.op === 'IsDistinctFrom' || this.op === 'IsNotDistinctFrom';
  }

  /**
   * This operation, the one at its left and so on; `leftmost` is the first that is no binary operation or satisfies `ends`.
   * Chains are thousands of operations long in generated queries, so they are followed by loops.
   */
  #chain(ends: (node: BinaryExpr) => boolean): { operations: readonly BinaryExpr[]; leftmost: PhysicalExpr } {
    const operations: BinaryExpr[] = [this];
    let leftmost = this.left;
    for (; leftmost instanceof BinaryExpr && !ends(leftmost); leftmost = leftmost.left) operations.push(leftmost);
    return { operations, leftmost };
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    const { operations, leftmost } = this.#chain(() => false);
    let left = leftmost.evaluate(batch, arena);
    for (let i = operations.length - 1; i >= 0; i--) left = operations[i]!.#evaluateOver(left, batch, arena);
    return left;
  }

  #evaluateOver(left: ColumnVector, batch: Batch, arena: Arena): ColumnVector {
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

  protected override ownHash(): number {
    return this.op.length;
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
    const { operations, leftmost } = this.#chain(() => false);
    let left = text(leftmost);
    for (let i = operations.length - 1; i >= 0; i--) {
      const { op, right } = operations[i]!;
      left = `${left} ${operatorText(op)} ${within(right, op, text(right))}`;
      const outer = operations[i - 1];
      if (outer !== undefined) left = within(operations[i]!, outer.op, left);
    }
    return left;
  }

  toString(): string {
    return this.#text(String);
  }

  fmtSql(): string {
    return this.#text((expr) => expr.fmtSql());
  }
}

/** The text of an operand of `op`, in parentheses where its own operator binds less tightly. */
function within(operand: PhysicalExpr, op: Operator, text: string): string {
  if (!(operand instanceof BinaryExpr)) return text;
  const own = operatorPrecedence(operand.op);
  return own === 0 || own < operatorPrecedence(op) ? `(${text})` : text;
}

/** A constant NULL of no type as a boolean one. */
function asBoolean(vector: ColumnVector): ColumnVector {
  if (vector.type.kind !== 'Null') return vector;
  return nullVector(DataTypes.Boolean, vector.length);
}

/** `left op right`. */
export const binary = (left: PhysicalExpr, op: Operator, right: PhysicalExpr): BinaryExpr =>
  new BinaryExpr(left, op, right);
