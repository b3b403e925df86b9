/**
 * CASE with conditions that are known, and CASE that computes a truth value.
 *
 * Branches of `WHEN false` go; a `WHEN true` becomes the ELSE. `CASE WHEN x THEN true ELSE false END` is
 * `x IS NOT DISTINCT FROM true`: a condition that is NULL does not hold.
 */
import { ScalarValue } from '@datafusion-ts/common';
import {
  and,
  binaryExpr,
  caseExpr,
  lit,
  litFalse,
  litTrue,
  not,
  or,
  type Case,
  type Expr,
  type ExprOf,
} from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';
import { booleanOf } from './expr-tests.js';
import type { SimplifyInfo } from './simplify-info.js';

/** More branches make the boolean form longer than the CASE. */
const MOST_BOOLEAN_BRANCHES = 3;

/** A simpler CASE, or undefined. */
export function simplifyCase(expr: ExprOf<'Case'>, info: SimplifyInfo): Expr | undefined {
  if (expr.expr !== undefined || expr.whenThen.length === 0) return undefined;
  if (expr.whenThen.some(({ when }) => booleanOf(when) !== undefined)) return withoutKnownBranches(expr, info);
  if (!info.isBoolean(expr.whenThen[0]!.then)) return undefined;
  const truths = expr.whenThen.map(({ then }) => booleanOf(then));
  const allKnown = truths.every((truth) => truth !== undefined);
  const few =
    expr.whenThen.length < MOST_BOOLEAN_BRANCHES || (allKnown && truths.filter(Boolean).length < MOST_BOOLEAN_BRANCHES);
  return few ? asBooleanExpr(expr, info) : undefined;
}

function withoutKnownBranches(expr: Case, info: SimplifyInfo): Expr {
  const kept: { when: Expr; then: Expr }[] = [];
  let { elseExpr } = expr;
  for (const { when, then } of expr.whenThen) {
    const truth = booleanOf(when);
    if (truth === false) continue;
    if (truth === true) {
      elseExpr = then;
      break;
    }
    kept.push({ when, then });
  }
  if (kept.length > 0) return caseExpr(undefined, kept, elseExpr);
  return elseExpr ?? lit(ScalarValue.null(info.dataTypeOf(expr.whenThen[0]!.then)));
}

/** `(x AND a) OR (NOT x AND y AND b) OR (NOT (x OR y) AND c)`. */
function asBooleanExpr(expr: Case, info: SimplifyInfo): Expr {
  let result = litFalse();
  let earlier = litFalse();
  for (const { when, then } of expr.whenThen) {
    const holds = info.nullableOf(when) ? binaryExpr(when, 'IsNotDistinctFrom', litTrue()) : when;
    result = or(result, and(and(holds, not(earlier)), then));
    earlier = or(earlier, holds);
  }
  const otherwise = expr.elseExpr ?? lit(ScalarValue.boolean(null));
  return or(result, and(not(earlier), otherwise));
}

/** `CASE WHEN x THEN 'a' ELSE 'b' END = 'a'` with the comparison inside; undefined when not all results are literals. */
export function compareInsideCase(left: Expr, op: Operator, right: Expr): Expr | undefined {
  if (op !== 'Eq' && op !== 'NotEq') return undefined;
  if (isCaseOfLiterals(left) && right.kind === 'Literal')
    return mapResults(left, (result) => binaryExpr(result, op, right));
  if (isCaseOfLiterals(right) && left.kind === 'Literal')
    return mapResults(right, (result) => binaryExpr(left, op, result));
  return undefined;
}

const isCaseOfLiterals = (expr: Expr): expr is ExprOf<'Case'> =>
  expr.kind === 'Case' &&
  expr.expr === undefined &&
  expr.whenThen.every(({ then }) => then.kind === 'Literal') &&
  (expr.elseExpr === undefined || expr.elseExpr.kind === 'Literal');

function mapResults(expr: Case, change: (result: Expr) => Expr): Expr {
  const whenThen = expr.whenThen.map(({ when, then }) => ({ when, then: change(then) }));
  return caseExpr(undefined, whenThen, expr.elseExpr === undefined ? undefined : change(expr.elseExpr));
}
