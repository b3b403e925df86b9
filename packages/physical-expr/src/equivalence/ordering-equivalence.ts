import type { PhysicalExpr, PhysicalSortExpr, SortOptions } from '@datafusion-ts/expr-common';
import { collapseOrdering, sameSortExpr, type LexOrdering } from '../sort-expr.js';

/**
 * Orderings that all hold for the same rows. `[a, b]` and `[c]` together say that both hold, not that `[a, b, c]` does.
 * Kept free of redundancy: no ordering is a prefix of another.
 */
export class OrderingEquivalenceClass {
  readonly orderings: readonly LexOrdering[];

  constructor(orderings: readonly LexOrdering[] = []) {
    this.orderings =
      orderings.length === 0
        ? orderings
        : removeRedundant(orderings.map(collapseOrdering).filter((ordering) => ordering.length > 0));
  }

  static readonly empty = new OrderingEquivalenceClass();

  /** True when no ordering is known. */
  get isEmpty(): boolean {
    return this.orderings.length === 0;
  }

  add(orderings: readonly LexOrdering[]): OrderingEquivalenceClass {
    return new OrderingEquivalenceClass([...this.orderings, ...orderings]);
  }

  /** All orderings one after the other, the first mention of an expression only: what EXPLAIN prints as output ordering. */
  outputOrdering(): LexOrdering | undefined {
    const keys = collapseOrdering(this.orderings.flat());
    return keys.length === 0 ? undefined : keys;
  }

  /** Every ordering followed by every one of `other` (cross product); `other` alone where this has none. */
  joinSuffix(other: OrderingEquivalenceClass): OrderingEquivalenceClass {
    if (other.orderings.length === 0) return this;
    return new OrderingEquivalenceClass(
      this.orderings.flatMap((prefix) => other.orderings.map((suffix) => [...prefix, ...suffix])),
    );
  }

  mapExprs(map: (expr: PhysicalExpr) => PhysicalExpr): OrderingEquivalenceClass {
    return new OrderingEquivalenceClass(
      this.orderings.map((ordering) => ordering.map((key) => ({ expr: map(key.expr), options: key.options }))),
    );
  }

  /** Directions in which rows are ordered by an expression in the first place. */
  leadingOptions(expr: PhysicalExpr): SortOptions | undefined {
    for (const ordering of this.orderings) if (ordering[0]!.expr.equals(expr)) return ordering[0]!.options;
    return undefined;
  }

  /** True when two orderings begin with the same expression in different directions: only constants do that. */
  isExprPartialConst(expr: PhysicalExpr): boolean {
    if (this.orderings.length < 2) return false;
    const options = this.orderings.filter((o) => o[0]!.expr.equals(expr)).map((o) => o[0]!.options);
    return options.some((option) => option.descending !== options[0]!.descending);
  }

  toString(): string {
    return `[${this.orderings.map((o) => `[${o.map((k) => k.expr.toString()).join(', ')}]`).join(', ')}]`;
  }
}

/** Drops prefixes of others, and cuts the part of an ordering that another one makes superfluous. */
function removeRedundant(orderings: readonly LexOrdering[]): readonly LexOrdering[] {
  if (orderings.length < 2) return orderings;
  const kept = [...orderings];
  const numbers = numberKeys(orderings);
  // What was compared with all others needs no second look: orderings only go or get shorter, and neither makes one of
  // those that stay a beginning, or its end the beginning, of another.
  for (let i = 0; i < kept.length;) {
    const cut = superfluousKeys(numbers, i);
    const length = numbers[i]!.length - cut;
    if (cut === 0) i++;
    else if (length === 0) {
      kept.splice(i, 1);
      numbers.splice(i, 1);
    } else {
      kept[i] = kept[i]!.slice(0, length);
      numbers[i] = numbers[i]!.slice(0, length);
    }
  }
  return kept;
}

/** How many keys at the end of an ordering the first of the others that has anything to say makes superfluous. */
function superfluousKeys(numbers: readonly (readonly number[])[], i: number): number {
  const own = numbers[i]!;
  for (let j = 0; j < numbers.length; j++) {
    if (j === i) continue;
    const cut = suffixCoveredBy(own, numbers[j]!);
    if (cut > 0) return cut;
  }
  return 0;
}

/** Length of the longest end of `ordering` that is the beginning of `other`: it holds anyway, so it adds nothing. */
function suffixCoveredBy(ordering: readonly number[], other: readonly number[]): number {
  for (let start = Math.max(0, ordering.length - other.length); start < ordering.length; start++) {
    if (ordering[start] === other[0] && beginsAt(ordering, start, other)) return ordering.length - start;
  }
  return 0;
}

/** True when `ordering` from `start` on is the beginning of `other`. */
function beginsAt(ordering: readonly number[], start: number, other: readonly number[]): boolean {
  if (ordering.length - start > other.length) return false;
  for (let i = start; i < ordering.length; i++) if (ordering[i] !== other[i - start]) return false;
  return true;
}

/** The orderings with a number for each key, the same for the same keys. */
function numberKeys(orderings: readonly LexOrdering[]): (readonly number[])[] {
  const known: PhysicalSortExpr[] = [];
  return orderings.map((ordering) =>
    ordering.map((key) => {
      let number = 0;
      while (number < known.length && !sameSortExpr(known[number]!, key)) number++;
      if (number === known.length) known.push(key);
      return number;
    }),
  );
}
