import {
  DataTypes,
  ExecutionError,
  NotImplementedError,
  type DataType,
  type TimeUnit,
  nanosPerUnit,
} from '@datafusion-ts/common';
import { dateBinMonths, dateBinNanos, nullVector, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature, TIMEZONE_WILDCARD } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { risingIn } from '../utils/ordering.js';
import { bigintReader } from '../utils/readers.js';
import { bigintRows, numberRows } from '../utils/rows.js';
import { TIMESTAMP_NS } from './signatures.js';

/**
 * `date_bin('15 minutes', x[, origin])`: the start of the bin that a moment lies in, bins counted from the origin. Strides are
 * months or nanoseconds, not both. Works on timestamps (in UTC,
 * whatever their time zone) and, for strides below a day, on times of day.
 */

type Stride = { readonly months: number } | { readonly nanos: bigint };

const INTERVALS = { MDN: DataTypes.interval('MonthDayNano'), DT: DataTypes.interval('DayTime') };

const timeOf = (unit: TimeUnit): DataType =>
  unit === 'Nanosecond' || unit === 'Microsecond' ? DataTypes.time64(unit) : DataTypes.time32(unit);

/** Accepted lists for one unit, in DataFusion's order. */
function listsFor(unit: TimeUnit): readonly (readonly DataType[])[] {
  const plain = DataTypes.timestamp(unit);
  const zoned = DataTypes.timestamp(unit, TIMEZONE_WILDCARD);
  const zonedOrigin = DataTypes.timestamp('Nanosecond', TIMEZONE_WILDCARD);
  const time = timeOf(unit);
  const { MDN, DT } = INTERVALS;
  const times = unit === 'Nanosecond' || unit === 'Microsecond' ? [DT, MDN] : [MDN, DT];
  return [
    ...[MDN, DT].flatMap((stride) => [
      [stride, plain, TIMESTAMP_NS],
      [stride, zoned, zonedOrigin],
    ]),
    ...[MDN, DT].flatMap((stride) => [
      [stride, plain],
      [stride, zoned],
    ]),
    ...times.flatMap((stride) => [
      [stride, time, time],
      [stride, time],
    ]),
  ];
}

const UNITS: readonly TimeUnit[] = ['Nanosecond', 'Microsecond', 'Millisecond', 'Second'];

function strideOf(vector: ColumnVector): Stride | undefined {
  if (vector.encoding !== 'constant') {
    throw new NotImplementedError('DATE_BIN only supports literal values for the stride argument, not arrays');
  }
  const data = vector.value.value;
  if (data === null || typeof data !== 'object') return undefined;
  if ('milliseconds' in data) {
    return checkedNanos(BigInt(data.days) * 86_400_000_000_000n + BigInt(data.milliseconds) * 1_000_000n);
  }
  if (!('nanoseconds' in data)) return undefined;
  if (data.months !== 0) {
    if (data.days !== 0 || data.nanoseconds !== 0n) {
      throw new NotImplementedError(
        'DATE_BIN stride does not support combination of month, day and nanosecond intervals',
      );
    }
    return { months: data.months };
  }
  return checkedNanos(BigInt(data.days) * 86_400_000_000_000n + data.nanoseconds);
}

function checkedNanos(nanos: bigint): Stride {
  if (nanos === 0n) throw new ExecutionError('DATE_BIN stride must be non-zero');
  return { nanos };
}

function originOf(vector: ColumnVector | undefined): bigint | undefined {
  if (vector === undefined) return 0n;
  if (vector.encoding !== 'constant') {
    throw new NotImplementedError('DATE_BIN only supports literal values for the origin argument, not arrays');
  }
  const data = vector.value.value;
  if (data === null) return undefined;
  const { type } = vector;
  const unit = 'unit' in type ? (type.unit as TimeUnit) : 'Nanosecond';
  return BigInt(data as number | bigint) * nanosPerUnit(unit);
}

const BILLION = 1_000_000_000n;
const fits = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

/** The bin of a moment in nanoseconds; undefined when anything is out of range. */
function binOf(stride: Stride, value: bigint, origin: bigint): bigint | undefined {
  if (!fits(value) || !fits(origin) || !fits(value - origin)) return undefined;
  const bin = 'nanos' in stride ? dateBinNanos(stride.nanos, value, origin) : monthBin(stride.months, value, origin);
  return bin === undefined || !fits(bin) ? undefined : bin;
}

/** Months a date can be away from 1970. */
const MOST_MONTHS = 262_000 * 12;

/** Fractions of seconds before 1970 have no date in DataFusion. */
function monthBin(months: number, value: bigint, origin: bigint): bigint | undefined {
  if (hasNoDate(value) || hasNoDate(origin) || Math.abs(months) > MOST_MONTHS) return undefined;
  return dateBinMonths(months, value, origin);
}

const hasNoDate = (nanos: bigint): boolean => nanos < 0n && nanos % BILLION !== 0n;

function invoke(call: ScalarFunctionArgs): ColumnVector {
  const [strideArg, value, originArg] = call.args;
  const stride = strideOf(strideArg!);
  const origin = originOf(originArg);
  const { dataType } = call.returnField;
  if (stride === undefined || origin === undefined) return nullVector(dataType, call.rowCount);
  const isTime = dataType.kind === 'Time32' || dataType.kind === 'Time64';
  if (isTime) checkTimeStride(stride);
  const per = nanosPerUnit('unit' in dataType ? (dataType.unit as TimeUnit) : 'Nanosecond');
  const bin = (nanos: bigint): bigint | undefined => {
    const start = binOf(stride, nanos, origin);
    return isTime && start !== undefined ? ((start % DAY) + DAY) % DAY : start;
  };
  const only = { ...call, args: [value!] };
  if (dataType.kind === 'Time32') {
    return numberRows(only, ([column], arena) => {
      const read = bigintReader(column!, arena);
      return (row) => {
        const v = read(row);
        const start = v === null ? undefined : bin(v * per);
        return start === undefined ? null : Number(start / per);
      };
    });
  }
  return bigintRows(only, ([column], arena) => {
    const read = bigintReader(column!, arena);
    return (row) => {
      const v = read(row);
      const start = v === null ? undefined : bin(v * per);
      return start === undefined ? null : start / per;
    };
  });
}

const DAY = 86_400_000_000_000n;

function checkTimeStride(stride: Stride): void {
  const tooLong = 'months' in stride || stride.nanos >= DAY || stride.nanos <= -DAY;
  if (tooLong) throw new ExecutionError('DATE_BIN stride for TIME input must be less than 1 day');
}

/** `date_bin`. */
export const dateBin: ScalarUDF = {
  name: 'date_bin',
  signature: Signature.oneOf(
    UNITS.flatMap(listsFor).map((types) => ({ kind: 'Exact', types })),
    'Immutable',
  ),
  returnType: ([, type]) => (type!.kind === 'Null' ? TIMESTAMP_NS : type!),
  invoke,
  outputOrdering: risingIn(1),
  documentation: doc(
    Sections.time,
    'Gives the start of the interval of equal length that a timestamp or time lies in, counted from an origin.',
    'date_bin(interval, expression, origin-timestamp)',
    "SELECT date_bin(INTERVAL '1 day', TIMESTAMP '2020-01-01T18:18:18')",
    [
      ['interval', 'Length of an interval.'],
      ['expression', 'Timestamp or time to look at.'],
      ['origin-timestamp', 'Where intervals are counted from; default 1970-01-01T00:00:00Z.'],
    ],
  ),
};
