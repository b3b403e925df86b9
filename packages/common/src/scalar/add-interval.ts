/** Adding intervals to dates and timestamps: months keep the day, cut to the month's last. */
import type { DataType } from '../data-type.js';
import { ArrowError } from '../errors.js';
import type { DayTimeInterval, MonthDayNanoInterval, ScalarData } from '../scalar-value.js';
import { addMonthsToDays } from './civil.js';
import { nanosPerUnit } from './time-unit.js';

const DAY_NANOS = 86_400_000_000_000n;

/** Any interval as months, days and nanoseconds. */
export function intervalParts(unit: 'YearMonth' | 'DayTime' | 'MonthDayNano', value: ScalarData): MonthDayNanoInterval {
  switch (unit) {
    case 'YearMonth':
      return { months: value as number, days: 0, nanoseconds: 0n };
    case 'DayTime': {
      const { days, milliseconds } = value as DayTimeInterval;
      return { months: 0, days, nanoseconds: BigInt(milliseconds) * 1_000_000n };
    }
    case 'MonthDayNano':
      return value as MonthDayNanoInterval;
  }
}

/** A date or a timestamp without zone plus (`sign` 1) or minus (`sign` -1) an interval. */
export function addInterval(
  type: DataType,
  value: number | bigint,
  interval: MonthDayNanoInterval,
  sign: 1 | -1,
): number | bigint {
  const perUnit =
    type.kind === 'Date32'
      ? DAY_NANOS
      : type.kind === 'Date64'
        ? 1_000_000n
        : type.kind === 'Timestamp'
          ? nanosPerUnit(type.unit)
          : undefined;
  if (perUnit === undefined) throw new ArrowError('Invalid argument error', `Cannot add an interval to ${type.kind}`);
  const nanos = BigInt(value) * perUnit;
  let days = nanos / DAY_NANOS;
  let rest = nanos % DAY_NANOS;
  if (rest < 0n) {
    rest += DAY_NANOS;
    days -= 1n;
  }
  const moved = BigInt(addMonthsToDays(Number(days), sign * interval.months) + sign * interval.days);
  const total = moved * DAY_NANOS + rest + BigInt(sign) * interval.nanoseconds;
  const floored = total >= 0n ? total / perUnit : -((-total + perUnit - 1n) / perUnit);
  return type.kind === 'Date32' ? Number(floored) : floored;
}
