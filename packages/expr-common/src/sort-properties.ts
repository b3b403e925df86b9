/** How the values of an expression are ordered, and how operators pass that on. */
import type { Interval } from './interval/interval.js';
import type { SortOptions } from './physical-expr.js';

/** Ordered in a direction, not known to be ordered, or the same value everywhere. */
export type SortProperties =
  | { readonly kind: 'Ordered'; readonly options: SortOptions }
  | { readonly kind: 'Unordered' }
  | { readonly kind: 'Singleton' };

/** What is known about the values of an expression. */
export interface ExprProperties {
  readonly sortProperties: SortProperties;
  readonly range: Interval;
  /** True when order by the inputs implies order by the expression, ties included. */
  readonly preservesLexOrdering: boolean;
}

export const UNORDERED: SortProperties = Object.freeze({ kind: 'Unordered' });
export const SINGLETON: SortProperties = Object.freeze({ kind: 'Singleton' });
export const ordered = (options: SortOptions): SortProperties => ({ kind: 'Ordered', options });

const reversed = (options: SortOptions): SortProperties => ordered({ ...options, descending: !options.descending });

const merged = (a: SortOptions, b: SortOptions): SortProperties =>
  ordered({ descending: a.descending, nullsFirst: a.nullsFirst || b.nullsFirst });

/** Order of `a + b`. */
export function addOrder(a: SortProperties, b: SortProperties): SortProperties {
  if (a.kind === 'Singleton') return b;
  if (b.kind === 'Singleton') return a;
  if (a.kind === 'Unordered' || b.kind === 'Unordered') return UNORDERED;
  return a.options.descending === b.options.descending ? merged(a.options, b.options) : UNORDERED;
}

/** Order of `a - b`. */
export function subtractOrder(a: SortProperties, b: SortProperties): SortProperties {
  if (b.kind === 'Singleton') return a;
  if (b.kind === 'Unordered') return UNORDERED;
  if (a.kind === 'Singleton') return reversed(b.options);
  if (a.kind === 'Unordered') return UNORDERED;
  return a.options.descending === b.options.descending ? UNORDERED : merged(a.options, b.options);
}

/** Order of `a > b` and `a >= b`; swap the operands for `<` and `<=`. */
export function greaterOrder(a: SortProperties, b: SortProperties): SortProperties {
  if (b.kind === 'Singleton') return a;
  if (b.kind === 'Unordered') return UNORDERED;
  if (a.kind === 'Singleton') return reversed(b.options);
  if (a.kind === 'Unordered') return UNORDERED;
  return a.options.descending === b.options.descending ? UNORDERED : a;
}

/** Order of `a AND b` and `a OR b`. */
export function logicOrder(a: SortProperties, b: SortProperties): SortProperties {
  return addOrder(a, b);
}

/** Order of `-a`. */
export const negateOrder = (a: SortProperties): SortProperties => (a.kind === 'Ordered' ? reversed(a.options) : a);

/** Order of a function that is monotone in one argument: kept when increasing, turned round when decreasing. */
export const monotoneOrder = (argument: SortProperties, increasing: boolean): SortProperties =>
  increasing ? argument : negateOrder(argument);

/** `ASC NULLS LAST` and the like, as EXPLAIN prints sort keys. */
export const displaySortOptions = ({ descending, nullsFirst }: SortOptions): string =>
  `${descending ? 'DESC' : 'ASC'}${nullsFirst ? '' : ' NULLS LAST'}`;
