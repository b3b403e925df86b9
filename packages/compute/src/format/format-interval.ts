import type { DayTimeInterval, MonthDayNanoInterval, TimeUnit } from '@datafusion-ts/common';
import { fractionDigits } from '../temporal/units.js';
import type { DurationFormat } from './format-options.js';

/** `1 years 2 mons`; a negative count has a negative year and a positive rest. */
export function formatYearMonth(months: number): string {
  const years = Math.floor(months / 12);
  return `${years} years ${months - years * 12} mons`;
}

/** `1 days 5 hours 3.500 secs`: parts that are zero are left out, `0 secs` when all are. */
export function formatDayTime({ days, milliseconds }: DayTimeInterval): string {
  const parts = days === 0 ? [] : [`${days} days`];
  pushClock(parts, BigInt(milliseconds), 3);
  return parts.length === 0 ? '0 secs' : parts.join(' ');
}

/** `14 mons 3 days 4 hours 5 mins 6.789000000 secs`: parts that are zero are left out, `0 secs` when all are. */
export function formatMonthDayNano({ months, days, nanoseconds }: MonthDayNanoInterval): string {
  const parts = months === 0 ? [] : [`${months} mons`];
  if (days !== 0) parts.push(`${days} days`);
  pushClock(parts, nanoseconds, 9);
  return parts.length === 0 ? '0 secs' : parts.join(' ');
}

function pushClock(parts: string[], value: bigint, digits: number): void {
  const { hours, minutes, seconds } = clock(value, digits);
  if (hours !== 0n) parts.push(`${hours} hours`);
  if (minutes !== 0n) parts.push(`${minutes} mins`);
  if (seconds !== '') parts.push(`${seconds} secs`);
}

function clock(value: bigint, digits: number): { hours: bigint; minutes: bigint; seconds: string } {
  const perSecond = 10n ** BigInt(digits);
  const total = value / perSecond;
  const fraction = value % perSecond;
  const second = total % 60n;
  const minutes = (total / 60n) % 60n;
  const hours = total / 3600n;
  if (second === 0n && fraction === 0n) return { hours, minutes, seconds: '' };
  return { hours, minutes, seconds: secondText(second, fraction, digits) };
}

function secondText(second: bigint, fraction: bigint, digits: number): string {
  const negative = second < 0n || fraction < 0n;
  const text = digits === 0 ? '' : `.${abs(fraction).toString().padStart(digits, '0')}`;
  return `${negative ? '-' : ''}${abs(second)}${text}`;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** chrono counts milliseconds in 64 bits. */
function isBeyondChrono(value: bigint, unit: TimeUnit): boolean {
  if (unit === 'Second') return abs(value) > 9_223_372_036_854_775n;
  return unit === 'Millisecond' && value === -(2n ** 63n);
}

/** A duration in words (`0 days 0 hours 0 mins -1.001 secs`) or as ISO 8601 (`-PT1.001S`). */
export function formatDuration(value: bigint, unit: TimeUnit, format: DurationFormat): string {
  if (isBeyondChrono(value, unit)) return '<invalid>';
  const digits = fractionDigits(unit);
  const perSecond = 10n ** BigInt(digits);
  const total = value / perSecond;
  const fraction = value % perSecond;
  if (format === 'iso8601') return isoDuration(total, fraction, digits);
  const days = total / 86_400n;
  const hours = (total / 3600n) % 24n;
  const minutes = (total / 60n) % 60n;
  return `${days} days ${hours} hours ${minutes} mins ${secondText(total % 60n, fraction, digits)} secs`;
}

function isoDuration(seconds: bigint, fraction: bigint, digits: number): string {
  if (seconds === 0n && fraction === 0n) return 'P0D';
  const sign = seconds < 0n || fraction < 0n ? '-' : '';
  const text = fraction === 0n ? '' : `.${abs(fraction).toString().padStart(digits, '0').replace(/0+$/, '')}`;
  return `${sign}PT${abs(seconds)}${text}S`;
}
