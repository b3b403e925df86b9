import { civilFromDays, dayOfWeek, dayOfYear, isoWeek } from '@datafusion-ts/common';
import { formatOffset } from './time-zone.js';

/** A local date and time, with the zone's offset (seconds east) and name when it has one; times of day have no date. */
export interface Moment {
  readonly days: number | undefined;
  /** Second of the day. */
  readonly second: number;
  readonly nanos: number;
  readonly offset?: number;
  readonly zoneName?: string;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Full English names of months (from January) and weekdays (from Sunday). */
export const monthNames: readonly string[] = MONTHS;
export const weekdayNames: readonly string[] = WEEKDAYS;

const SPECIFIER = /%([-_0]?)(:{0,3}|\.?[369]?)([A-Za-z%+])/g;

/** Thrown for a pattern that chrono does not know, or that asks for a zone of a time without one. */
export class FormatPatternError extends Error {}

/** A moment printed by a pattern of chrono's strftime. */
export function strftime(pattern: string, moment: Moment): string {
  if (pattern.replace(SPECIFIER, '').includes('%')) throw new FormatPatternError(pattern);
  return pattern.replace(SPECIFIER, (whole: string, pad: string, middle: string, letter: string) =>
    field(whole, pad, middle, letter, moment),
  );
}

function padded(value: number, width: number, fill: '0' | ' ', pad: string): string {
  if (pad === '-') return String(value);
  const by = pad === '_' ? ' ' : pad === '0' ? '0' : fill;
  return value < 0 ? `-${String(-value).padStart(width, by)}` : String(value).padStart(width, by);
}

function yearText(year: number, pad: string): string {
  if (pad === '-') return String(year);
  return year > 9999 ? `+${year}` : padded(year, 4, '0', pad);
}

function field(whole: string, pad: string, middle: string, letter: string, m: Moment): string {
  if (middle !== '') return special(whole, middle, letter, m);
  const nested = (pattern: string): string => strftime(pattern, m);
  return clockField(whole, pad, letter, m, nested) ?? dateField(whole, pad, letter, m, nested);
}

type Nested = (pattern: string) => string;

/** Fields that need no date; undefined for the others. */
function clockField(whole: string, pad: string, letter: string, m: Moment, nested: Nested): string | undefined {
  const hour = Math.floor(m.second / 3600);
  switch (letter) {
    case 'H':
      return padded(hour, 2, '0', pad);
    case 'k':
      return padded(hour, 2, ' ', pad);
    case 'I':
      return padded(hour % 12 || 12, 2, '0', pad);
    case 'l':
      return padded(hour % 12 || 12, 2, ' ', pad);
    case 'P':
      return hour < 12 ? 'am' : 'pm';
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'M':
      return padded(Math.floor(m.second / 60) % 60, 2, '0', pad);
    case 'S':
      return padded(m.second % 60, 2, '0', pad);
    case 'f':
      return String(m.nanos).padStart(9, '0');
    case 'R':
      return nested('%H:%M');
    case 'T':
    case 'X':
      return nested('%H:%M:%S');
    case 'r':
      return nested('%I:%M:%S %p');
    case 'Z':
      // Arrow's zones name themselves by their offset.
      return formatOffset(offsetOf(whole, m));
    case 'z':
      return formatOffset(offsetOf(whole, m)).replace(':', '');
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case '%':
      return '%';
    default:
      return undefined;
  }
}

/** Fields of the date; a time of day has none. */
function dateField(whole: string, pad: string, letter: string, m: Moment, nested: Nested): string {
  const { days } = m;
  if (days === undefined) throw new FormatPatternError(whole);
  const date = civilFromDays(days);
  const weekday = dayOfWeek(days);
  switch (letter) {
    case 'Y':
      return yearText(date.year, pad);
    case 'C':
      return padded(Math.floor(date.year / 100), 2, '0', pad);
    case 'y':
      return padded(((date.year % 100) + 100) % 100, 2, '0', pad);
    case 'q':
      return String(Math.ceil(date.month / 3));
    case 'm':
      return padded(date.month, 2, '0', pad);
    case 'b':
    case 'h':
      return MONTHS[date.month - 1]!.slice(0, 3);
    case 'B':
      return MONTHS[date.month - 1]!;
    case 'd':
      return padded(date.day, 2, '0', pad);
    case 'e':
      return padded(date.day, 2, ' ', pad);
    case 'a':
      return WEEKDAYS[weekday]!.slice(0, 3);
    case 'A':
      return WEEKDAYS[weekday]!;
    case 'w':
      return String(weekday);
    case 'u':
      return String(weekday === 0 ? 7 : weekday);
    case 'U':
      return padded(Math.floor((dayOfYear(days) + 6 - weekday) / 7), 2, '0', pad);
    case 'W':
      return padded(Math.floor((dayOfYear(days) + 6 - ((weekday + 6) % 7)) / 7), 2, '0', pad);
    case 'G':
      return yearText(isoWeek(days).year, pad);
    case 'g':
      return padded(((isoWeek(days).year % 100) + 100) % 100, 2, '0', pad);
    case 'V':
      return padded(isoWeek(days).week, 2, '0', pad);
    case 'j':
      return padded(dayOfYear(days), 3, '0', pad);
    case 'D':
    case 'x':
      return nested('%m/%d/%y');
    case 'F':
      return nested('%Y-%m-%d');
    case 'v':
      return nested('%e-%b-%Y');
    case 'c':
      return nested('%a %b %e %H:%M:%S %Y');
    case '+':
      return nested('%Y-%m-%dT%H:%M:%S%.f%:z');
    case 's':
      return String(days * 86_400 + m.second - (m.offset ?? 0));
    default:
      throw new FormatPatternError(whole);
  }
}

function offsetOf(whole: string, m: Moment): number {
  if (m.offset === undefined) throw new FormatPatternError(whole);
  return m.offset;
}

/** Specifiers with something between the percent sign and the letter: `%.3f`, `%6f`, `%:z`, `%::z`. */
function special(whole: string, middle: string, letter: string, m: Moment): string {
  const digits = String(m.nanos).padStart(9, '0');
  if (letter === 'f') {
    if (middle === '.') return m.nanos === 0 ? '' : `.${autoDigits(digits)}`;
    const count = Number(middle.replace('.', ''));
    if (count > 0) return (middle.startsWith('.') ? '.' : '') + digits.slice(0, count);
  }
  if (letter === 'z') {
    const offset = offsetOf(whole, m);
    if (middle === ':') return formatOffset(offset);
    if (middle === '::') return `${formatOffset(offset)}:${String(Math.abs(offset) % 60).padStart(2, '0')}`;
    if (middle === ':::') return formatOffset(offset).slice(0, 3);
  }
  throw new FormatPatternError(whole);
}

function autoDigits(digits: string): string {
  if (digits.endsWith('000000')) return digits.slice(0, 3);
  return digits.endsWith('000') ? digits.slice(0, 6) : digits;
}
