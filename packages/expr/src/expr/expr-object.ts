import type { Column, DFSchema } from '@datafusion-ts/common';
import type { Expr, ExprNode } from './expr.js';

/**
 * What was found out about an expression, so that it is found out once: planning asks for the same nodes hundreds of
 * times. Kept on the node itself, as nodes never change; out of sight, so that copies by spread start anew.
 */
export interface ExprFacts {
  /** See `exprKinds`; 0 when not known. */
  kinds: number;
  /** See `exprKey`. */
  key: string | undefined;
  /** See `schemaName`. */
  schemaName: string | undefined;
  /** See `exprToColumns`. */
  columns: readonly Column[] | undefined;
  /** See `exprTypeOf`: the type and the schema it was asked for last. */
  typeSchema: DFSchema | undefined;
  type: unknown;
}

/** The class of all expressions. Its prototype gets the fluent methods in `make-expr.ts`. */
export class ExprObject {
  #facts: ExprFacts | undefined = undefined;

  /** A frozen node with the members of a plain one. */
  constructor(node: ExprNode) {
    Object.assign(this, node);
    Object.freeze(this);
  }

  /** True for objects of this class, whatever their prototype says. */
  static is(value: object): boolean {
    return #facts in value;
  }

  /** The notes on an expression. */
  static factsOf(expr: object): ExprFacts {
    if (#facts in expr) return (expr.#facts ??= noFacts());
    let facts = factsOfSpread.get(expr);
    if (facts === undefined) factsOfSpread.set(expr, (facts = noFacts()));
    return facts;
  }
}

/** Notes on nodes made by object spread, which rules of users may leave without `makeExpr`. */
const factsOfSpread = new WeakMap<object, ExprFacts>();

const noFacts = (): ExprFacts => ({
  kinds: 0,
  key: undefined,
  schemaName: undefined,
  columns: undefined,
  typeSchema: undefined,
  type: undefined,
});

/** The notes on an expression. */
export const factsOf: (expr: Expr) => ExprFacts = ExprObject.factsOf;
