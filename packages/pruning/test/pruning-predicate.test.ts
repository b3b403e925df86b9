/** Texts are those of DataFusion 54.1's EXPLAIN. */
import { DataTypes, field, ScalarValue, Schema, type DataType } from '@datafusion-ts/common';
import { Arena, Batch, getScalar, vectorFromScalars } from '@datafusion-ts/compute';
import type { Operator, PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  BinaryExpr,
  CastExpr,
  Column,
  DynamicFilterPhysicalExpr,
  InListExpr,
  IsNotNullExpr,
  IsNullExpr,
  LikeExpr,
  Literal,
  NegativeExpr,
  NotExpr,
} from '@datafusion-ts/physical-expr';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { formatGuarantee, notTrue, PruningPredicate, type PruningStatistics } from '@datafusion-ts/pruning';

const schema = new Schema([
  field('a', DataTypes.Int32),
  field('b', DataTypes.Utf8View),
  field('c', DataTypes.Float64),
  field('e', DataTypes.Boolean),
]);
const a = new Column('a', 0);
const b = new Column('b', 1);
const c = new Column('c', 2);
const e = new Column('e', 3);
const int = (value: number): Literal => new Literal(ScalarValue.int32(value));
const text = (value: string): Literal => new Literal(new ScalarValue(DataTypes.Utf8View, value));
const op = (left: PhysicalExpr, operator: Operator, right: PhysicalExpr): BinaryExpr =>
  new BinaryExpr(left, operator, right);

test.each<[string, PhysicalExpr, string, string]>([
  ['a = 1', op(a, 'Eq', int(1)), 'a_null_count@2 != row_count@3 AND a_min@0 <= 1 AND 1 <= a_max@1', 'a in (1)'],
  [
    'a <> 1',
    op(a, 'NotEq', int(1)),
    'a_null_count@2 != row_count@3 AND (a_min@0 != 1 OR 1 != a_max@1)',
    'a not in (1)',
  ],
  ['5 >= a', op(int(5), 'GtEq', a), 'a_null_count@1 != row_count@2 AND a_min@0 <= 5', ''],
  [
    "a > 1 and b < 'x'",
    op(op(a, 'Gt', int(1)), 'And', op(b, 'Lt', text('x'))),
    'a_null_count@1 != row_count@2 AND a_max@0 > 1 AND b_null_count@4 != row_count@2 AND b_min@3 < x',
    '',
  ],
  [
    'a = 1 or a = 2',
    op(op(a, 'Eq', int(1)), 'Or', op(a, 'Eq', int(2))),
    'a_null_count@2 != row_count@3 AND a_min@0 <= 1 AND 1 <= a_max@1 OR a_null_count@2 != row_count@3 AND a_min@0 <= 2 AND 2 <= a_max@1',
    'a in (1, 2)',
  ],
  [
    "b like 'ab%'",
    new LikeExpr(false, false, b, text('ab%')),
    'b_null_count@2 != row_count@3 AND b_min@0 <= ac AND ab <= b_max@1',
    '',
  ],
  [
    "b like 'a_b%'",
    new LikeExpr(false, false, b, text('a_b%')),
    'b_null_count@2 != row_count@3 AND b_min@0 <= b AND a <= b_max@1',
    '',
  ],
  [
    "b not like 'ab%'",
    new LikeExpr(true, false, b, text('ab%')),
    'b_null_count@2 != row_count@3 AND (b_min@0 NOT LIKE ab% OR b_max@1 NOT LIKE ab%)',
    '',
  ],
  ["b like '%ab'", new LikeExpr(false, false, b, text('%ab')), 'true', ''],
  ['e', e, 'e_min@0 OR e_max@1', ''],
  ['not e', new NotExpr(e), 'NOT e_min@0 OR NOT e_max@1', ''],
  ['a is null', new IsNullExpr(a), 'a_null_count@0 > 0', ''],
  ['a is not null', new IsNotNullExpr(a), 'a_null_count@1 != row_count@0', ''],
  [
    'cast(a as bigint) = 3',
    op(new CastExpr(a, DataTypes.Int64), 'Eq', new Literal(ScalarValue.int64(3n))),
    'a_null_count@2 != row_count@3 AND a_min@0 <= 3 AND a_max@1 >= 3',
    '',
  ],
  [
    'cast(a as bigint) > 2^40, which no value of a is',
    op(new CastExpr(a, DataTypes.Int64), 'Gt', new Literal(ScalarValue.int64(2n ** 40n))),
    'a_null_count@1 != row_count@2 AND CAST(a_max@0 AS Int64) > 1099511627776',
    '',
  ],
  [
    "cast(b as varchar) like 'ab%'",
    new LikeExpr(false, false, new CastExpr(b, DataTypes.Utf8), new Literal(ScalarValue.utf8('ab%'))),
    'b_null_count@2 != row_count@3 AND b_min@0 <= ac AND b_max@1 >= ab',
    '',
  ],
  ['-a > 5', op(new NegativeExpr(a), 'Gt', int(5)), 'a_null_count@1 != row_count@2 AND a_min@0 < -5', ''],
  [
    'cast(a as bigint) = 5000000000',
    op(new CastExpr(a, DataTypes.Int64), 'Eq', new Literal(ScalarValue.int64(5000000000n))),
    'a_null_count@2 != row_count@3 AND CAST(a_min@0 AS Int64) <= 5000000000 AND 5000000000 <= CAST(a_max@1 AS Int64)',
    '',
  ],
  [
    'a is distinct from 3',
    op(a, 'IsDistinctFrom', int(3)),
    'false AND a_null_count@0 != row_count@1 OR true AND (a_null_count@0 > 0 OR a_min@2 != 3 OR 3 != a_max@3)',
    '',
  ],
  [
    'a in (1, … 22)',
    new InListExpr(
      a,
      Array.from({ length: 22 }, (_, i) => int(i + 1)),
      false,
    ),
    'true',
    'a in (1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 2, 20, 21, 22, 3, 4, 5, 6, 7, 8, 9)',
  ],
  ['c = c', op(c, 'Eq', c), 'true', ''],
])('%s', (_sql, predicate, expected, guarantees) => {
  const pruning = new PruningPredicate(predicate, schema);
  expect(pruning.predicateExpr.toString()).toBe(expected);
  expect(pruning.literalGuarantees.map(formatGuarantee).join(', ')).toBe(guarantees);
});

