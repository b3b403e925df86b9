import fc from 'fast-check';
import {
  addScalars,
  DataTypes as T,
  divideScalars,
  multiplyScalars,
  ScalarValue as S,
  subtractScalars,
  type DataType,
} from '@datafusion-ts/common';
import {
  applyIntervalOperator,
  cardinalityRatio,
  Interval,
  intervalAdd,
  intervalDivide,
  intervalEqual,
  intervalGt,
  intervalMultiply,
  intervalNegate,
  intervalNot,
  intervalSubtract,
  satisfyGreater,
} from '@datafusion-ts/expr-common';

const int = (lower: bigint | null, upper: bigint | null): Interval => Interval.of(S.int64(lower), S.int64(upper));
const float = (lower: number | null, upper: number | null): Interval => Interval.of(S.float64(lower), S.float64(upper));

describe('intervals', () => {
  it('take their normal form', () => {
    expect(String(Interval.unbounded(T.UInt8))).toBe('[0, ∞]');
    expect(String(Interval.unbounded(T.Boolean))).toBe('[false, true]');
    expect(String(float(-Infinity, Infinity))).toBe('[-∞, ∞]');
    expect(() => int(2n, 1n)).toThrow("Interval's lower bound 2 is greater than the upper bound 1");
    expect(() => Interval.of(S.int64(1n), S.int32(2))).toThrow('Endpoints of an Interval should have the same type');
  });

  it('intersect and unite', () => {
    expect(String(int(1n, 5n).intersect(int(3n, null)))).toBe('[3, 5]');
    expect(int(1n, 2n).intersect(int(3n, 4n))).toBeUndefined();
    expect(String(int(1n, 2n).union(int(4n, null)))).toBe('[1, ∞]');
    expect(int(1n, 9n).contains(int(2n, 3n)).equals(Interval.TRUE)).toBe(true);
    expect(int(1n, 2n).contains(int(2n, 3n)).equals(Interval.TRUE_OR_FALSE)).toBe(true);
    expect(int(1n, 2n).isSuperset(int(1n, 2n), true)).toBe(false);
  });

  it('count their values', () => {
    expect(int(-1n, 3n).cardinality()).toBe(5);
    expect(int(null, 3n).cardinality()).toBeUndefined();
    expect(float(1, 1).cardinality()).toBe(1);
    expect(float(0, Number.MIN_VALUE).cardinality()).toBe(2);
    expect(float(-0, 0).cardinality()).toBe(2);
    expect(cardinalityRatio(int(1n, 100n), int(1n, 25n))).toBe(0.25);
    expect(cardinalityRatio(int(1n, null), int(1n, 25n))).toBe(1);
  });

  it('compare', () => {
    expect(intervalGt(int(5n, 6n), int(1n, 4n))).toEqual(Interval.TRUE);
    expect(intervalGt(int(1n, 4n), int(4n, 6n))).toEqual(Interval.FALSE);
    expect(intervalGt(int(null, 4n), int(1n, 6n))).toEqual(Interval.TRUE_OR_FALSE);
    expect(intervalEqual(int(3n, 3n), int(3n, 3n))).toEqual(Interval.TRUE);
    expect(intervalNot(Interval.TRUE)).toEqual(Interval.FALSE);
  });

  it('drop bounds that overflow', () => {
    const max = 2n ** 63n - 1n;
    expect(String(intervalAdd(int(0n, max), int(1n, 1n)))).toBe('[1, ∞]');
    expect(String(intervalNegate(int(-(2n ** 63n), 5n)))).toBe('[-5, ∞]');
  });

  it('stay open where a factor is', () => {
    expect(String(intervalMultiply(int(2n, null), int(3n, 4n)))).toBe('[6, ∞]');
    expect(String(intervalMultiply(int(null, -2n), int(3n, 4n)))).toBe('[-∞, -6]');
    expect(String(intervalMultiply(int(null, -2n), int(null, -3n)))).toBe('[6, ∞]');
    expect(String(intervalMultiply(int(-1n, null), int(3n, 4n)))).toBe('[-∞, ∞]');
    expect(String(intervalDivide(int(1n, 2n), int(-1n, 1n)))).toBe('[-∞, ∞]');
  });

  it('shrink to where a comparison can hold', () => {
    const [left, right] = satisfyGreater(int(0n, 10n), int(5n, 20n), false)!;
    expect([String(left), String(right)]).toEqual(['[5, 10]', '[5, 10]']);
    expect(satisfyGreater(int(0n, 5n), int(5n, 20n), true)).toBeUndefined();
    const [open, capped] = satisfyGreater(int(null, 10n), int(5n, null), true)!;
    expect([String(open), String(capped)]).toEqual(['[5, 10]', '[5, 10]']);
  });

  it('of operators contain every result', () => {
    const operations = {
      Plus: addScalars,
      Minus: subtractScalars,
      Multiply: multiplyScalars,
      Divide: divideScalars,
    } as const;
    const bounds = {
      Plus: intervalAdd,
      Minus: intervalSubtract,
      Multiply: intervalMultiply,
      Divide: intervalDivide,
    } as const;
    const integer = fc.integer({ min: -50, max: 50 }).map((v) => S.int64(BigInt(v)));
    const double = fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((v) => S.float64(v));
    const decimal = fc.integer({ min: -500, max: 500 }).map((v) => S.decimal128(BigInt(v), 10, 2));
    const nonZero = (value: S): boolean => Number(value.value) !== 0;
    for (const op of ['Plus', 'Minus', 'Multiply', 'Divide'] as const) {
      for (const values of [integer, double, decimal]) {
        const triple = fc
          .tuple(values, values, values)
          .map((list) => [...list].sort((a, b) => Number(a.value) - Number(b.value)));
        fc.assert(
          fc.property(triple, triple, ([a, x, b], [c, y, d]) => {
            if (op === 'Divide' && ![c!, y!, d!].every(nonZero)) return;
            const result = bounds[op](Interval.of(a!, b!), Interval.of(c!, d!));
            expect(result.containsValue(operations[op](x!, y!))).toBe(true);
            expect(applyIntervalOperator(op, Interval.of(a!, b!), Interval.of(c!, d!)).equals(result)).toBe(true);
          }),
        );
      }
    }
  });

  it('of exact float sums are exact', () => {
    expect(String(intervalAdd(float(1, 2), float(0.5, 0.25 + 1)))).toBe('[1.5, 3.25]');
    const tenths = intervalAdd(float(0.1, 0.1), float(0.2, 0.2));
    expect([tenths.lower.value, tenths.upper.value]).toEqual([0.3, 0.30000000000000004]);
  });
});

const unordered = (type: DataType): Interval => Interval.unbounded(type);

describe('intervals of other types', () => {
  it('add durations to timestamps', () => {
    const instant = (value: bigint): S => new S(T.timestamp('Second'), value);
    const span = (value: bigint): S => new S(T.duration('Second'), value);
    const sum = intervalAdd(Interval.of(instant(0n), instant(10n)), Interval.of(span(1n), span(2n)));
    expect([sum.lower.value, sum.upper.value]).toEqual([1n, 12n]);
    expect(intervalSubtract(unordered(T.timestamp('Second')), unordered(T.timestamp('Second'))).dataType).toEqual(
      T.duration('Second'),
    );
  });
});
