import { DataTypes, field, ScalarValue, Schema, type DataType, type ScalarData } from '@datafusion-ts/common';
import { Arena, Batch, selectRows, rowsOf, vectorFromScalars } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { Literal } from '@datafusion-ts/physical-expr';
import {
  binary,
  CaseExpr,
  CastExpr,
  col,
  DynamicFilterPhysicalExpr,
  InListExpr,
  IsNotNullExpr,
  IsNullExpr,
  LikeExpr,
  lit,
  NegativeExpr,
  NotExpr,
  TryCastExpr,
} from '@datafusion-ts/physical-expr';
import { expectNoLeaks, plainValues } from '@datafusion-ts/test-utils';

type TestColumns = readonly (readonly [string, DataType, readonly ScalarData[]])[];

const schemaOf = (columns: TestColumns): Schema => new Schema(columns.map(([name, type]) => field(name, type)));

function evaluate(columns: TestColumns, make: (schema: Schema) => PhysicalExpr, rows?: readonly number[]): unknown[] {
  return expectNoLeaks(() => {
    const arena = new Arena();
    try {
      const schema = schemaOf(columns);
      const vectors = columns.map(([, type, values]) =>
        vectorFromScalars(
          type,
          values.map((v) => new ScalarValue(type, v)),
          arena,
        ),
      );
      let batch = new Batch(schema, vectors, columns[0]![2].length);
      if (rows !== undefined) batch = selectRows(batch, { rows: rowsOf(rows, arena), count: rows.length }, arena);
      const expr = make(schema);
      const result = expr.evaluate(batch, arena);
      expect(result.length).toBe(batch.rowCount);
      return plainValues(result);
    } finally {
      arena.release();
    }
  });
}

const ints: TestColumns = [
  ['a', DataTypes.Int32, [1, 2, null, 4]],
  ['b', DataTypes.Int32, [4, 0, 2, null]],
];
const int = (value: number | null): Literal => lit(ScalarValue.int32(value));
const a = (schema: Schema): PhysicalExpr => col('a', schema);
const b = (schema: Schema): PhysicalExpr => col('b', schema);

describe('expressions', () => {
  it('compute on selected rows only', () => {
    expect(evaluate(ints, (s) => binary(a(s), 'Plus', b(s)))).toEqual([5, 2, null, null]);
    expect(evaluate(ints, (s) => binary(a(s), 'Plus', b(s)), [1, 3])).toEqual([2, null]);
    expect(() => evaluate(ints, (s) => binary(a(s), 'Divide', b(s)))).toThrow();
    expect(evaluate(ints, (s) => binary(b(s), 'Divide', a(s)), [0])).toEqual([4]);
  });

  it('combine truth values with three-valued logic, narrowing or not', () => {
    const values = [true, false, null];
    const pairs = values.flatMap((x) => values.map((y) => [x, y] as const));
    const columns: TestColumns = [
      ['x', DataTypes.Boolean, pairs.map(([x]) => x)],
      ['y', DataTypes.Boolean, pairs.map(([, y]) => y)],
    ];
    const and = pairs.map(([x, y]) => (x === false || y === false ? false : x === null || y === null ? null : true));
    const or = pairs.map(([x, y]) => (x === true || y === true ? true : x === null || y === null ? null : false));
    expect(evaluate(columns, (s) => binary(col('x', s), 'And', col('y', s)))).toEqual(and);
    expect(evaluate(columns, (s) => binary(col('x', s), 'Or', col('y', s)))).toEqual(or);
    for (const constant of values) {
      const literal = lit(ScalarValue.boolean(constant));
      expect(evaluate(columns, (s) => binary(literal, 'And', col('y', s)))).toEqual(
        pairs.map(([, y]) =>
          constant === false || y === false ? false : constant === null || y === null ? null : true,
        ),
      );
      expect(evaluate(columns, (s) => binary(col('y', s), 'Or', literal))).toEqual(
        pairs.map(([, y]) => (constant === true || y === true ? true : constant === null || y === null ? null : false)),
      );
    }
  });

  it('do not evaluate the right side of AND on rows the left side rejects, when few are left', () => {
    const rows = Array.from({ length: 20 }, (_, i) => i);
    const columns: TestColumns = [
      ['a', DataTypes.Int32, rows],
      ['b', DataTypes.Int32, rows.map((i) => (i === 7 ? 1 : 0))],
    ];
    const guarded = (s: Schema): PhysicalExpr =>
      binary(binary(b(s), 'NotEq', int(0)), 'And', binary(binary(a(s), 'Divide', b(s)), 'Eq', int(7)));
    expect(evaluate(columns, guarded)).toEqual(rows.map((i) => i === 7));
  });

  it('evaluate branches of CASE on their own rows', () => {
    const safe = (s: Schema): PhysicalExpr =>
      new CaseExpr(undefined, [{ when: binary(b(s), 'NotEq', int(0)), then: binary(a(s), 'Divide', b(s)) }], int(-1));
    expect(evaluate(ints, safe)).toEqual([0, -1, null, -1]);
    const named = (s: Schema): PhysicalExpr =>
      new CaseExpr(
        a(s),
        [
          { when: int(1), then: lit('one') },
          { when: int(4), then: lit('a name longer than twelve bytes') },
        ],
        undefined,
      );
    expect(evaluate(ints, named)).toEqual(['one', null, null, 'a name longer than twelve bytes']);
    expect(evaluate(ints, named, [3, 0])).toEqual(['a name longer than twelve bytes', 'one']);
  });

  it('look up IN lists with the rules of NULL', () => {
    const text: TestColumns = [['t', DataTypes.Utf8View, ['x', null, 'a text longer than twelve bytes', 'y']]];
    const inside = (negated: boolean, ...members: (string | null)[]): unknown[] =>
      evaluate(
        text,
        (s) =>
          new InListExpr(
            col('t', s),
            members.map((m) => lit(ScalarValue.utf8(m))),
            negated,
          ),
      );
    expect(inside(false, 'x', 'a text longer than twelve bytes')).toEqual([true, null, true, false]);
    expect(inside(true, 'x')).toEqual([false, null, true, true]);
    expect(inside(false, 'x', null)).toEqual([true, null, null, null]);
    expect(evaluate(ints, (s) => new InListExpr(a(s), [int(1), b(s)], false))).toEqual([true, false, null, null]);
    expect(evaluate(ints, (s) => new InListExpr(a(s), [int(1), int(4)], false))).toEqual([true, false, null, true]);
  });

  it('test for null, negate and cast', () => {
    expect(evaluate(ints, (s) => new IsNullExpr(a(s)))).toEqual([false, false, true, false]);
    expect(evaluate(ints, (s) => new IsNotNullExpr(a(s)))).toEqual([true, true, false, true]);
    expect(evaluate(ints, (s) => new NegativeExpr(a(s)))).toEqual([-1, -2, null, -4]);
    expect(evaluate(ints, (s) => new NotExpr(binary(a(s), 'Gt', int(1))))).toEqual([true, false, null, false]);
    expect(evaluate(ints, (s) => new CastExpr(a(s), DataTypes.Int64))).toEqual([1n, 2n, null, 4n]);
    const text: TestColumns = [['t', DataTypes.Utf8, ['1', 'x']]];
    expect(evaluate(text, (s) => new TryCastExpr(col('t', s), DataTypes.Int32))).toEqual([1, null]);
    expect(evaluate(text, (s) => new LikeExpr(true, false, col('t', s), lit('%x%')))).toEqual([true, false]);
    expect(evaluate(text, (s) => binary(col('t', s), 'StringConcat', lit('!')))).toEqual(['1!', 'x!']);
  });
});

