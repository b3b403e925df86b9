import { Column, DataTypes, field, ScalarValue } from '@datafusion-ts/common';
import {
  between,
  col,
  existsExpr,
  type Expr,
  exprChildren,
  exprEquals,
  groupingSets,
  inSubquery,
  lit,
  LogicalPlanBuilder,
  makeExpr,
  outerRef,
  placeholder,
  replaceExpr,
  scalarSubquery,
  subqueryOf,
  transformExpr,
  unnestExpr,
  walkExpr,
  when,
  wildcard,
  withExprChildren,
} from '@datafusion-ts/expr';
import { rewritten, unchanged } from '@datafusion-ts/common';
import { abs, lagUdwf, over, sum } from '../fixtures.js';

const a = col('a');
const b = col('b');
const subquery = subqueryOf(
  LogicalPlanBuilder.empty(true)
    .project([lit(1)])
    .build(),
);

const samples: readonly (readonly [Expr, number])[] = [
  [a, 0],
  [a.alias('x'), 1],
  [lit(1), 0],
  [a.add(b), 2],
  [a.like('x'), 2],
  [a.not(), 1],
  [a.isNull(), 1],
  [a.neg(), 1],
  [between(a, b, lit(1)), 3],
  [when(a, b).when(b, a).otherwise(1), 5],
  [a.cast(DataTypes.Int32), 1],
  [abs(a), 1],
  [sum([a], { filter: b, orderBy: [b.asc()] }), 3],
  [over(lagUdwf, [a, lit(1)], { partitionBy: [b], orderBy: [a.desc()] }), 4],
  [a.inList([1, 2]), 3],
  [existsExpr(subquery), 0],
  [inSubquery(a, subquery), 1],
  [scalarSubquery(subquery), 0],
  [wildcard(), 0],
  [groupingSets([[a, b], [a], []]), 3],
  [placeholder('$1'), 0],
  [outerRef(field('a', DataTypes.Int64), Column.unqualified('a')), 0],
  [unnestExpr(a), 1],
  [makeExpr({ kind: 'Lambda', params: ['v'], body: a }), 1],
];

describe('the traversal table of expressions', () => {
  it.each(samples.map(([expr, count]) => [expr.toString(), expr, count] as const))('%s', (_, expr, count) => {
    const children = exprChildren(expr);
    expect(children).toHaveLength(count);
    expect(withExprChildren(expr, [...children])).toBe(expr);
    const fresh = children.map((_child, i) => col(`z${i}`));
    const rebuilt = withExprChildren(expr, fresh);
    expect(exprChildren(rebuilt)).toEqual(fresh);
    expect(rebuilt.kind).toBe(expr.kind);
    expect(exprEquals(rebuilt, expr)).toBe(count === 0);
  });

  it('leaves expressions without replacements untouched', () => {
    for (const [expr] of samples) {
      const result = transformExpr(expr, (node) => unchanged(node));
      expect(result).toMatchObject({ changed: false });
      expect(result.node).toBe(expr);
    }
  });

  it('rewrites bottom-up and reports the change', () => {
    const result = transformExpr(a.add(b), (node) =>
      node.kind === 'Column' ? rewritten(node.add(1)) : unchanged(node),
    );
    expect(result.changed).toBe(true);
    expect(result.node.toString()).toBe('a + Int64(1) + b + Int64(1)');
  });

  it('walks parents first and skips what a visit jumps over', () => {
    const seen: string[] = [];
    walkExpr(a.add(1).mul(b), (node) => {
      seen.push(node.toString());
      return node.kind === 'BinaryExpr' && node.op === 'Plus' ? 'Jump' : 'Continue';
    });
    expect(seen).toEqual(['(a + Int64(1)) * b', 'a + Int64(1)', 'b']);
  });

  it('replaces literals inside windows and cases', () => {
    const expr = over(lagUdwf, [a, lit(1)], { orderBy: [lit(1).asc()] });
    const replaced = replaceExpr(expr, (node) => (node.kind === 'Literal' ? lit(ScalarValue.utf8('x')) : undefined));
    expect(replaced.toString()).toContain('lag(a, Utf8("x")) ORDER BY [Utf8("x") ASC NULLS LAST]');
  });
});
