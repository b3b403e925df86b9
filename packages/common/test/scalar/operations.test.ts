import fc from 'fast-check';
import {
  addMonthsToDays,
  addScalars,
  compareScalars,
  compareText,
  DataTypes as T,
  dateText,
  daysFromCivil,
  civilFromDays,
  debugScalar,
  defaultOf,
  divideScalars,
  field,
  isOneScalar,
  isZeroScalar,
  listItem,
  maxOf,
  minOf,
  multiplyScalars,
  negateScalar,
  oneOf,
  scalarArithmetic,
  scalarDistance,
  scalarKey,
  scalarsEqual,
  ScalarValue as S,
  subtractScalars,
  zeroOf,
  type DataType,
} from '@datafusion-ts/common';

const int32 = (value: number | null): S => S.int32(value);
const text = (run: () => S): string => {
  try {
    return debugScalar(run());
  } catch (error) {
    return String(error);
  }
};

describe('order of scalars', () => {
  it('puts NULL first and NaN last', () => {
    const sorted = [
      S.float64(null),
      S.float64(-Infinity),
      S.float64(-0),
      S.float64(0),
      S.float64(Infinity),
      S.float64(NaN),
    ];
    for (let i = 0; i + 1 < sorted.length; i++) expect(compareScalars(sorted[i]!, sorted[i + 1]!)).toBeLessThan(0);
    expect(scalarsEqual(S.float64(NaN), S.float64(NaN))).toBe(true);
    expect(scalarsEqual(S.float64(0), S.float64(-0))).toBe(false);
  });

  it('is undefined across types', () => {
    expect(compareScalars(int32(1), S.int64(1n))).toBeUndefined();
    const [plain, zoned] = [new S(T.timestamp('Second'), 1n), new S(T.timestamp('Second', 'UTC'), 2n)];
    expect(compareScalars(plain, zoned)).toBeLessThan(0);
    expect(compareScalars(plain, new S(T.timestamp('Nanosecond'), 1n))).toBeUndefined();
  });

  it('of texts is that of their bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });

  it('agrees with keys about equality', () => {
    const scalar = fc.oneof(
      fc.double().map((v) => S.float64(v)),
      fc.string().map((v) => S.utf8(v)),
      fc.bigInt({ min: -5n, max: 5n }).map((v) => S.int64(v)),
      fc.array(fc.bigInt({ min: 0n, max: 2n })).map(
        (v) =>
          new S(
            T.list(listItem(T.Int64)),
            v.map((x) => S.int64(x)),
          ),
      ),
    );
    fc.assert(fc.property(scalar, scalar, (a, b) => expect(scalarKey(a) === scalarKey(b)).toBe(scalarsEqual(a, b))));
  });
});

describe('arithmetic of scalars', () => {
  it('checks integers for overflow', () => {
    expect(text(() => addScalars(int32(2_147_483_647), int32(1)))).toBe(
      'Arrow error: Arithmetic overflow: Overflow happened on: 2147483647 + 1',
    );
    expect(text(() => divideScalars(S.int64(7n), S.int64(-2n)))).toBe('Int64(-3)');
    expect(text(() => divideScalars(S.int64(7n), S.int64(0n)))).toBe('Arrow error: Divide by zero error');
    expect(text(() => negateScalar(S.int64(-(2n ** 63n))))).toBe(
      'Arrow error: Arithmetic overflow: Overflow happened on: - -9223372036854775808',
    );
    expect(text(() => addScalars(int32(null), int32(1)))).toBe('Int32(NULL)');
  });

  it('scales decimals', () => {
    const [a, b] = [S.decimal128(150n, 10, 2), S.decimal128(5n, 5, 1)];
    expect(text(() => addScalars(a, b))).toBe('Decimal128(Some(200),11,2)');
    expect(text(() => multiplyScalars(a, b))).toBe('Decimal128(Some(750),16,3)');
    expect(text(() => divideScalars(a, b))).toBe('Decimal128(Some(3000000),15,6)');
    expect(text(() => scalarArithmetic(a, '%', b))).toBe('Decimal128(Some(0),6,2)');
  });

  it('moves dates and timestamps by intervals', () => {
    const month = new S(T.interval('MonthDayNano'), { months: 1, days: 0, nanoseconds: 0n });
    const january = new S(T.Date32, daysFromCivil(2024, 1, 31));
    expect(text(() => addScalars(january, month))).toBe('Date32("2024-02-29")');
    expect(text(() => subtractScalars(january, january))).toBe('DurationSecond("0")');
    const second = new S(T.timestamp('Second'), 0n);
    const back = new S(T.interval('MonthDayNano'), { months: -1, days: 1, nanoseconds: -1n });
    expect(text(() => addScalars(second, back))).toBe('TimestampSecond(-2592001, None)');
    expect(text(() => addScalars(new S(T.duration('Second'), 5n), second))).toBe('TimestampSecond(5, None)');
    expect(text(() => multiplyScalars(second, second))).toBe(
      'Arrow error: Invalid argument error: Invalid arithmetic operation: Timestamp(s) * Timestamp(s)',
    );
  });

  it('adds months as calendars do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -700_000, max: 2_900_000 }),
        fc.integer({ min: -5000, max: 5000 }),
        (days, months) => {
          const [from, to] = [civilFromDays(days), civilFromDays(addMonthsToDays(days, months))];
          expect(to.year * 12 + to.month).toBe(from.year * 12 + from.month + months);
          expect(to.day).toBe(
            Math.min(
              from.day,
              new Date(Date.UTC(2000, to.month, 0)).getUTCDate() - (to.month === 2 && !isLeap(to.year) ? 1 : 0),
            ),
          );
          expect(daysFromCivil(from.year, from.month, from.day)).toBe(days);
        },
      ),
    );
  });

  const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
});

