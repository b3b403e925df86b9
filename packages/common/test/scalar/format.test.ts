import {
  DataTypes as T,
  debugScalar,
  displayScalar,
  field,
  listItem,
  ScalarValue as S,
  type DataType,
  type ScalarData,
} from '@datafusion-ts/common';

const of = (type: DataType, value: ScalarData): S => new S(type, value);
const list = (type: DataType, ...values: readonly ScalarData[]): S =>
  of(
    T.list(listItem(type)),
    values.map((v) => of(type, v)),
  );
const struct = (...members: readonly (readonly [string, S])[]): S =>
  of(
    T.struct(members.map(([name, m]) => field(name, m.dataType))),
    members.map(([, m]) => m),
  );
const entry = (key: string, value: S): S => struct(['key', S.utf8(key)], ['value', value]);
const map = (...entries: readonly S[]): S => of(T.map(field('entries', entries[0]!.dataType, false), false), entries);
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const seconds = T.timestamp('Second');
const zoned = (zone: string): DataType => T.timestamp('Second', zone);
const newYork = 1_590_984_000n;

/** Value, text in logical plans, text in physical plans: all from the real engine. */
const CASES: readonly (readonly [S, string, string])[] = [
  [S.null(), 'NULL', 'NULL'],
  [S.boolean(true), 'Boolean(true)', 'true'],
  [of(T.Int8, 1), 'Int8(1)', '1'],
  [S.uint64(null), 'UInt64(NULL)', 'NULL'],
  [S.float64(1), 'Float64(1)', '1'],
  [S.float64(1e21), 'Float64(1000000000000000000000)', '1000000000000000000000'],
  [S.float64(1e-7), 'Float64(0.0000001)', '0.0000001'],
  [of(T.Float32, Math.fround(1.1)), 'Float32(1.1)', '1.1'],
  [S.float64(NaN), 'Float64(NaN)', 'NaN'],
  [S.decimal128(123n, 10, 2), 'Decimal128(Some(123),10,2)', 'Some(123),10,2'],
  [of(T.decimal256(50, 5), null), 'Decimal256(None,50,5)', 'None,50,5'],
  [S.utf8('a"b'), 'Utf8("a"b")', 'a"b'],
  [of(T.Utf8View, 'x'), 'Utf8View("x")', 'x'],
  [of(T.LargeUtf8, null), 'LargeUtf8(NULL)', 'NULL'],
  [of(T.Binary, bytes(1, 255)), 'Binary("1,255")', '01FF'],
  [
    of(T.BinaryView, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
    'BinaryView("1,2,3,4,5,6,7,8,9,10,11")',
    '0102030405060708090A...',
  ],
  [of(T.fixedSizeBinary(4), bytes(1, 2, 3, 4)), 'FixedSizeBinary(4, "1,2,3,4")', '01020304'],
  [of(T.Date32, 18_321), 'Date32("2020-02-29")', '2020-02-29'],
  [of(T.Date32, null), 'Date32("NULL")', 'NULL'],
  [of(T.Date32, -719_893), 'Date32("-0001-01-01")', '-0001-01-01'],
  [of(T.Date64, 1_582_934_400_000n), 'Date64("2020-02-29")', '2020-02-29'],
  [of(T.time64('Nanosecond'), 45_296_000_000_000n), 'Time64Nanosecond("45296000000000")', '45296000000000'],
  [of(T.time32('Second'), 45_296), 'Time32Second("45296")', '45296'],
  [of(T.timestamp('Nanosecond'), -1n), 'TimestampNanosecond(-1, None)', '-1'],
  [of(zoned('UTC'), 1_577_836_800n), 'TimestampSecond(1577836800, Some("UTC"))', '1577836800'],
  [of(T.timestamp('Millisecond'), null), 'TimestampMillisecond(NULL, None)', 'NULL'],
  [of(T.duration('Millisecond'), 5n), 'DurationMillisecond("5")', '5'],
  [
    of(T.interval('MonthDayNano'), { months: 1, days: 2, nanoseconds: 3_000_000_000n }),
    'IntervalMonthDayNano("IntervalMonthDayNano { months: 1, days: 2, nanoseconds: 3000000000 }")',
    'IntervalMonthDayNano { months: 1, days: 2, nanoseconds: 3000000000 }',
  ],
  [of(T.interval('MonthDayNano'), null), 'IntervalMonthDayNano("NULL")', 'NULL'],
  [list(T.Int64, 1n, 2n, null), 'List([1, 2, ])', '[1, 2, ]'],
  [list(T.Utf8, 'a', 'b'), 'List([a, b])', '[a, b]'],
  [list(T.Float64, 1, 2.5), 'List([1.0, 2.5])', '[1.0, 2.5]'],
  [
    list(T.Float64, 1e16, 1e15, 1e-5, 1e-6, 123_456.789, 0.1),
    'List([1e16, 1000000000000000.0, 0.00001, 1e-6, 123456.789, 0.1])',
    '[1e16, 1000000000000000.0, 0.00001, 1e-6, 123456.789, 0.1]',
  ],
  [
    list(T.Float32, 1e10, Math.fround(1e-7), 16_777_216, Math.fround(1e13), Math.fround(1e12), Math.fround(1e-5)),
    'List([10000000000.0, 1e-7, 16777216.0, 1e13, 1000000000000.0, 0.00001])',
    '[10000000000.0, 1e-7, 16777216.0, 1e13, 1000000000000.0, 0.00001]',
  ],
  [of(T.list(listItem(T.Int64)), null), 'List()', ''],
  [list(T.Date32, 18_262), 'List([2020-01-01])', '[2020-01-01]'],
  [
    list(T.timestamp('Millisecond'), 1_577_836_800_500n),
    'List([2020-01-01T00:00:00.500])',
    '[2020-01-01T00:00:00.500]',
  ],
  [list(T.timestamp('Nanosecond'), -1n), 'List([1969-12-31T23:59:59.999999999])', '[1969-12-31T23:59:59.999999999]'],
  [list(T.Date64, 123n), 'List([1970-01-01T00:00:00.123])', '[1970-01-01T00:00:00.123]'],
  [list(T.time64('Millisecond' as 'Nanosecond'), 3_723_004n), 'List([01:02:03.004])', '[01:02:03.004]'],
  [list(zoned('America/New_York'), newYork), 'List([2020-06-01T00:00:00-04:00])', '[2020-06-01T00:00:00-04:00]'],
  [list(zoned('+05:30'), 1_590_949_800n), 'List([2020-06-01T00:00:00+05:30])', '[2020-06-01T00:00:00+05:30]'],
  [list(zoned('UTC'), 1_590_969_600n), 'List([2020-06-01T00:00:00Z])', '[2020-06-01T00:00:00Z]'],
  [list(seconds, 0n), 'List([1970-01-01T00:00:00])', '[1970-01-01T00:00:00]'],
  [list(T.duration('Millisecond'), 5n, -1500n, 0n), 'List([PT0.005S, -PT1.5S, P0D])', '[PT0.005S, -PT1.5S, P0D]'],
  [
    list(T.interval('MonthDayNano'), { months: 1, days: 0, nanoseconds: 5_401_500_000_000n }),
    'List([1 mons 1 hours 30 mins 1.500000000 secs])',
    '[1 mons 1 hours 30 mins 1.500000000 secs]',
  ],
  [
    list(
      T.interval('MonthDayNano'),
      { months: -1, days: -2, nanoseconds: -1_500_000_000n },
      { months: 0, days: 0, nanoseconds: 0n },
    ),
    'List([-1 mons -2 days -1.500000000 secs, 0 secs])',
    '[-1 mons -2 days -1.500000000 secs, 0 secs]',
  ],
  [list(T.decimal128(5, 2), 150n), 'List([1.50])', '[1.50]'],
  [list(T.Binary, bytes(1, 255)), 'List([01ff])', '[01ff]'],
  [struct(['c0', S.int64(1n)], ['c1', S.utf8('a')]), 'Struct({c0:1,c1:a})', '{c0:1,c1:a}'],
  [struct(['a', S.int64(1n)], ['c', S.null()]), 'Struct({a:1,c:})', '{a:1,c:}'],
  [
    struct(['b', list(T.Int64, 1n)], ['c', struct(['d', S.float64(1)])]),
    'Struct({b:[1],c:{d: 1.0}})',
    '{b:[1],c:{d:1.0}}',
  ],
  [of(T.struct([field('a', T.Int64)]), null), 'Struct({a:})', 'NULL'],
  [map(entry('a', S.utf8('1')), entry('b', S.utf8(null))), 'Map([{"a":"1","b":""}])', '[{a:1,b:}]'],
  [of(T.dictionary(T.Int32, T.Utf8), 'x'), 'Dictionary(Int32, Utf8("x"))', 'x'],
  [of(T.dictionary(T.Int32, T.Utf8), null), 'Dictionary(Int32, Utf8(NULL))', 'NULL'],
];

describe('texts of scalars in plans', () => {
  it.each(CASES)('%#', (scalar, debug, display) => {
    expect([debugScalar(scalar), displayScalar(scalar)]).toEqual([debug, display]);
  });
});
