import { field, type DataType, type Field, type Schema } from '@datafusion-ts/common';
import type { Arena, Batch, ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/** What expressions have in common: the field made of their text, and equality by kind, children and own details. */
export abstract class ExprNode implements PhysicalExpr {
  abstract readonly kind: string;
  #hash: number | undefined;
  abstract dataType(input: Schema): DataType;
  abstract nullable(input: Schema): boolean;
  abstract evaluate(batch: Batch, arena: Arena): ColumnVector;
  abstract children(): readonly PhysicalExpr[];
  abstract withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr;
  abstract fmtSql(): string;
  abstract toString(): string;

  /** A field named by the expression's text. */
  returnField(input: Schema): Field {
    return field(this.toString(), this.dataType(input), this.nullable(input));
  }

  /** Of the kind, the first two levels of arguments, and what {@link ownHash} adds. */
  get hash(): number {
    return (this.#hash ??= this.#hashTo(2));
  }

  #hashTo(depth: number): number {
    // Who compares in another way than by kind, arguments and details may be equal to anything.
    if (this.equals !== ExprNode.prototype.equals) return 0;
    let hash = Math.imul(this.kind.length, 31) + this.ownHash();
    const children = this.children();
    for (let i = 0; i < children.length; i++) {
      const child = children[i]!;
      const inner = child instanceof ExprNode ? (depth === 0 ? 0 : child.#hashTo(depth - 1)) : (child.hash ?? 0);
      hash = (Math.imul(hash, 31) + inner) | 0;
    }
    return hash;
  }

  /** A number that {@link sameDetails} goes with. */
  protected ownHash(): number {
    return 0;
  }

  equals(other: PhysicalExpr): boolean {
    if (this === other) return true;
    if (ExprNode.#differs(this, other)) return false;
    const [left, right] = [this.children(), other.children()];
    if (left.length !== right.length) return false;
    // Most that differ do so near the top: many expressions of one form are told apart without a list.
    for (let i = 0; i < left.length; i++) if (ExprNode.#differs(left[i]!, right[i]!)) return false;
    return left.length === 0 || this.#equalsDeep(other);
  }

  #equalsDeep(other: PhysicalExpr): boolean {
    const pending: [PhysicalExpr, PhysicalExpr][] = [[this, other]];
    for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
      const [a, b] = pair;
      if (a === b) continue;
      if (!(a instanceof ExprNode) || a.equals !== ExprNode.prototype.equals) {
        if (!a.equals(b)) return false;
        continue;
      }
      if (!(b instanceof ExprNode) || a.kind !== b.kind || !a.sameDetails(b)) return false;
      const [left, right] = [a.children(), b.children()];
      if (left.length !== right.length) return false;
      for (let i = left.length - 1; i >= 0; i--) pending.push([left[i]!, right[i]!]);
    }
    return true;
  }

  /** Whether what is not a child agrees; `other` has the same kind. */
  protected sameDetails(_other: ExprNode): boolean {
    return true;
  }

  /** Whether two expressions of this class's equality differ in themselves, whatever their children are. */
  static #differs(a: PhysicalExpr, b: PhysicalExpr): boolean {
    if (a === b || !(a instanceof ExprNode) || a.equals !== ExprNode.prototype.equals) return false;
    return !(b instanceof ExprNode) || a.kind !== b.kind || !a.sameDetails(b);
  }
}