describe('well-known scalars', () => {
  it.each<[DataType, string, string]>([
    [T.Int8, 'Int8(-128)', 'Int8(127)'],
    [T.UInt64, 'UInt64(0)', 'UInt64(18446744073709551615)'],
    [T.decimal128(4, 2), 'Decimal128(Some(-9999),4,2)', 'Decimal128(Some(9999),4,2)'],
    [T.Boolean, 'Boolean(false)', 'Boolean(true)'],
    [T.time32('Second'), 'Time32Second("0")', 'Time32Second("86399")'],
  ])('ends of %j', (type, min, max) => {
    expect([debugScalar(minOf(type)!), debugScalar(maxOf(type)!)]).toEqual([min, max]);
  });

  it('knows zero and one of numbers', () => {
    for (const type of [T.Int8, T.UInt64, T.Float32, T.decimal128(10, 3)]) {
      expect(isZeroScalar(zeroOf(type))).toBe(true);
      expect(isOneScalar(oneOf(type))).toBe(true);
      expect(isOneScalar(zeroOf(type))).toBe(false);
    }
    expect(isZeroScalar(S.utf8('0'))).toBe(false);
  });

  it('fills nested defaults', () => {
    const type = T.struct([field('a', T.Utf8), field('b', T.fixedSizeList(listItem(T.Int64), 2))]);
    expect(debugScalar(defaultOf(type))).toBe('Struct({a:,b:[0, 0]})');
    expect(minOf(T.Utf8)).toBeUndefined();
  });

  it('measures distances', () => {
    expect(scalarDistance(int32(5), int32(-3))).toBe(8);
    expect(scalarDistance(S.float64(1.4), S.float64(4))).toBe(3);
    expect(scalarDistance(S.uint64(0n), S.uint64(2n ** 64n - 1n))).toBeUndefined();
    expect(scalarDistance(int32(null), int32(1))).toBeUndefined();
  });

  it('prints dates of any year', () => {
    expect([daysFromCivil(1, 1, 1), daysFromCivil(12_345, 6, 7)].map(dateText)).toEqual(['0001-01-01', '+12345-06-07']);
  });
});
