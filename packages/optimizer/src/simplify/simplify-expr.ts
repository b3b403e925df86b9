/**
 * The expression simplifier: constants are computed and identities applied, bottom-up, until nothing changes or three
 * rounds are done.
 *
 * `CAST(a AS Int64) > 1 + 2 AND true` over an Int32 `a` becomes `a > Int32(3)`.
 */
import { rewritten, unchanged, type DFSchema } from '@datafusion-ts/common';
import { transformExpr, type Expr } from '@datafusion-ts/expr';
import { coerceExpr } from '../coerce-single-expr.js';
import type { OptimizerConfig } from '../optimizer-config.js';
import { canonicalize } from './canonicalize.js';
import { foldConstants } from './fold-constant.js';
import { shortenInLists } from './simplify-in-list.js';
import { SimplifyInfo } from './simplify-info.js';
import { simplifyNode } from './simplify-node.js';

const MOST_ROUNDS = 3;

export interface SimplifyOptions {
  /** Whether operands may change places; default true. */
  readonly canonicalize?: boolean;
}

/** The simpler expression; the same object when there is nothing to simplify. Types must have been coerced. */
export function simplifyCoerced(expr: Expr, info: SimplifyInfo, options: SimplifyOptions = {}): Expr {
  return simplifyToEnd(expr, info, options).expr;
}

/** What {@link simplifyCoerced} gives, and whether it is certain that simplifying that once more would give itself. */
export function simplifyToEnd(
  expr: Expr,
  info: SimplifyInfo,
  options: SimplifyOptions = {},
): { readonly expr: Expr; readonly isSettled: boolean } {
  const inOrder = (each: Expr): Expr => (options.canonicalize === false ? each : canonicalize(each));
  let current = inOrder(expr);
  let isSettled = false;
  for (let round = 0; round < MOST_ROUNDS && !isSettled; round++) {
    const next = oneRound(current, info);
    isSettled = next === current;
    current = next;
  }
  const shortened = shortenInLists(current);
  return { expr: shortened, isSettled: isSettled && shortened === current && inOrder(current) === current };
}

function oneRound(expr: Expr, info: SimplifyInfo): Expr {
  return transformExpr(foldConstants(expr, info.config), (node) => {
    const simpler = simplifyNode(node, info);
    return simpler === node ? unchanged(node) : rewritten(simpler);
  }).node;
}

/** One expression, coerced, then simplified. */
export function simplifyExpr(expr: Expr, schema: DFSchema, config: OptimizerConfig): Expr {
  return simplifyCoerced(coerceExpr(expr, schema, config.config), new SimplifyInfo(schema, config));
}
