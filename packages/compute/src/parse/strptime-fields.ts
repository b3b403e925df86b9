/**
 * What a pattern of chrono's strptime reads: numbered fields that may contradict each other. `dateOf`, `timeOf` settle them as
 * chrono does: from year-month-day, year and day of year, ISO week, or week of the year and weekday, then everything
 * else that was given must agree.
 */
import {
  civilFromDays,
  dayOfWeek,
  dayOfYear,
  daysFromCivil,
  isLeapYear,
  isoWeek,
  isValidDate,
} from '@datafusion-ts/common';

/** Fields that were read. */
export interface ParsedFields {
  year?: number;
  century?: number;
  yearOfCentury?: number;
  isoYear?: number;
  isoYearOfCentury?: number;
  isoWeek?: number;
  quarter?: number;
  month?: number;
  day?: number;
  /** Weeks that start on Sunday and on Monday. */
  sundayWeek?: number;
  mondayWeek?: number;
  /** 0 = Sunday. */
  weekday?: number;
  ordinal?: number;
  /** 0 = AM, 1 = PM. */
  half?: number;
  hour12?: number;
  hour?: number;
  minute?: number;
  second?: number;
  nanos?: number;
  /** Seconds since the epoch. */
  timestamp?: number;
  /** Seconds east of UTC. */
  offset?: number;
}

/** Why a text does not parse, in chrono's words. */
export class StrptimeError extends Error {}

/** The text names something that does not exist. */
export const outOfRange = (): StrptimeError => new StrptimeError('input is out of range');
/** Fields contradict each other. */
export const impossible = (): StrptimeError => new StrptimeError('no possible date and time matching input');
/** Fields are missing. */
export const notEnough = (): StrptimeError => new StrptimeError('input is not enough for unique date and time');

function yearFrom(year: number | undefined, century: number | undefined, rest: number | undefined): number | undefined {
  if (year !== undefined) {
    if (rest !== undefined && ((year % 100) + 100) % 100 !== rest) throw impossible();
    if (century !== undefined && Math.floor(year / 100) !== century) throw impossible();
    return year;
  }
  if (rest === undefined) {
    if (century !== undefined) throw notEnough();
    return undefined;
  }
  if (rest > 99) throw outOfRange();
  return century === undefined ? rest + (rest < 70 ? 2000 : 1900) : century * 100 + rest;
}

/** Days since the epoch; throws when the fields do not settle a date or contradict each other. */
export function dateOf(fields: ParsedFields): number {
  const year = yearFrom(fields.year, fields.century, fields.yearOfCentury);
  const isoYear = yearFrom(fields.isoYear, undefined, fields.isoYearOfCentury);
  const days = candidate(fields, year, isoYear);
  verify(fields, days);
  return days;
}

function candidate(fields: ParsedFields, year: number | undefined, isoYear: number | undefined): number {
  const { month, day, ordinal, sundayWeek, mondayWeek, weekday } = fields;
  if (year !== undefined && month !== undefined && day !== undefined) {
    if (!isValidDate(year, month, day)) throw outOfRange();
    return daysFromCivil(year, month, day);
  }
  if (year !== undefined && ordinal !== undefined) {
    if (ordinal < 1 || ordinal > (isLeapYear(year) ? 366 : 365)) throw outOfRange();
    return daysFromCivil(year, 1, 1) + ordinal - 1;
  }
  if (year !== undefined && weekday !== undefined && sundayWeek !== undefined) {
    return byWeek(year, sundayWeek, weekday, dayOfWeek(daysFromCivil(year, 1, 1)));
  }
  if (year !== undefined && weekday !== undefined && mondayWeek !== undefined) {
    return byWeek(year, mondayWeek, (weekday + 6) % 7, (dayOfWeek(daysFromCivil(year, 1, 1)) + 6) % 7);
  }
  if (isoYear !== undefined && fields.isoWeek !== undefined && weekday !== undefined) {
    const fourth = daysFromCivil(isoYear, 1, 4);
    const monday = fourth - ((dayOfWeek(fourth) + 6) % 7);
    const days = monday + (fields.isoWeek - 1) * 7 + ((weekday + 6) % 7);
    if (isoWeek(days).year !== isoYear) throw outOfRange();
    return days;
  }
  throw notEnough();
}

/** Week 1 starts with the first day of the year that starts a week; `first` is the position of 1 January in its week. */
function byWeek(year: number, week: number, dayInWeek: number, first: number): number {
  const ordinal = (week - 1) * 7 + dayInWeek + ((7 - first) % 7);
  if (week > 53 || ordinal < 0 || ordinal >= (isLeapYear(year) ? 366 : 365)) throw outOfRange();
  return daysFromCivil(year, 1, 1) + ordinal;
}

function verify(fields: ParsedFields, days: number): void {
  const { year, month, day } = civilFromDays(days);
  const week = isoWeek(days);
  const weekday = dayOfWeek(days);
  const ordinal = dayOfYear(days);
  const facts: readonly (readonly [number | undefined, number])[] = [
    [fields.year, year],
    [fields.month, month],
    [fields.day, day],
    [fields.quarter, Math.ceil(month / 3)],
    [fields.ordinal, ordinal],
    [fields.weekday, weekday],
    [fields.isoYear, week.year],
    [fields.isoWeek, week.week],
    [fields.sundayWeek, Math.floor((ordinal + 6 - weekday) / 7)],
    [fields.mondayWeek, Math.floor((ordinal + 6 - ((weekday + 6) % 7)) / 7)],
  ];
  if (facts.some(([given, actual]) => given !== undefined && given !== actual)) throw impossible();
}

/** A time of day: second, and nanoseconds, of which a leap second has a thousand million more. */
export function timeOf(fields: ParsedFields): { readonly second: number; readonly nanos: number } {
  const hour = hourOf(fields);
  const { minute, second = 0, nanos = 0 } = fields;
  if (minute === undefined) throw notEnough();
  if (fields.second === undefined && fields.nanos !== undefined) throw notEnough();
  const leap = second === 60;
  return { second: hour * 3600 + minute * 60 + (leap ? 59 : second), nanos: nanos + (leap ? 1_000_000_000 : 0) };
}

function hourOf({ hour, hour12, half }: ParsedFields): number {
  if (hour === undefined) {
    if (hour12 === undefined || half === undefined) throw notEnough();
    return (hour12 % 12) + half * 12;
  }
  if (hour12 !== undefined && hour % 12 !== hour12 % 12) throw impossible();
  if (half !== undefined && Math.floor(hour / 12) !== half) throw impossible();
  return hour;
}
