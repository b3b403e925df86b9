import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr, SortProperties } from '@datafusion-ts/expr-common';

/** What is known of an expression's values over the rows of a partition. */
export interface OrderProperties {
  readonly sortProperties: SortProperties;
  /** True when the expression maps an ordering of several columns to an ordering of itself. */
  readonly preservesLexOrdering?: boolean;
}

/** An expression that knows how its order follows from its arguments' orders. */
export interface OrderAwareExpr extends PhysicalExpr {
  exprProperties(children: readonly OrderProperties[], input: Schema): OrderProperties;
}

/** True for expressions that implement {@link OrderAwareExpr}. */
export const isOrderAware = (expr: PhysicalExpr): expr is OrderAwareExpr => 'exprProperties' in expr;
