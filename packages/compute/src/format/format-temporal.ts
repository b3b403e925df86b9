import {
  ArrowError,
  displayType,
  type DataType,
  type TimeUnit,
  civilFromDays,
  MAX_DAYS,
  MIN_DAYS,
  nanosPerUnit,
} from '@datafusion-ts/common';
import { formatOffset, timeZone, type TimeZone } from '../temporal/time-zone.js';
import { strftime, type Moment } from '../temporal/strftime.js';
import { unitsPerSecond } from '../temporal/units.js';
import type { FormatOptions } from './format-options.js';

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** A year as ISO 8601 writes it: four digits, or a sign and at least four when it does not fit. */
function formatYear(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0');
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(4, '0')}`;
}

/** `2020-01-31` for days since the epoch. */
export function formatDays(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${formatYear(year)}-${two(month)}-${two(day)}`;
}

/** `10:11:12`, with 3, 6 or 9 fraction digits as needed. */
export function formatSecondOfDay(second: number, nanos: number): string {
  const time = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  return time + formatNanos(nanos);
}

/** The point and 3, 6 or 9 digits; nothing for 0. */
function formatNanos(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  if (digits.endsWith('000000')) return `.${digits.slice(0, 3)}`;
  return digits.endsWith('000') ? `.${digits.slice(0, 6)}` : `.${digits}`;
}

const failed = (value: number | bigint, type: DataType): ArrowError =>
  new ArrowError('Cast error', `Failed to convert ${value} to temporal for ${displayType(type)}`);

const failedDatetime = (value: number | bigint, type: DataType): ArrowError =>
  new ArrowError('Cast error', `Failed to convert ${value} to datetime for ${displayType(type)}`);

/** Patterns that give what Arrow's defaults give, so that the fast path serves them. */
const DATE_PATTERN = '%Y-%m-%d';
const TIME_PATTERN = '%H:%M:%S%.f';
const DATETIME_PATTERN = `${DATE_PATTERN}T${TIME_PATTERN}`;

const custom = (pattern: string | undefined, usual: string): string | undefined =>
  pattern === usual ? undefined : pattern;

/** Text of Date32 values. */
export function dateFormatter(type: DataType, options: FormatOptions): (days: number) => string {
  const pattern = custom(options.dateFormat, DATE_PATTERN);
  return (days) => {
    if (days < MIN_DAYS || days > MAX_DAYS) throw failed(days, type);
    return pattern === undefined ? formatDays(days) : strftime(pattern, { days, second: 0, nanos: 0 });
  };
}

/** A moment with a date. */
type LocalMoment = Moment & { readonly days: number };

/** Text of a local time: date, `T`, time. */
function formatLocal({ days, second, nanos }: LocalMoment): string {
  return `${formatDays(days)}T${formatSecondOfDay(second, nanos)}`;
}

/** Splits units since the epoch into days, seconds and nanoseconds. */
function splitMoment(value: bigint, perSecond: bigint, nanosPer: bigint): { seconds: number; nanos: number } {
  let seconds = value / perSecond;
  let rest = value % perSecond;
  if (rest < 0n) {
    rest += perSecond;
    seconds -= 1n;
  }
  return { seconds: Number(seconds), nanos: Number(rest * nanosPer) };
}

/** Text of Date64 values and of timestamps without a time zone. */
export function datetimeFormatter(
  type: DataType,
  unit: TimeUnit,
  pattern: string | undefined,
): (value: bigint) => string {
  const perSecond = unitsPerSecond(unit);
  const nanosPer = nanosPerUnit(unit);
  const format = custom(pattern, DATETIME_PATTERN);
  return (value) => {
    const moment = momentOf(value, perSecond, nanosPer, 0);
    if (moment === undefined) throw type.kind === 'Timestamp' ? failedDatetime(value, type) : failed(value, type);
    return format === undefined ? formatLocal(moment) : strftime(format, moment);
  };
}

function momentOf(value: bigint, perSecond: bigint, nanosPer: bigint, offset: number): LocalMoment | undefined {
  const { seconds, nanos } = splitMoment(value, perSecond, nanosPer);
  const local = seconds + offset;
  const days = Math.floor(local / 86_400);
  if (days < MIN_DAYS || days > MAX_DAYS) return undefined;
  return { days, second: local - days * 86_400, nanos };
}

/** Text of timestamps in a time zone: local time and offset (`Z` for UTC). */
export function zonedFormatter(
  type: DataType,
  unit: TimeUnit,
  zoneName: string,
  pattern: string | undefined,
): (value: bigint) => string {
  const zone: TimeZone = timeZone(zoneName);
  const perSecond = unitsPerSecond(unit);
  const nanosPer = nanosPerUnit(unit);
  return (value) => {
    const { seconds } = splitMoment(value, perSecond, nanosPer);
    const offset = zone.fixed ?? zone.offsetAt(seconds);
    const moment = momentOf(value, perSecond, nanosPer, offset);
    if (moment === undefined) throw failedDatetime(value, type);
    if (pattern !== undefined) return strftime(pattern, { ...moment, offset, zoneName });
    return formatLocal(moment) + (offset === 0 ? 'Z' : formatOffset(offset));
  };
}

/** Text of times of day. */
export function timeFormatter(
  type: DataType,
  unit: TimeUnit,
  options: FormatOptions,
): (value: number | bigint) => string {
  const perSecond = unitsPerSecond(unit);
  const nanosPer = nanosPerUnit(unit);
  const pattern = custom(options.timeFormat, TIME_PATTERN);
  return (value) => {
    const { seconds, nanos } = splitMoment(BigInt(value), perSecond, nanosPer);
    if (seconds < 0 || seconds >= 86_400) throw failed(value, type);
    return pattern === undefined
      ? formatSecondOfDay(seconds, nanos)
      : strftime(pattern, { days: undefined, second: seconds, nanos });
  };
}
