import { ScalarValue } from '@datafusion-ts/common';
import {
  binaryExpr,
  checkedWindowFrame,
  col,
  displayExpr,
  existsExpr,
  groupingSet,
  groupingSets,
  humanDisplay,
  inSubquery,
  likeExpr,
  lit,
  LogicalPlanBuilder,
  makeExpr,
  negative,
  scalarSubquery,
  schemaName,
  subqueryOf,
} from '@datafusion-ts/expr';
import { abs, count, firstValueUdwf, lagUdwf, over, percentile, rowNumberUdwf, sum } from '../fixtures.js';

const a = col('t.a');
const b = col('t.b');
const bo = col('t.bo');
const c = col('t.c');
const subquery = subqueryOf(
  LogicalPlanBuilder.empty(true)
    .project([lit(1)])
    .build(),
);

// Texts are those of the real engine: EXPLAIN with optimizer passes off, DESCRIBE for names.
describe('EXPLAIN texts of expressions', () => {
  it.each([
    [bo.eq(bo).lt(bo), '(t.bo = t.bo) < t.bo'],
    [bo.lt(bo).eq(bo), 't.bo < t.bo = t.bo'],
    [bo.eq(bo.eq(bo)), 't.bo = t.bo = t.bo'],
    [bo.eq(bo).binary('IsDistinctFrom', bo), '(t.bo = t.bo) IS DISTINCT FROM t.bo'],
    [a.sub(a.add(1)), 't.a - t.a + Int64(1)'],
    [a.div(a.mul(2)), 't.a / t.a * Int64(2)'],
    [a.add(1).mul(2), '(t.a + Int64(1)) * Int64(2)'],
    [b.binary('StringConcat', b).eq(b), 't.b || t.b = t.b'],
    [bo.and(bo).or(bo), 't.bo AND t.bo OR t.bo'],
    [a.binary('BitwiseXor', 1), 't.a BIT_XOR Int64(1)'],
    [binaryExpr(a, 'BitwiseShiftLeft', lit(1)).add(1), '(t.a << Int64(1)) + Int64(1)'],
    [negative(a), '(- t.a)'],
    [bo.isNotTrue(), 't.bo IS NOT TRUE'],
    [b.notIlike('x'), 't.b NOT ILIKE Utf8("x")'],
    [
      likeExpr({ kind: 'Like', negated: true, expr: b, pattern: lit('x'), escapeChar: '\\', caseInsensitive: false }),
      `t.b NOT LIKE Utf8("x") ESCAPE '\\'`,
    ],
    [
      likeExpr({ kind: 'SimilarTo', negated: false, expr: b, pattern: lit('x'), caseInsensitive: false }),
      't.b SIMILAR TO Utf8("x")',
    ],
    [sum([a], { filter: a.gt(1) }), 'sum(t.a) FILTER (WHERE t.a > Int64(1))'],
    [count([a], { distinct: true }), 'count(DISTINCT t.a)'],
    [count([lit(1)]).alias('count(*)'), 'count(Int64(1)) AS count(*)'],
    [sum([a], { nullTreatment: 'IgnoreNulls' }), 'sum(t.a) IGNORE NULLS'],
    [
      percentile([a, lit(0.5)], { orderBy: [a.asc()] }),
      'approx_percentile_cont(t.a, Float64(0.5)) ORDER BY [t.a ASC NULLS LAST]',
    ],
    [over(rowNumberUdwf, []), 'row_number() ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'],
    [
      over(firstValueUdwf, [a], { orderBy: [a.asc()], ignoreNulls: true }),
      'first_value(t.a)IGNORE NULLS ORDER BY [t.a ASC NULLS LAST] RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
    ],
    [
      over(lagUdwf, [a, lit(1)], { orderBy: [a.asc()] }),
      'lag(t.a, Int64(1)) ORDER BY [t.a ASC NULLS LAST] RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
    ],
    [
      sum([a], { filter: a.gt(1) }).over({
        orderBy: [c.asc()],
        windowFrame: checkedWindowFrame(
          'Range',
          { kind: 'Preceding', value: ScalarValue.utf8('1') },
          { kind: 'Following', value: ScalarValue.utf8('2') },
        ),
      }),
      'sum(t.a) FILTER (WHERE t.a > Int64(1)) ORDER BY [t.c ASC NULLS LAST] RANGE BETWEEN 1 PRECEDING AND 2 FOLLOWING',
    ],
    [existsExpr(subquery, true), 'NOT EXISTS (<subquery>)'],
    [inSubquery(a, subquery), 't.a IN (<subquery>)'],
    [scalarSubquery(subquery), '(<subquery>)'],
    [makeExpr({ kind: 'SetComparison', expr: a, subquery, op: 'Gt', quantifier: 'Any' }), 't.a > ANY (<subquery>)'],
    [groupingSet({ kind: 'Rollup', exprs: [b, a] }), 'ROLLUP (t.b, t.a)'],
    [groupingSets([[b], [a], []]), 'GROUPING SETS ((t.b), (t.a), ())'],
    [makeExpr({ kind: 'Lambda', params: ['v'], body: makeExpr({ kind: 'LambdaVariable', name: 'v' }) }), '(v) -> v'],
  ])('%#: %s', (expr, text) => {
    expect(displayExpr(expr)).toBe(text);
  });
});

describe('names of result columns', () => {
  it.each([
    [a.add(1).mul(2), 't.a + Int64(1) * Int64(2)'],
    [a.cast({ kind: 'Int32' }), 't.a'],
    [a.alias('x'), 'x'],
    [
      likeExpr({ kind: 'Like', negated: false, expr: b, pattern: lit('x'), escapeChar: '!', caseInsensitive: false }),
      `t.b LIKE Utf8("x") CHAR '!'`,
    ],
    [a.inList([1, 2, 3]), 't.a IN Int64(1), Int64(2), Int64(3)'],
    [existsExpr(subquery), 'EXISTS'],
    [inSubquery(a, subquery), 'IN'],
    [scalarSubquery(subquery), 'Int64(1)'],
    [abs(a), 'abs(t.a)'],
    [
      percentile([a, lit(0.5)], { orderBy: [a.asc()] }),
      'approx_percentile_cont(Float64(0.5)) WITHIN GROUP [t.a ASC NULLS LAST]',
    ],
    [
      over(lagUdwf, [a, lit(1)], { orderBy: [a.asc()] }),
      'lag(t.a,Int64(1)) ORDER BY [t.a ASC NULLS LAST] RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
    ],
    [
      sum([a], { filter: a.gt(1).and(c.lt(2)) }).over({ partitionBy: [a, b], orderBy: [a.asc(), c.asc()] }),
      'sum(t.a) FILTER (WHERE t.a > Int64(1) AND t.c < Int64(2)) PARTITION BY [t.a, t.b] ORDER BY [t.a ASC NULLS LAST, t.c ASC NULLS LAST] RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
    ],
  ])('%#: %s', (expr, name) => {
    expect(schemaName(expr)).toBe(name);
  });
});

describe('texts of the tree format', () => {
  it('shows values and aliases as SQL does', () => {
    expect(humanDisplay(a.add(1).cast({ kind: 'Int32' }))).toBe('t.a + 1');
    expect(humanDisplay(a.inList(['x']).alias('y'))).toBe('y');
    expect(humanDisplay(sum([a.add(1)], { filter: b.eq('x') }))).toBe('sum(t.a + 1) FILTER (WHERE t.b = Utf8("x"))');
  });
});
