import type { PhysicalExpr, SortOptions } from '@datafusion-ts/expr-common';
import { collapseOrdering, isOrderingPrefix, sameSortExpr, type LexOrdering } from '../sort-expr.js';

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
    return this.orderings.find((ordering) => ordering[0]!.expr.equals(expr))?.[0]!.options;
  }

  /** True when two orderings begin with the same expression in different directions: only constants do that. */
  isExprPartialConst(expr: PhysicalExpr): boolean {
    const options = this.orderings.filter((o) => o[0]!.expr.equals(expr)).map((o) => o[0]!.options);
    return options.some((option) => option.descending !== options[0]!.descending);
  }

  toString(): string {
    return `[${this.orderings.map((o) => `[${o.map((k) => k.expr.toString()).join(', ')}]`).join(', ')}]`;
  }
}

/** Drops prefixes of others, and cuts the part of an ordering that another one makes superfluous. */
function removeRedundant(orderings: readonly LexOrdering[]): readonly LexOrdering[] {
  const kept: LexOrdering[] = [...orderings];
  for (let changed = true; changed;) {
    changed = false;
    for (let i = 0; i < kept.length && !changed; i++) {
      for (let j = 0; j < kept.length && !changed; j++) {
        if (i === j) continue;
        changed = simplifyPair(kept, i, j);
      }
    }
  }
  return kept;
}

function simplifyPair(kept: LexOrdering[], i: number, j: number): boolean {
  if (isOrderingPrefix(kept[i]!, kept[j]!)) {
    kept.splice(i, 1);
    return true;
  }
  const cut = suffixCoveredBy(kept[i]!, kept[j]!);
  if (cut === 0) return false;
  const shorter = kept[i]!.slice(0, kept[i]!.length - cut);
  if (shorter.length === 0) kept.splice(i, 1);
  else kept[i] = shorter;
  return true;
}

/** Length of the longest end of `ordering` that is the beginning of `other`: it holds anyway, so it adds nothing. */
function suffixCoveredBy(ordering: LexOrdering, other: LexOrdering): number {
  for (let length = Math.min(ordering.length, other.length); length > 0; length--) {
    const start = ordering.length - length;
    let same = 0;
    while (same < length && sameSortExpr(ordering[start + same]!, other[same]!)) same++;
    if (same === length) return length;
  }
  return 0;
}
