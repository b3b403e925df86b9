import { DataTypes, exact, field, ScalarValue, Schema, type Statistics } from '@datafusion-ts/common';
import { binary, Column, filterStatistics, lit } from '@datafusion-ts/physical-expr';

const LARGE = 2n ** 53n;
const schema = new Schema([field('a', DataTypes.Int64, false)]);

/** Ten rows with values from 2^53 to 2^53 + 3. */
const input: Statistics = {
  numRows: exact(10),
  totalByteSize: exact(80),
  columnStatistics: [
    {
      minValue: exact(ScalarValue.int64(LARGE)),
      maxValue: exact(ScalarValue.int64(LARGE + 3n)),
      sumValue: { kind: 'Absent' },
      nullCount: exact(0),
      distinctCount: { kind: 'Absent' },
      byteSize: { kind: 'Absent' },
    },
  ],
};

describe('estimates of comparisons', () => {
  // As doubles, 2^53 and 2^53 + 1 are one.
  it.each([
    ['Lt', LARGE, 0],
    ['Lt', LARGE + 1n, 3],
    ['LtEq', LARGE + 1n, 5],
    ['Eq', LARGE - 1n, 0],
    ['Eq', LARGE + 3n, 3],
    ['Eq', LARGE + 4n, 0],
    ['Gt', LARGE + 2n, 3],
    ['Gt', LARGE + 3n, 0],
    ['GtEq', LARGE + 4n, 0],
  ] as const)('%s %s', (op, value, rows) => {
    const predicate = binary(new Column('a', 0), op, lit(ScalarValue.int64(value)));
    expect(filterStatistics(predicate, schema, input)?.numRows).toEqual({ kind: 'Inexact', value: rows });
  });
});
