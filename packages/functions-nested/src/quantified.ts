import { PlanError, ScalarValue } from '@datafusion-ts/common';
import { caseExpr, type Expr, isNullExpr, lit, makeExpr, or, type RawBinaryExpr } from '@datafusion-ts/expr';

/**
 * `x op ANY (array)` and `x op ALL (array)` in terms of the array's least and greatest elements, with SQL's three values: a
 * NULL element makes the answer unknown unless the other elements decide it.
 *
 *   x > ANY (a)   →   CASE WHEN array_min(a) IS NOT NULL THEN array_min(a) < x WHEN a IS NOT NULL THEN false ELSE NULL END
 */

/** Makes a call of a function by name. */
type Call = (name: string, ...args: readonly Expr[]) => Expr;

const NULL_BOOLEAN = (): Expr => lit(ScalarValue.boolean(null));
const isNotNull = (expr: Expr): Expr => makeExpr({ kind: 'IsNotNull', expr });

/** SQL spelling of the operators that may stand before ANY and ALL but are not supported there. */
const SPELLING: Readonly<Record<string, string>> = {
  PGRegexMatch: '~',
  PGRegexIMatch: '~*',
  PGRegexNotMatch: '!~',
  PGRegexNotIMatch: '!~*',
  PGLikeMatch: '~~',
  PGILikeMatch: '~~*',
  PGNotLikeMatch: '!~~',
  PGNotILikeMatch: '!~~*',
};

function unsupported(quantifier: 'Any' | 'All', op: string): PlanError {
  return new PlanError(
    `Unsupported ${quantifier}Op: '${SPELLING[op] ?? op}', only '=', '<>', '>', '<', '>=', '<=' are supported`,
  );
}

/** `left op ANY (right)`. */
export function quantifiedAny({ op, left, right }: RawBinaryExpr, call: Call): Expr {
  if (op === 'Eq') return call('array_has', right, left);
  const min = call('array_min', right);
  const max = call('array_max', right);
  const found = (bound: Expr, test: Expr): Expr =>
    caseExpr(
      undefined,
      [
        { when: isNotNull(bound), then: test },
        { when: isNotNull(right), then: lit(false) },
      ],
      NULL_BOOLEAN(),
    );
  switch (op) {
    case 'NotEq':
      return found(max, or(min.notEq(left), max.notEq(left)));
    case 'Gt':
      return found(min, min.lt(left));
    case 'GtEq':
      return found(min, min.ltEq(left));
    case 'Lt':
      return found(max, max.gt(left));
    case 'LtEq':
      return found(max, max.gtEq(left));
    default:
      throw unsupported('Any', op);
  }
}

/** `left op ALL (right)`. */
export function quantifiedAll({ op, left, right }: RawBinaryExpr, call: Call): Expr {
  return caseExpr(
    undefined,
    [
      { when: isNullExpr(right), then: NULL_BOOLEAN() },
      { when: call('cardinality', right).eq(lit(ScalarValue.uint64(0n))), then: lit(true) },
      { when: isNullExpr(left), then: NULL_BOOLEAN() },
      { when: counterexample(op, left, right, call), then: lit(false) },
      { when: isNotNull(call('array_position', right, lit(null), lit(1n))), then: NULL_BOOLEAN() },
    ],
    lit(true),
  );
}

/** True when some element that is not NULL fails the comparison. */
function counterexample(op: string, left: Expr, right: Expr, call: Call): Expr {
  const min = call('array_min', right);
  const max = call('array_max', right);
  switch (op) {
    case 'Eq':
      return min.eq(left).and(max.eq(left)).not();
    case 'NotEq':
      return call('array_has', right, left);
    case 'Gt':
      return left.gt(max).not();
    case 'GtEq':
      return left.gtEq(max).not();
    case 'Lt':
      return left.lt(min).not();
    case 'LtEq':
      return left.ltEq(min).not();
    default:
      throw unsupported('All', op);
  }
}
