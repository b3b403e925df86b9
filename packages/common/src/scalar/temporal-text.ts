/** ISO texts of dates, times and timestamps, computed on the proleptic Gregorian calendar without host dates. */
import type { DayTimeInterval, MonthDayNanoInterval } from '../scalar-value.js';
import type { TimeUnit } from '../data-type.js';
import { civilFromDays } from './civil.js';
import { nanosPerUnit } from './time-unit.js';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return pad(year, 4);
  return (year < 0 ? '-' : '+') + pad(Math.abs(year), 4);
}

/** `2020-01-31`; years outside 0 to 9999 carry a sign. */
export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${yearText(year)}-${pad(month, 2)}-${pad(day, 2)}`;
}

const DAY_NANOS = 86_400_000_000_000n;

/** `.5` parts of a second with 3, 6 or 9 digits, nothing when zero. */
function fractionText(nanos: number): string {
  if (nanos === 0) return '';
  if (nanos % 1_000_000 === 0) return `.${pad(nanos / 1_000_000, 3)}`;
  return nanos % 1000 === 0 ? `.${pad(nanos / 1000, 6)}` : `.${pad(nanos, 9)}`;
}

/** `12:34:56.789` of nanoseconds since midnight. */
export function timeText(nanosOfDay: bigint): string {
  const seconds = Number(nanosOfDay / 1_000_000_000n);
  const hours = Math.floor(seconds / 3600);
  const fraction = fractionText(Number(nanosOfDay % 1_000_000_000n));
  return `${pad(hours, 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}${fraction}`;
}

/** `2020-01-31T12:34:56` of a count of units since 1970-01-01T00:00:00. */
export function timestampText(value: bigint, unit: TimeUnit): string {
  const nanos = value * nanosPerUnit(unit);
  let days = nanos / DAY_NANOS;
  let rest = nanos % DAY_NANOS;
  if (rest < 0n) {
    rest += DAY_NANOS;
    days -= 1n;
  }
  return `${dateText(Number(days))}T${timeText(rest)}`;
}

/** ISO 8601 as `PT90061.5S`, `-PT1S`, `P0D` for nothing. */
export function durationText(value: bigint, unit: TimeUnit): string {
  if (value === 0n) return 'P0D';
  const nanos = (value < 0n ? -value : value) * nanosPerUnit(unit);
  const fraction = String(nanos % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}PT${nanos / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}S`;
}

const plural = (parts: readonly (readonly [number | bigint, string])[]): string =>
  parts
    .filter(([count]) => Number(count) !== 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(' ');

/** `1 years 2 mons`. */
export const yearMonthText = (months: number): string => `${Math.trunc(months / 12)} years ${months % 12} mons`;

/** `1 days 2 hours 3 mins 4.500 secs`, parts that are zero left out. */
export function dayTimeText({ days, milliseconds }: DayTimeInterval): string {
  const parts = [plural([[days, 'days']]), clockText(BigInt(milliseconds), 1000n, 3)].filter((part) => part !== '');
  return parts.length === 0 ? '0 secs' : parts.join(' ');
}

/** `1 mons 2 days 3 hours 4.000000005 secs`, parts that are zero left out. */
export function monthDayNanoText({ months, days, nanoseconds }: MonthDayNanoInterval): string {
  const head = plural([
    [months, 'mons'],
    [days, 'days'],
  ]);
  const parts = [head, clockText(nanoseconds, 1_000_000_000n, 9)].filter((part) => part !== '');
  return parts.length === 0 ? '0 secs' : parts.join(' ');
}

function clockText(ticks: bigint, perSecond: bigint, digits: number): string {
  const seconds = ticks / perSecond;
  const fraction = ticks % perSecond;
  const [hours, mins, secs] = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const clock = plural([
    [hours, 'hours'],
    [mins, 'mins'],
  ]);
  if (secs === 0n && fraction === 0n) return clock;
  const sign = secs < 0n || fraction < 0n ? '-' : '';
  const abs = (n: bigint): bigint => (n < 0n ? -n : n);
  const tail = fraction === 0n ? '' : `.${String(abs(fraction)).padStart(digits, '0')}`;
  return `${clock === '' ? '' : `${clock} `}${sign}${abs(secs)}${tail} secs`;
}
