import { displayType } from '@datafusion-ts/common';
import {
  col,
  displayIndent,
  enumerateGroupingSets,
  expandGroupingSet,
  type Expr,
  groupingIdType,
  groupingSet,
  groupingSets,
  maxGroupingSetDuplicateOrdinal,
  schemaOf,
} from '@datafusion-ts/expr';
import { count, table } from '../fixtures.js';

const [a, b, c] = [col('a'), col('b'), col('c')];
const shown = (exprs: readonly Expr[]): string => exprs.map(String).join('; ');
const rollup = (...exprs: readonly Expr[]): Expr => groupingSet({ kind: 'Rollup', exprs });
const cube = (...exprs: readonly Expr[]): Expr => groupingSet({ kind: 'Cube', exprs });

describe('grouping sets', () => {
  it('multiply out when there are several items', () => {
    expect(shown(enumerateGroupingSets([a, b]))).toBe('a; b');
    expect(shown(enumerateGroupingSets([rollup(a, b)]))).toBe('ROLLUP (a, b)');
    expect(shown(enumerateGroupingSets([a, rollup(b)]))).toBe('GROUPING SETS ((a), (a, b))');
    expect(shown(enumerateGroupingSets([rollup(a), groupingSets([[b], [c]])]))).toBe(
      'GROUPING SETS ((b), (c), (a, b), (a, c))',
    );
    expect(shown(enumerateGroupingSets([cube(a, b), c]))).toBe('GROUPING SETS ((c), (a, c), (b, c), (a, b, c))');
  });
  it('expand', () => {
    expect(expandGroupingSet({ kind: 'Cube', exprs: [a, b, c] })).toHaveLength(8);
    expect(expandGroupingSet({ kind: 'Rollup', exprs: [a, b] }).map(shown)).toEqual(['', 'a', 'a; b']);
  });
  it('give nullable columns and an id', () => {
    const plan = table('t', 'a', 'b')
      .aggregate([groupingSets([[a], [a, b], []])], [count([a])])
      .build();
    expect(displayIndent(plan)).toContain('groupBy=[[GROUPING SETS ((t.a), (t.a, t.b), ())]]');
    expect(schemaOf(plan).fields.map((f) => `${f.name}:${displayType(f.dataType)}:${f.nullable}`)).toEqual([
      'a:Int64:true',
      'b:Int64:true',
      '__grouping_id:UInt8:false',
      'count(t.a):Int64:false',
    ]);
  });
  it('have an id wide enough for every column and repetition', () => {
    expect([8, 9, 17, 33].map((n) => displayType(groupingIdType(n)))).toEqual(['UInt8', 'UInt16', 'UInt32', 'UInt64']);
    expect(displayType(groupingIdType(8, 1))).toBe('UInt16');
    expect(maxGroupingSetDuplicateOrdinal([groupingSets([[a], [a], [b], [a]])])).toBe(2);
  });
});
