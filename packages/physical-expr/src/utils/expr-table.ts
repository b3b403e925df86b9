import type { PhysicalExpr } from '@datafusion-ts/expr-common';

interface Entry<T> {
  readonly expr: PhysicalExpr;
  readonly value: T;
  readonly next: Entry<T> | undefined;
}

/** Values by expressions, found by {@link PhysicalExpr.hash}: for lists that are too long to compare with each in turn. */
export class ExprTable<T> {
  readonly #byHash = new Map<number, Entry<T>>();
  /** Expressions without a hash may be equal to any. */
  #unhashed: Entry<T> | undefined;

  /** Adds an expression that is not there yet. */
  add(expr: PhysicalExpr, value: T): void {
    const { hash } = expr;
    if (hash === undefined) this.#unhashed = { expr, value, next: this.#unhashed };
    else this.#byHash.set(hash, { expr, value, next: this.#byHash.get(hash) });
  }

  /** The value of the expression that equals `expr`. */
  get(expr: PhysicalExpr): T | undefined {
    const { hash } = expr;
    if (hash === undefined) return this.#search(expr);
    return (findIn(this.#byHash.get(hash), expr) ?? findIn(this.#unhashed, expr))?.value;
  }

  #search(expr: PhysicalExpr): T | undefined {
    for (const entries of this.#byHash.values()) {
      const found = findIn(entries, expr);
      if (found !== undefined) return found.value;
    }
    return findIn(this.#unhashed, expr)?.value;
  }
}

function findIn<T>(entries: Entry<T> | undefined, expr: PhysicalExpr): Entry<T> | undefined {
  for (let entry = entries; entry !== undefined; entry = entry.next) {
    if (entry.expr === expr || entry.expr.equals(expr)) return entry;
  }
  return undefined;
}
