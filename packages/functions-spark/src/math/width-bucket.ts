import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { Args, bigintReader, bigintRows, doc, numberReader, Sections } from '@datafusion-ts/functions';

const BUCKETS = coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.integer], NativeTypes.Int64);
const MOST = 2n ** 63n - 1n;

/** The bucket of a value among `count` equal ones from `low` to `high`, which may run downwards; null where there are none. */
function bucketOf(value: number, low: number, high: number, count: bigint): bigint | null {
  if (count <= 0n || count === MOST || Number.isNaN(value) || low === high) return null;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  const rising = low < high;
  if (rising ? value < low : value > low) return 0n;
  if (rising ? value >= high : value <= high) return count + 1n;
  return BigInt(Math.trunc((Number(count) * (value - low)) / (high - low))) + 1n;
}

/**
 * `width_bucket(value, min, max, count)`: which of `count` buckets of equal width between two bounds a value falls into, from
 * 1; 0 and `count + 1` lie outside. NULL for empty ranges, bounds that are not finite, and counts that are not positive.
 */
export const widthBucket: ScalarUDF = {
  name: 'width_bucket',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.float64, Args.float64, Args.float64, BUCKETS] },
      ...[DataTypes.duration('Microsecond'), DataTypes.interval('YearMonth')].map((type) => ({
        kind: 'Exact' as const,
        types: [type, type, type, DataTypes.Int64],
      })),
    ],
    'Immutable',
  ),
  returnType: () => DataTypes.Int64,
  invoke: (call) =>
    bigintRows(call, ([value, low, high, count], arena) => {
      const [x, from, to] = [value!, low!, high!].map((column) => numberReader(column, arena));
      const readCount = bigintReader(count!, arena);
      return (row) => {
        const [v, a, b, n] = [x!(row), from!(row), to!(row), readCount(row)];
        return v === null || a === null || b === null || n === null ? null : bucketOf(v, a, b, n);
      };
    }),
  documentation: doc(
    Sections.math,
    'Tells which of several buckets of equal width a value falls into; 0 and one more than there are lie outside.',
    'width_bucket(value, min, max, count)',
    'SELECT width_bucket(5.3, 0.2, 10.6, 5)',
    [
      ['value', 'Number, duration or interval of months.'],
      ['min', 'Where the first bucket begins.'],
      ['max', 'Where the last bucket ends; below `min` the buckets run downwards.'],
      ['count', 'How many buckets.'],
    ],
  ),
};
