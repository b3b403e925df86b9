import { DataTypes, ExecutionError, ScalarValue } from '@datafusion-ts/common';
import { Arena, dateTrunc, getScalar, vectorFromScalars } from '@datafusion-ts/compute';

const NANOS = DataTypes.timestamp('Nanosecond');
/** The first whole second that nanoseconds reach, and the first whole day. */
const [FIRST, FIRST_DAY] = [-9_223_372_036_000_000_000n, -9_223_286_400_000_000_000n];

const trunc = (unit: 'second' | 'minute' | 'day' | 'year', values: readonly (bigint | null)[]): unknown[] => {
  const arena = new Arena();
  try {
    const vector = vectorFromScalars(
      NANOS,
      values.map((value) => new ScalarValue(NANOS, value)),
      arena,
    );
    const starts = dateTrunc(unit, vector, arena);
    return values.map((_, row) => getScalar(starts, row).value);
  } finally {
    arena.release();
  }
};

describe('date_trunc at the end of what 64 bits count', () => {
  it('refuses values whose unit begins earlier, and never wraps around', () => {
    for (const unit of ['minute', 'day', 'year'] as const) {
      expect(() => trunc(unit, [0n, null, FIRST])).toThrow(ExecutionError);
    }
  });

  it('takes all others', () => {
    expect(() => trunc('second', [FIRST])).not.toThrow();
    expect(() => trunc('day', [FIRST_DAY, null, 2n ** 63n - 1n])).not.toThrow();
  });
});
