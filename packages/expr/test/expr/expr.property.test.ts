import { rewritten, unchanged } from '@datafusion-ts/common';
import {
  between,
  col,
  type Expr,
  exprChildren,
  exprEquals,
  exprKey,
  lit,
  makeExpr,
  transformExpr,
  when,
} from '@datafusion-ts/expr';
import fc from 'fast-check';

const leaf = fc.oneof(
  fc.constantFrom('a', 'b', 't.a').map((name) => col(name)),
  fc.oneof(fc.integer(), fc.boolean(), fc.string({ maxLength: 3 }), fc.constant(null)).map((value) => lit(value)),
);

const { expr: arbExpr } = fc.letrec<{ expr: Expr }>((tie) => {
  const sub = tie('expr');
  return {
    expr: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.tuple(sub, fc.constantFrom('Plus', 'And', 'Eq', 'Lt'), sub).map(([l, op, r]) => l.binary(op as 'Plus', r)),
      fc.tuple(sub, sub, sub, fc.boolean()).map(([e, low, high, negated]) => between(e, low, high, negated)),
      fc.tuple(sub, fc.array(sub, { maxLength: 3 })).map(([e, list]) => e.inList(list)),
      fc.tuple(sub, sub, sub).map(([w, t, e]) => when(w, t).otherwise(e)),
      fc.tuple(sub, fc.string({ maxLength: 2 })).map(([e, name]) => e.alias(name)),
    ),
  };
});

/** The same expression out of fresh objects. */
const copied = (expr: Expr): Expr => transformExpr(expr, (node) => rewritten(makeExpr({ ...node }))).node;

/** Structure without the help of keys: literals of the test are JSON values but for bigints. */
const shape = (expr: Expr): string =>
  JSON.stringify(expr, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

describe('random expressions', () => {
  it('have equal keys exactly when they have equal structure', () => {
    fc.assert(
      fc.property(arbExpr, arbExpr, (a, b) => {
        expect(exprEquals(a, copied(a))).toBe(true);
        expect(exprKey(a) === exprKey(b)).toBe(shape(a) === shape(b));
      }),
    );
  });

  it('come through rewrites that change nothing as the same object', () => {
    fc.assert(
      fc.property(arbExpr, (expr) => {
        const result = transformExpr(expr, (node) => unchanged(node));
        expect(result.node).toBe(expr);
        expect(exprChildren(copied(expr))).toHaveLength(exprChildren(expr).length);
      }),
    );
  });
});
