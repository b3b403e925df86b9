import { DataTypes, NotImplementedError, type MonthDayNanoInterval } from '@datafusion-ts/common';
import { getScalar, isNull, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import {
  coerceExact,
  coerceImplicit,
  NativeTypes,
  Signature,
  TypeClasses,
  type Coercion,
  type NativeType,
} from '@datafusion-ts/expr-common';
import { Args, bigintReader, bigintRows, doc, numberReader, Sections, type Row } from '@datafusion-ts/functions';

const BUCKETS = coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.integer], NativeTypes.Int64);

const DURATION: NativeType = { kind: 'Duration', unit: 'Microsecond' };
const interval = (unit: 'YearMonth' | 'MonthDayNano'): Coercion =>
  coerceExact(TypeClasses.native({ kind: 'Interval', unit }));
const DISTANCES = [
  coerceImplicit(TypeClasses.native(DURATION), [TypeClasses.duration], DURATION),
  interval('YearMonth'),
  interval('MonthDayNano'),
];

const DAY_NANOSECONDS = 86_400e9;

/**
 * Intervals as numbers that can be compared: months, or nanoseconds. The two are no multiples of each other, so that one
 * call may only have the one or the other.
 */
function intervalReaders(columns: readonly ColumnVector[], rowCount: number): readonly Row<number>[] {
  const read = (column: ColumnVector, row: number): MonthDayNanoInterval | null =>
    isNull(column, row) ? null : (getScalar(column, row).value as MonthDayNanoInterval);
  let [months, rest] = [false, false];
  for (const column of columns) {
    for (let row = 0; row < (column.encoding === 'constant' ? Math.min(rowCount, 1) : rowCount); row++) {
      const value = read(column, row);
      months ||= value !== null && value.months !== 0;
      rest ||= value !== null && (value.days !== 0 || value.nanoseconds !== 0n);
    }
  }
  if (months && rest) throw new NotImplementedError('width_bucket of intervals with months and days');
  return columns.map((column) => (row) => {
    const value = read(column, row);
    if (value === null) return null;
    return months ? value.months : value.days * DAY_NANOSECONDS + Number(value.nanoseconds);
  });
}

function valueReaders(columns: readonly ColumnVector[], rowCount: number, arena: Arena): readonly Row<number>[] {
  const { type } = columns[0]!;
  if (type.kind === 'Interval' && type.unit === 'MonthDayNano') return intervalReaders(columns, rowCount);
  return columns.map((column) => numberReader(column, arena));
}

/** The bucket of a value among `count` equal ones from `low` to `high`, which may run downwards; null where there are none. */
function bucketOf(value: number, low: number, high: number, count: bigint): bigint | null {
  if (count <= 0n || !Number.isFinite(value) || low === high) return null;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  const rising = low < high;
  if (rising ? value < low : value > low) return 0n;
  const last = BigInt.asIntN(64, count + 1n); // wraps for the largest count
  if (rising ? value >= high : value <= high) return last;
  const bucket = BigInt(Math.trunc((Number(count) * (value - low)) / (high - low))) + 1n;
  return bucket < last ? bucket : last;
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
      ...DISTANCES.map((type) => ({ kind: 'Coercible' as const, coercions: [type, type, type, BUCKETS] })),
    ],
    'Immutable',
  ).withParameterNames(['expr', 'min', 'max', 'num_buckets']),
  returnType: () => DataTypes.Int64,
  invoke: (call) =>
    bigintRows(call, ([value, low, high, count], arena) => {
      const [x, from, to] = valueReaders([value!, low!, high!], value!.length, arena);
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
      ['value', 'Number, duration or interval.'],
      ['min', 'Where the first bucket begins.'],
      ['max', 'Where the last bucket ends; below `min` the buckets run downwards.'],
      ['count', 'How many buckets.'],
    ],
  ),
};