describe('texts of expressions', () => {
  const schema = schemaOf(ints);

  it.each([
    [
      binary(binary(a(schema), 'Plus', int(2)), 'Minus', binary(b(schema), 'Minus', int(3))),
      'a@0 + 2 - b@1 - 3',
      'a + 2 - b - 3',
    ],
    [binary(binary(a(schema), 'Plus', int(2)), 'Multiply', b(schema)), '(a@0 + 2) * b@1', '(a + 2) * b'],
    [new NegativeExpr(a(schema)), '(- a@0)', '(- a)'],
    [new InListExpr(a(schema), [int(1), int(2)], false), 'a@0 IN (SET) ([1, 2])', 'a IN (1, 2)'],
    [new InListExpr(a(schema), [int(1), b(schema)], true), 'a@0 NOT IN ([1, b@1])', 'a NOT IN (1, b)'],
    [
      binary(a(schema), 'IsNotDistinctFrom', lit(ScalarValue.boolean(null))),
      'a@0 IS NOT DISTINCT FROM NULL',
      'a IS NOT DISTINCT FROM NULL',
    ],
    [
      new CaseExpr(a(schema), [{ when: int(1), then: int(2) }], undefined),
      'CASE a@0 WHEN 1 THEN 2 END',
      'CASE a WHEN 1 THEN 2 END',
    ],
    [new CastExpr(a(schema), DataTypes.Utf8View), 'CAST(a@0 AS Utf8View)', 'CAST(a AS Utf8View)'],
    [new LikeExpr(true, true, a(schema), lit('x_')), 'a@0 NOT ILIKE x_', 'a NOT ILIKE x_'],
  ])('%#', (expr, text, sql) => {
    expect(expr.toString()).toBe(text);
    expect(expr.fmtSql()).toBe(sql);
  });
});

describe('DynamicFilterPhysicalExpr', () => {
  it('shares its predicate with copies over other columns', () => {
    const schema = schemaOf(ints);
    const filter = new DynamicFilterPhysicalExpr([a(schema)], lit(true));
    expect(filter.toString()).toBe('DynamicFilter [ empty ]');
    const moved = filter.withNewChildren([b(schema)]) as DynamicFilterPhysicalExpr;
    filter.update(binary(a(schema), 'Lt', int(3)));
    expect(moved.toString()).toBe('DynamicFilter [ b@1 < 3 ]');
    expect(moved.generation).toBe(2);
    expect(evaluate(ints, () => moved)).toEqual([false, true, true, null]);
  });
});
