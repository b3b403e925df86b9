import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import {
  between,
  caseWhen,
  col,
  exprEquals,
  inList,
  isExpr,
  lit,
  makeExpr,
  splitConjunction,
  conjunction,
  when,
  type Expr,
} from '@datafusion-ts/expr';
import { errorOf, sum } from '../fixtures.js';

describe('fluent expressions', () => {
  it('are plain frozen nodes with methods', () => {
    const expr = col('a').gt(1);
    expect(expr.kind).toBe('BinaryExpr');
    expect(Object.isFrozen(expr)).toBe(true);
    expect(Object.keys(expr)).toEqual(['kind', 'left', 'op', 'right']);
    expect(String(expr)).toBe('a > Int64(1)');
  });

  it('keep their methods through makeExpr of a spread node', () => {
    const like = col('a').like('x%');
    const negated = makeExpr({ ...like, negated: true } as typeof like);
    expect(isExpr({ ...like })).toBe(false);
    expect(negated.toString()).toBe('a NOT LIKE Utf8("x%")');
  });

  it('take operands that were made by object spread', () => {
    const one = { ...lit(1) };
    expect(col('a').gt(one).toString()).toBe('a > Int64(1)');
    expect(exprEquals(makeExpr({ ...col('a').gt(2), right: one } as Expr), col('a').gt(1))).toBe(true);
  });

  it.each([new Date(NaN), [col('a')], undefined, {}])('refuse %p as a literal', (value) => {
    expect(errorOf(() => lit(value as never))).toContain('Not a literal: ');
    expect(errorOf(() => col('a').eq(value as never))).toContain('Not a literal: ');
  });

  it('take plain values in lists and ranges', () => {
    expect(inList(col('a'), [1, 'x']).toString()).toBe('a IN ([Int64(1), Utf8("x")])');
    expect(between(col('a'), 1, 2).toString()).toBe('a BETWEEN Int64(1) AND Int64(2)');
  });

  it('refuse CASE without WHEN', () => {
    expect(errorOf(() => caseWhen(col('a')).otherwise(1))).toBe('Error during planning: CASE needs at least one WHEN');
    expect(errorOf(() => caseWhen().end())).toContain('CASE needs at least one WHEN');
  });

  it('take Dates as timestamps', () => {
    expect(lit(new Date(1_700_000_000_123)).toString()).toBe('TimestampMillisecond(1700000000123, None)');
    expect(col('a').lt(new Date(0)).toString()).toBe('a < TimestampMillisecond(0, None)');
  });

  it('take bigints of 64 bits and no longer ones', () => {
    expect(lit(-(2n ** 63n)).toString()).toBe('Int64(-9223372036854775808)');
    expect(lit(2n ** 63n - 1n).toString()).toBe('Int64(9223372036854775807)');
    expect(lit(2n ** 63n).toString()).toBe('UInt64(9223372036854775808)');
    expect(lit(2n ** 64n - 1n).toString()).toBe('UInt64(18446744073709551615)');
    expect(errorOf(() => lit(2n ** 64n))).toContain('Not a literal: 18446744073709551616 has more than 64 bits');
    expect(errorOf(() => lit(-(2n ** 63n) - 1n))).toContain('has more than 64 bits');
  });

  it.each([
    [col('a').add(1).mul(2), '(a + Int64(1)) * Int64(2)'],
    [col('a').between(1, 2.5), 'a BETWEEN Int64(1) AND Float64(2.5)'],
    [col('a').inList([1n, null], true), 'a NOT IN ([Int64(1), NULL])'],
    [col('t.a').isNotNull().and(col('b').not()), 't.a IS NOT NULL AND NOT b'],
    [col('a').neg().tryCast(DataTypes.Int32), 'TRY_CAST((- a) AS Int32)'],
    [caseWhen(col('a')).when(1, 'x').otherwise('y'), 'CASE a WHEN Int64(1) THEN Utf8("x") ELSE Utf8("y") END'],
    [when(col('a').gt(1), true).end(), 'CASE WHEN a > Int64(1) THEN Boolean(true) END'],
  ])('%# prints as DataFusion does', (expr, text) => {
    expect(expr.toString()).toBe(text);
  });

  it('takes literals of plain values without losing digits', () => {
    expect(lit(2 ** 53).toString()).toBe('Float64(9007199254740992)');
    expect(lit(2n ** 53n).toString()).toBe('Int64(9007199254740992)');
    expect(lit(ScalarValue.decimal128(150n, 3, 2)).toString()).toBe('Decimal128(Some(150),3,2)');
  });

  it('sets aggregate clauses and refuses them elsewhere', () => {
    const call = sum([col('a')])
      .withFilter(col('a').gt(1))
      .withOrderBy([col('c').desc()])
      .withDistinct();
    expect(call.toString()).toBe('sum(DISTINCT a) FILTER (WHERE a > Int64(1)) ORDER BY [c DESC NULLS FIRST]');
    expect(errorOf(() => col('a').withDistinct())).toContain('ExprFunctionExt can only be used with');
  });

  it('turns an aggregate into a window call', () => {
    expect(
      sum([col('a')])
        .over({ partitionBy: [col('b')] })
        .toString(),
    ).toBe('sum(a) PARTITION BY [b] ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING');
  });

  it('splits and joins conjunctions', () => {
    const parts = [col('a'), col('b'), col('c')];
    expect(splitConjunction(conjunction(parts)).map(String)).toEqual(['a', 'b', 'c']);
    expect(splitConjunction(col('a').and(col('b').and(col('c')))).map(String)).toEqual(['a', 'b', 'c']);
    expect(conjunction([])).toBeUndefined();
  });

  it('survives chains of ten thousand operators', () => {
    const parts = Array.from({ length: 10_000 }, (_, i) => col('a').eq(i));
    expect(splitConjunction(conjunction(parts))).toHaveLength(10_000);
    expect(exprEquals(parts[3]!, col('a').eq(3))).toBe(true);
  });
});
