import { PlanError } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import type { Limit } from './logical-plan.js';

/** A literal row count of LIMIT or OFFSET: a number, null for a NULL literal, undefined for any other expression. */
export function literalLimit(expr: Expr): number | null | undefined {
  if (expr.kind !== 'Literal' || expr.value.dataType.kind !== 'Int64') return undefined;
  return expr.value.isNull ? null : Number(expr.value.value);
}

/** What is known of a limit's skip before execution: rows, or undefined when it is computed. Negative is an PlanError. */
export function skipOf(limit: Limit): number | undefined {
  if (limit.skip === undefined) return 0;
  const skip = literalLimit(limit.skip);
  if (skip === undefined) return undefined;
  if (skip !== null && skip < 0) throw new PlanError(`OFFSET must be >=0, '${skip}' was provided`);
  return skip ?? 0;
}

/** What is known of a limit's fetch before execution: rows, null for all, or undefined when it is computed. */
export function fetchOf(limit: Limit): number | null | undefined {
  if (limit.fetch === undefined) return null;
  const fetch = literalLimit(limit.fetch);
  if (typeof fetch === 'number' && fetch < 0) throw new PlanError(`LIMIT must be >= 0, '${fetch}' was provided`);
  return fetch;
}
