/**
 * LIKE with patterns that need no matching: NULL, `%` alone, no wildcard at all. Repeated `%` count once.
 */
import { ScalarValue } from '@datafusion-ts/common';
import { binaryExpr, caseExpr, lit, litTrue, makeExpr, type Expr, type Like } from '@datafusion-ts/expr';
import { isNullLiteral } from './expr-tests.js';
import type { SimplifyInfo } from './simplify-info.js';

/** A simpler LIKE, or undefined. */
export function simplifyLike(like: Like & Expr, info: SimplifyInfo): Expr | undefined {
  if (isNullLiteral(like.expr) || isNullLiteral(like.pattern)) return lit(ScalarValue.boolean(null));
  if (like.pattern.kind !== 'Literal' || typeof like.pattern.value.value !== 'string') return undefined;
  const { value: pattern, dataType } = like.pattern.value;
  if (typeof pattern !== 'string' || dataType.kind === 'Binary') return undefined;
  const escape = like.escapeChar ?? '\\';
  if (pattern === '%') return matchesAll(like, info);
  if (!pattern.includes(escape) && pattern.includes('%%')) {
    const shorter = new ScalarValue(dataType, pattern.replace(/%{2,}/g, '%'));
    return makeExpr({ ...like, pattern: lit(shorter) });
  }
  const plain = !like.caseInsensitive && !/[%_]/.test(pattern) && !pattern.includes(escape);
  return plain ? binaryExpr(like.expr, like.negated ? 'NotEq' : 'Eq', like.pattern) : undefined;
}

/** Every text matches; NULL gives NULL. */
function matchesAll(like: Like & Expr, info: SimplifyInfo): Expr {
  const result = lit(!like.negated);
  if (!info.nullableOf(like.expr)) return result;
  return caseExpr(like.expr.isNotNull(), [{ when: litTrue(), then: result }]);
}
