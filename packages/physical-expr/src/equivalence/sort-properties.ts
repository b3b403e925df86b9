import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr, SortOptions } from '@datafusion-ts/expr-common';

/**
 * How the values of an expression run over the rows of a partition: in order, all the same, or anyhow. Expressions
 * combine those of their arguments, so that `a + 1` is known to be ordered when `a` is.
 */
export type SortProperties =
  | { readonly kind: 'Ordered'; readonly options: SortOptions }
  | { readonly kind: 'Singleton' }
  | { readonly kind: 'Unordered' };

export const UNORDERED: SortProperties = { kind: 'Unordered' };
export const SINGLETON: SortProperties = { kind: 'Singleton' };
export const ordered = (options: SortOptions): SortProperties => ({ kind: 'Ordered', options });

/** What is known of an expression's values. */
export interface ExprProperties {
  readonly sortProperties: SortProperties;
  /** True when the expression maps an ordering of several columns to an ordering of itself. */
  readonly preservesLexOrdering?: boolean;
}

/** An expression that knows how its order follows from its arguments' orders. */
export interface OrderAwareExpr extends PhysicalExpr {
  exprProperties(children: readonly ExprProperties[], input: Schema): ExprProperties;
}

/** True for expressions that implement {@link OrderAwareExpr}. */
export const isOrderAware = (expr: PhysicalExpr): expr is OrderAwareExpr => 'exprProperties' in expr;

/** Order of a sum: both run the same way, or one does not move. */
export function addSortProperties(a: SortProperties, b: SortProperties): SortProperties {
  if (a.kind === 'Singleton') return b;
  if (b.kind === 'Singleton') return a;
  if (a.kind === 'Unordered' || b.kind === 'Unordered') return UNORDERED;
  if (a.options.descending !== b.options.descending) return UNORDERED;
  return ordered({ descending: a.options.descending, nullsFirst: a.options.nullsFirst || b.options.nullsFirst });
}

/** Order of a difference. */
export function subSortProperties(a: SortProperties, b: SortProperties): SortProperties {
  if (a.kind === 'Singleton' && b.kind === 'Ordered') return ordered(withDirection(b.options, !b.options.descending));
  if (a.kind === 'Ordered' && b.kind === 'Ordered') {
    return a.options.descending === b.options.descending
      ? UNORDERED
      : ordered({ descending: a.options.descending, nullsFirst: a.options.nullsFirst || b.options.nullsFirst });
  }
  return addSortProperties(a, b);
}

/** Order of `a > b` and `a >= b` (booleans: false before true). */
export function greaterSortProperties(a: SortProperties, b: SortProperties): SortProperties {
  if (a.kind === 'Singleton' && b.kind === 'Singleton') return SINGLETON;
  if (a.kind === 'Singleton' && b.kind === 'Ordered') return ordered(withDirection(b.options, !b.options.descending));
  if (a.kind === 'Ordered' && b.kind === 'Singleton') return a;
  if (a.kind === 'Ordered' && b.kind === 'Ordered' && a.options.descending !== b.options.descending) return a;
  return UNORDERED;
}

/** Order of AND and OR. */
export function logicalSortProperties(a: SortProperties, b: SortProperties): SortProperties {
  if (a.kind === 'Ordered' && b.kind === 'Ordered' && a.options.descending === b.options.descending) {
    return ordered({ descending: a.options.descending, nullsFirst: a.options.nullsFirst || b.options.nullsFirst });
  }
  if (a.kind === 'Ordered' && b.kind === 'Singleton') return a;
  if (a.kind === 'Singleton' && b.kind === 'Ordered') return b;
  return a.kind === 'Singleton' && b.kind === 'Singleton' ? SINGLETON : UNORDERED;
}

/** Order of `-a` and `NOT a`. */
export const negateSortProperties = (a: SortProperties): SortProperties =>
  a.kind === 'Ordered' ? ordered(withDirection(a.options, !a.options.descending)) : a;

const withDirection = (options: SortOptions, descending: boolean): SortOptions => ({ ...options, descending });