type Cell = number | null;

const literal = fc.integer({ min: -4, max: 4 }).map(int);
const comparison = fc
  .tuple(
    fc.constantFrom<Operator>('Eq', 'NotEq', 'Lt', 'LtEq', 'Gt', 'GtEq', 'IsDistinctFrom', 'IsNotDistinctFrom'),
    literal,
    fc.boolean(),
    fc.boolean(),
  )
  .map(([operator, value, swap, negate]) => {
    const column = negate ? new NegativeExpr(a) : a;
    return swap ? op(value, operator, column) : op(column, operator, value);
  });
const leaf: fc.Arbitrary<PhysicalExpr> = fc.oneof(
  comparison,
  fc.constant(new IsNullExpr(a)),
  fc.constant(new IsNotNullExpr(a)),
  fc
    .tuple(fc.array(literal, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([list, negated]) => new InListExpr(a, list, negated)),
);
const anyPredicate = fc.letrec<{ tree: PhysicalExpr }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc
      .tuple(fc.constantFrom<Operator>('And', 'Or'), tie('tree'), tie('tree'))
      .map(([operator, left, right]) => op(left, operator, right)),
    tie('tree').map((inner) => new NotExpr(inner)),
  ),
})).tree;

const containers = fc.array(
  fc.array(fc.option(fc.integer({ min: -4, max: 4 }), { nil: null }), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 4 },
);

function statisticsOf(cells: readonly (readonly Cell[])[]): PruningStatistics {
  const present = cells.map((container) => container.filter((cell) => cell !== null));
  const bound = (pick: (...values: number[]) => number) => (): readonly (ScalarValue | undefined)[] =>
    present.map((values) => (values.length === 0 ? undefined : ScalarValue.int32(pick(...values))));
  return {
    containerCount: cells.length,
    minValues: bound(Math.min),
    maxValues: bound(Math.max),
    nullCounts: () => cells.map((container, i) => container.length - present[i]!.length),
    rowCounts: () => cells.map((container) => container.length),
    contained: (_column, values) =>
      present.map((own) => {
        const wanted = new Set(values.map((value) => value.value));
        if (own.every((cell) => !wanted.has(cell))) return false;
        return own.every((cell) => wanted.has(cell)) ? true : undefined;
      }),
  };
}

function kept(predicate: PhysicalExpr, cells: readonly Cell[]): readonly boolean[] {
  const arena = new Arena();
  try {
    const column = vectorFromScalars(
      DataTypes.Int32,
      cells.map((cell) => ScalarValue.int32(cell)),
      arena,
    );
    const result = predicate.evaluate(new Batch(new Schema([schema.field(0)]), [column], cells.length), arena);
    return cells.map((_, i) => getScalar(result, i).value === true);
  } finally {
    arena.release();
  }
}

test('no container with a matching row is left out', () => {
  fc.assert(
    fc.property(anyPredicate, containers, (predicate, cells) => {
      const keep = new PruningPredicate(predicate, schema).prune(statisticsOf(cells));
      cells.forEach((container, i) => {
        if (kept(predicate, container).includes(true)) expect(keep[i]).toBe(true);
      });
    }),
    propertyBudget(500),
  );
});

