import type { Expr } from './expr.js';
import type { Ident } from './ident.js';
import type { OrderByExpr } from './query.js';

/** A frame's edge; an absent `offset` is `UNBOUNDED`. */
export type WindowFrameBound =
  { readonly kind: 'CurrentRow' } | { readonly kind: 'Preceding' | 'Following'; readonly offset?: Expr };

/** `ROWS|RANGE|GROUPS start` or `… BETWEEN start AND end` when `endBound` is present. */
export interface WindowFrame {
  readonly units: 'Rows' | 'Range' | 'Groups';
  readonly startBound: WindowFrameBound;
  readonly endBound?: WindowFrameBound;
}

/** The inside of `OVER (…)`; `windowName` is a window it extends. */
export interface WindowSpec {
  readonly kind: 'WindowSpec';
  readonly windowName?: Ident;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderByExpr[];
  readonly windowFrame?: WindowFrame;
}

/** What follows `OVER`: a specification or the name of one. */
export type WindowType = WindowSpec | { readonly kind: 'NamedWindowReference'; readonly name: Ident };

/** One entry of a query's `WINDOW` clause. */
export interface NamedWindowDefinition {
  readonly name: Ident;
  readonly window: WindowSpec | { readonly kind: 'NamedWindowReference'; readonly name: Ident };
}
