import { Column, DataTypes, ScalarValue } from '@datafusion-ts/common';
import {
  col,
  columnExpr,
  existsExpr,
  exprEquals,
  exprKey,
  lit,
  placeholder,
  planEquals,
  qualifiedCol,
  subqueryOf,
} from '@datafusion-ts/expr';
import { scanT, sum, sumUdaf, table } from '../fixtures.js';
import { aggregateFunction } from '@datafusion-ts/expr';

describe('equality of expressions', () => {
  it('is structural and ignores spans', () => {
    const span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
    expect(exprEquals(columnExpr(Column.unqualified('a'), span), col('a'))).toBe(true);
    expect(exprEquals(col('a').add(1), col('a').add(1))).toBe(true);
    expect(exprEquals(col('t.a'), col('a'))).toBe(false);
    expect(exprEquals(sum([col('a')]), sum([col('a')], { distinct: true }))).toBe(false);
  });
  it('tells literals of different types and floats of different bits apart', () => {
    const keys = [
      lit(1),
      lit(1.5),
      lit('1'),
      lit(null),
      lit(ScalarValue.null(DataTypes.Int64)),
      lit(ScalarValue.float64(0)),
      lit(-0),
      lit(ScalarValue.int32(1)),
      lit(NaN),
    ].map(exprKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(exprEquals(lit(NaN), lit(NaN))).toBe(true);
  });
  it('does not confuse names with separators', () => {
    expect(exprEquals(col('"a,b"'), col('a'))).toBe(false);
    expect(exprEquals(qualifiedCol(undefined, 't.a'), col('t.a'))).toBe(false);
    expect(exprEquals(col('a').alias('x"y'), col('a').alias('x\\"y'))).toBe(false);
  });
  it('compares functions by identity', () => {
    const other = aggregateFunction({ ...sumUdaf }, [col('a')]);
    expect(exprEquals(sum([col('a')]), other)).toBe(false);
  });
  it('enters subqueries', () => {
    const source = table('t', 'a');
    const exists = (n: number) => existsExpr(subqueryOf(source.filter(col('a').eq(n)).build()));
    expect(exprEquals(exists(1), exists(1))).toBe(true);
    expect(exprEquals(exists(1), exists(2))).toBe(false);
    expect(exprEquals(placeholder('$1'), placeholder('$2'))).toBe(false);
  });
});

describe('equality of plans', () => {
  it('wants the same tables and the same steps', () => {
    const base = scanT();
    expect(planEquals(base.limit(0, 1).build(), base.limit(0, 1).build())).toBe(true);
    expect(planEquals(base.limit(0, 1).build(), base.limit(1).build())).toBe(false);
    expect(planEquals(base.build(), scanT().build())).toBe(false);
    expect(planEquals(base.sort([col('a').asc()]).build(), base.sort([col('a').desc()]).build())).toBe(false);
    expect(planEquals(base.alias('x').build(), base.alias('y').build())).toBe(false);
  });
});
