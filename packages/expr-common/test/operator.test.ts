import {
  addOrder,
  avgReturnType,
  displaySortOptions,
  exampleTypes,
  isComparisonOperator,
  negateOperator,
  NativeTypes,
  operatorPrecedence,
  operatorText,
  ordered,
  Signature,
  SINGLETON,
  subtractOrder,
  sumReturnType,
  swapOperator,
  TypeClasses,
  coerceExact,
  UNORDERED,
} from '@datafusion-ts/expr-common';
import { DataTypes as T, displayType } from '@datafusion-ts/common';

describe('operators', () => {
  it('negate to their complement and back', () => {
    for (const op of ['Eq', 'Lt', 'GtEq', 'IsDistinctFrom', 'LikeMatch', 'RegexNotIMatch'] as const) {
      expect(negateOperator(negateOperator(op)!)).toBe(op);
    }
    expect(negateOperator('Lt')).toBe('GtEq');
    expect(negateOperator('Plus')).toBeUndefined();
  });

  it('swap with their operands', () => {
    expect(swapOperator('Lt')).toBe('Gt');
    expect(swapOperator('Minus')).toBeUndefined();
  });

  it('print and bind as in SQL', () => {
    expect(
      ['NotEq', 'IsNotDistinctFrom', 'StringConcat', 'BitwiseXor'].map((op) => operatorText(op as 'NotEq')),
    ).toEqual(['!=', 'IS NOT DISTINCT FROM', '||', 'BIT_XOR']);
    expect(operatorPrecedence('Multiply')).toBeGreaterThan(operatorPrecedence('Plus'));
    expect(operatorPrecedence('And')).toBeGreaterThan(operatorPrecedence('Or'));
    expect(isComparisonOperator('RegexMatch')).toBe(true);
    expect(isComparisonOperator('And')).toBe(false);
  });
});

describe('orders', () => {
  const up = ordered({ descending: false, nullsFirst: false });
  const down = ordered({ descending: true, nullsFirst: true });

  it('add up when they agree', () => {
    expect(addOrder(up, up)).toEqual(up);
    expect(addOrder(up, down)).toBe(UNORDERED);
    expect(addOrder(SINGLETON, down)).toBe(down);
    expect(addOrder(SINGLETON, SINGLETON)).toBe(SINGLETON);
  });

  it('subtract when they are opposed', () => {
    expect(subtractOrder(up, down)).toEqual(ordered({ descending: false, nullsFirst: true }));
    expect(subtractOrder(SINGLETON, up)).toEqual(ordered({ descending: true, nullsFirst: false }));
    expect(subtractOrder(up, up)).toBe(UNORDERED);
  });

  it('print as in EXPLAIN', () => {
    expect(
      [true, false].flatMap((descending) =>
        [true, false].map((nullsFirst) => displaySortOptions({ descending, nullsFirst })),
      ),
    ).toEqual(['DESC', 'DESC NULLS LAST', 'ASC', 'ASC NULLS LAST']);
  });
});

describe('results of aggregates', () => {
  it.each([
    [T.Int8, 'Int64', 'Float64'],
    [T.UInt16, 'UInt64', 'Float64'],
    [T.Float32, 'Float64', 'Float64'],
    [T.decimal128(10, 2), 'Decimal128(20, 2)', 'Decimal128(14, 6)'],
    [T.decimal128(38, 37), 'Decimal128(38, 37)', 'Decimal128(38, 38)'],
    [T.decimal32(5, 2), 'Decimal32(9, 2)', 'Decimal32(9, 6)'],
    [T.duration('Second'), 'Duration(s)', 'Duration(s)'],
  ])('%j', (type, sum, avg) => {
    expect([displayType(sumReturnType(type)), displayType(avgReturnType('avg', type))]).toEqual([sum, avg]);
  });

  it('sums refuse other types', () => {
    expect(() => sumReturnType(T.Null)).toThrow('[return_type] SUM not supported for Null');
  });
});

describe('examples of signatures', () => {
  it('combine the examples of each argument', () => {
    const signature = Signature.coercible(
      [coerceExact(TypeClasses.native(NativeTypes.String)), coerceExact(TypeClasses.integer)],
      'Immutable',
    );
    expect(exampleTypes(signature).map((types) => types.map(displayType).join())).toEqual([
      'Utf8,Int64',
      'LargeUtf8,Int64',
      'Utf8View,Int64',
    ]);
    expect(exampleTypes(Signature.any(2, 'Immutable'))).toEqual([]);
    expect(exampleTypes(Signature.numeric(1, 'Immutable'))).toHaveLength(11);
  });
});
