import {
  ABSENT,
  addPrecision,
  calculateTotalByteSize,
  DataTypes as T,
  displayStatistics,
  exact,
  field,
  inexact,
  mergeStatistics,
  multiplyPrecision,
  ScalarValue,
  Schema,
  statisticsWithFetch,
  subtractPrecision,
  UNKNOWN_COLUMN,
  unknownStatistics,
  withEstimatedSelectivity,
} from '@datafusion-ts/common';

const schema = new Schema([field('a', T.Int64), field('b', T.Utf8)]);

describe('precision', () => {
  it('of a combination is that of the least precise part', () => {
    expect(addPrecision(exact(1), exact(2))).toEqual(exact(3));
    expect(addPrecision(exact(1), inexact(2))).toEqual(inexact(3));
    expect(multiplyPrecision(exact(2), ABSENT)).toEqual(ABSENT);
    expect(subtractPrecision(exact(1), exact(2))).toEqual(exact(0));
    expect(withEstimatedSelectivity(exact(10), 0.25)).toEqual(inexact(3));
  });
});

describe('statistics', () => {
  it('print as in EXPLAIN', () => {
    const column = {
      ...UNKNOWN_COLUMN,
      minValue: exact(ScalarValue.int64(1n)),
      maxValue: inexact(ScalarValue.int64(9n)),
      nullCount: exact(0),
    };
    expect(
      displayStatistics({ numRows: exact(5), totalByteSize: ABSENT, columnStatistics: [column, UNKNOWN_COLUMN] }),
    ).toBe(
      'Rows=Exact(5), Bytes=Absent, [(Col[0]: Min=Exact(Int64(1)) Max=Inexact(Int64(9)) Null=Exact(0)),(Col[1]:)]',
    );
  });

  it('know sizes of fixed-width rows only', () => {
    const rows = { ...unknownStatistics(schema), numRows: exact(3) };
    expect(calculateTotalByteSize(rows, schema).totalByteSize).toEqual(ABSENT);
    expect(calculateTotalByteSize(rows, new Schema([schema.field(0)])).totalByteSize).toEqual(exact(24));
  });

  it('shrink with LIMIT and OFFSET', () => {
    const rows = {
      numRows: exact(100),
      totalByteSize: exact(1000),
      columnStatistics: [{ ...UNKNOWN_COLUMN, nullCount: exact(7) }],
    };
    const limited = statisticsWithFetch(rows, 10, 0);
    expect(limited).toMatchObject({
      numRows: exact(10),
      totalByteSize: inexact(100),
      columnStatistics: [{ nullCount: inexact(7) }],
    });
    expect(statisticsWithFetch(rows, 200, 0)).toBe(rows);
    expect(statisticsWithFetch(rows, undefined, 150).numRows).toEqual(exact(0));
    expect(statisticsWithFetch(unknownStatistics(schema), 10, 0).numRows).toEqual(inexact(10));
  });

  it('of several parts are merged, what is unknown stays unknown', () => {
    const int32 = (value: number) => exact(ScalarValue.int32(value));
    const part = (rows: number, min: number, max: number) => ({
      numRows: exact(rows),
      totalByteSize: inexact(rows * 4),
      columnStatistics: [
        {
          ...UNKNOWN_COLUMN,
          nullCount: exact(1),
          minValue: int32(min),
          maxValue: int32(max),
          sumValue: int32(2_000_000_000),
        },
      ],
    });
    const one = new Schema([field('a', T.Int32)]);
    const merged = mergeStatistics([part(2, 5, 6), part(3, 1, 2)], one);
    expect(displayStatistics(merged)).toBe(
      'Rows=Exact(5), Bytes=Inexact(20), [(Col[0]: Min=Exact(Int32(1)) Max=Exact(Int32(6)) Sum=Exact(Int64(4000000000)) Null=Exact(2))]',
    );
    expect(displayStatistics(mergeStatistics([part(2, 5, 6), unknownStatistics(one)], one))).toBe(
      'Rows=Absent, Bytes=Absent, [(Col[0]:)]',
    );
  });
});