test('rows that a predicate does not keep are those of its opposite, and containers without any are fully matched', () => {
  let fully = 0;
  fc.assert(
    fc.property(anyPredicate, containers, (predicate, cells) => {
      const others = notTrue(predicate, schema);
      if (others === undefined) return;
      const mayHold = new PruningPredicate(others, schema).prune(statisticsOf(cells));
      cells.forEach((container, i) => {
        const rows = kept(predicate, container);
        expect(kept(others, container)).toEqual(rows.map((row) => !row));
        if (mayHold[i]!) return;
        expect(rows).not.toContain(false);
        if (container.length > 0) fully++;
      });
    }),
    propertyBudget(500),
  );
  expect(fully).toBeGreaterThan(0);
});

test('bounds of floats say nothing of NaN, and a cast may turn values to NULL: no opposite', () => {
  expect(notTrue(op(c, 'Lt', new Literal(ScalarValue.float64(1))), schema)).toBeUndefined();
  expect(notTrue(op(new CastExpr(a, DataTypes.Int64), 'Lt', int(1)), schema)).toBeUndefined();
  expect(String(notTrue(op(a, 'Lt', int(1)), schema))).toBe('a@0 >= 1 OR a@0 IS NULL');
});

describe('NaN, which bounds leave out', () => {
  const float = (value: number): Literal => new Literal(new ScalarValue(DataTypes.Float64, value));
  const keptBy = (predicate: PhysicalExpr): readonly boolean[] => {
    const bounds = (values: readonly number[]) => () =>
      values.map((value) => new ScalarValue(DataTypes.Float64, value));
    const statistics = {
      ...statisticsOf([
        [0, 8],
        [0, 8],
      ]),
      minValues: bounds([1, 7]),
      maxValues: bounds([5, 9]),
    };
    return new PruningPredicate(predicate, schema).prune(statistics);
  };

  test.each<[string, PhysicalExpr]>([
    ['c > 6', op(c, 'Gt', float(6))],
    ['6 <= c', op(float(6), 'LtEq', c)],
    ['c > 6 or a = 1', op(op(c, 'Gt', float(6)), 'Or', op(a, 'Eq', int(1)))],
  ])('is kept by filters that the plan makes: %s', (_, predicate) => {
    expect(keptBy(new DynamicFilterPhysicalExpr([c], predicate))).toEqual([true, true]);
  });

  test('is kept where it is looked for', () => {
    const filter = new DynamicFilterPhysicalExpr([c], new InListExpr(c, [float(0), float(NaN)], false));
    expect(keptBy(filter)).toEqual([true, true]);
  });

  test('keeps no containers for smaller values, nor for what users ask', () => {
    expect(keptBy(new DynamicFilterPhysicalExpr([c], op(c, 'Lt', float(6))))).toEqual([true, false]);
    expect(keptBy(new DynamicFilterPhysicalExpr([c], op(c, 'Eq', float(8))))).toEqual([false, true]);
    expect(keptBy(op(c, 'Gt', float(6)))).toEqual([false, true]);
  });
});

test('statistics without an entry a container are refused', () => {
  const two = statisticsOf([[1], [2]]);
  const predicate = new PruningPredicate(op(a, 'Gt', int(1)), schema);
  expect(predicate.prune(two)).toEqual([false, true]);
  for (const lists of [{ maxValues: () => [] }, { nullCounts: () => [0] }, { rowCounts: () => [1, 1, 1] }])
    expect(() => predicate.prune({ ...two, ...lists })).toThrow(/mismatched statistics length\. Expected 2, got [013]/);
});

test('bounds of texts in dictionaries are compared without a cast', () => {
  const dictionary: DataType = { kind: 'Dictionary', keyType: DataTypes.Int32, valueType: DataTypes.Utf8 };
  const texts = new Schema([field('d', dictionary)]);
  const value = new Literal(ScalarValue.utf8('k'));
  const predicate = new PruningPredicate(op(new CastExpr(new Column('d', 0), DataTypes.Utf8), 'Gt', value), texts);
  expect(String(predicate.predicateExpr)).toBe('d_null_count@1 != row_count@2 AND d_max@0 > k');
  const bounds =
    (...values: string[]) =>
    () =>
      values.map((each) => new ScalarValue(dictionary, each));
  const statistics = { ...statisticsOf([[1], [2]]), minValues: bounds('a', 'b'), maxValues: bounds('c', 'x') };
  expect(predicate.prune(statistics)).toEqual([false, true]);
});

test('bounds may come as columns, which have an entry a container, too', () => {
  const two = statisticsOf([[1], [2]]);
  const predicate = new PruningPredicate(op(a, 'Gt', int(1)), schema);
  const column = (...values: (number | null)[]): NonNullable<PruningStatistics['boundColumn']> => {
    const scalars = values.map((value) => new ScalarValue(DataTypes.Int32, value));
    return (_, sign, arena) => (sign < 0 ? undefined : vectorFromScalars(DataTypes.Int32, scalars, arena));
  };
  expect(predicate.prune({ ...two, boundColumn: column(5, 0) })).toEqual([true, false]);
  expect(predicate.prune({ ...two, boundColumn: column(0, null) })).toEqual([false, true]);
  expect(() => predicate.prune({ ...two, boundColumn: column(0) })).toThrow(/Expected 2, got 1/);
});
