import { DataTypes, ScalarValue, type MonthDayNanoInterval, addMonthsToDays } from '@datafusion-ts/common';
import { Arena, arithmetic, constantVector, floorDiv, getScalar } from '@datafusion-ts/compute';

const NANOS_PER_DAY = 86_400_000_000_000n;

/** A timestamp (nanoseconds since 1970) moved by an interval: months and days by the calendar of the time zone, if any. */
export function addInterval(value: bigint, step: MonthDayNanoInterval, timezone: string | undefined): bigint {
  if (step.months === 0 && step.days === 0) return value + step.nanoseconds;
  return timezone === undefined ? addUtc(value, step) : addZoned(value, step, timezone);
}

function addUtc(value: bigint, { months, days, nanoseconds }: MonthDayNanoInterval): bigint {
  const day = floorDiv(value, NANOS_PER_DAY);
  const moved = BigInt(addMonthsToDays(Number(day), months) + days);
  return moved * NANOS_PER_DAY + (value - day * NANOS_PER_DAY) + nanoseconds;
}

function addZoned(value: bigint, step: MonthDayNanoInterval, timezone: string): bigint {
  const type = DataTypes.timestamp('Nanosecond', timezone);
  const arena = new Arena();
  try {
    const left = constantVector(new ScalarValue(type, value), 1);
    const right = constantVector(new ScalarValue(DataTypes.interval('MonthDayNano'), step), 1);
    return getScalar(arithmetic('add', left, right, type, arena), 0).value as bigint;
  } finally {
    arena.release();
  }
}
