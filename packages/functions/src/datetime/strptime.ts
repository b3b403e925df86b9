/**
 * Reading dates and times by chrono's strftime patterns. Parsing collects fields; `resolve…` then makes a moment of them.
 * Messages are chrono's.
 */
import { dayOfWeek, daysFromCivil, daysInMonth, isoWeek, isValidDate } from '@datafusion-ts/common';
import { monthNames, weekdayNames } from '@datafusion-ts/compute';

/** Why a text does not match a pattern. */
export class StrptimeError extends Error {}

const INVALID = 'input contains invalid characters';
const TOO_SHORT = 'premature end of input';
const TOO_LONG = 'trailing input';
const OUT_OF_RANGE = 'input is out of range';
const BAD_FORMAT = 'bad or unsupported format string';
const NOT_ENOUGH = 'input is not enough for unique date and time';
const IMPOSSIBLE = 'no possible date and time matching input';

/** Fields found in a text. */
export interface ParsedFields {
  year?: number;
  century?: number;
  yearOfCentury?: number;
  isoYear?: number;
  isoWeek?: number;
  month?: number;
  day?: number;
  ordinal?: number;
  /** 0 = Sunday. */
  weekday?: number;
  weekFromSunday?: number;
  weekFromMonday?: number;
  hour?: number;
  hour12?: number;
  afternoon?: boolean;
  minute?: number;
  second?: number;
  nanos?: number;
  /** Seconds east of UTC. */
  offset?: number;
  timestamp?: number;
}

type NumberField = Exclude<keyof ParsedFields, 'afternoon'>;

/** Field, most digits, least and greatest value of numeric specifiers. */
const NUMERIC: Readonly<Record<string, readonly [NumberField, number, number, number]>> = {
  C: ['century', 2, 0, 99],
  y: ['yearOfCentury', 2, 0, 99],
  m: ['month', 2, 1, 12],
  d: ['day', 2, 1, 31],
  e: ['day', 2, 1, 31],
  j: ['ordinal', 3, 1, 366],
  V: ['isoWeek', 2, 1, 53],
  U: ['weekFromSunday', 2, 0, 53],
  W: ['weekFromMonday', 2, 0, 53],
  H: ['hour', 2, 0, 23],
  k: ['hour', 2, 0, 23],
  I: ['hour12', 2, 1, 12],
  l: ['hour12', 2, 1, 12],
  M: ['minute', 2, 0, 59],
  S: ['second', 2, 0, 60],
  f: ['nanos', 9, 0, 999_999_999],
};

const COMPOSED: Readonly<Record<string, string>> = {
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  F: '%Y-%m-%d',
  v: '%e-%b-%Y',
  R: '%H:%M',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
  '+': '%Y-%m-%dT%H:%M:%S%.f%:z',
};

class Scanner {
  readonly text: string;
  at = 0;
  readonly fields: ParsedFields = {};

  constructor(text: string) {
    this.text = text;
  }

  run(pattern: string): void {
    let i = 0;
    while (i < pattern.length) {
      const char = pattern[i]!;
      if (/\s/.test(char)) {
        this.skipBlanks();
        i++;
      } else if (char === '%') {
        const match = /^%([-_0]?)(#|:{1,3}|\.?[369](?=f)|\.(?=f))?([A-Za-z%+])/.exec(pattern.slice(i));
        if (match === null) throw new StrptimeError(BAD_FORMAT);
        this.item(match[2] ?? '', match[3]!);
        i += match[0].length;
      } else {
        this.literal(char);
        i++;
      }
    }
  }

  end(): void {
    if (this.at < this.text.length) throw new StrptimeError(TOO_LONG);
  }

  skipBlanks(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at]!)) this.at++;
  }

  literal(char: string): void {
    if (this.at >= this.text.length) throw new StrptimeError(TOO_SHORT);
    if (this.text[this.at] !== char) throw new StrptimeError(INVALID);
    this.at++;
  }

  item(middle: string, letter: string): void {
    if (middle !== '') return this.special(middle, letter);
    const numeric = NUMERIC[letter];
    if (numeric !== undefined) return this.numeric(...numeric);
    const composed = COMPOSED[letter];
    if (composed !== undefined) return this.run(composed);
    this.named(letter);
  }

  numeric(name: NumberField, width: number, least: number, most: number): void {
    this.skipBlanks();
    this.put(name, this.digits(1, width), least, most);
  }

  named(letter: string): void {
    switch (letter) {
      case 'Y':
        return this.signed('year');
      case 'G':
        return this.signed('isoYear');
      case 's':
        return this.signed('timestamp', 20);
      case 'b':
      case 'B':
      case 'h':
        return this.put('month', this.name(monthNames) + 1, 1, 12);
      case 'a':
      case 'A':
        return this.put('weekday', this.name(weekdayNames), 0, 6);
      case 'w':
        this.skipBlanks();
        return this.put('weekday', this.digits(1, 1), 0, 6);
      case 'u':
        this.skipBlanks();
        return this.put('weekday', this.digits(1, 1) % 7, 0, 6);
      case 'q':
        this.skipBlanks();
        this.digits(1, 1);
        return;
      case 'p':
      case 'P':
        return this.halfDay();
      case 'z':
        return this.zone(false);
      case 'Z':
        while (this.at < this.text.length && !/\s/.test(this.text[this.at]!)) this.at++;
        return;
      case 't':
      case 'n':
        return this.skipBlanks();
      case '%':
        return this.literal('%');
      default:
        throw new StrptimeError(BAD_FORMAT);
    }
  }

  special(middle: string, letter: string): void {
    if (letter === 'z') return this.zone(middle === '#');
    if (letter !== 'f') throw new StrptimeError(BAD_FORMAT);
    if (middle.startsWith('.')) {
      if (this.text[this.at] !== '.') return;
      this.at++;
      return this.fraction(1, Number.POSITIVE_INFINITY);
    }
    const digits = Number(middle);
    this.fraction(digits, digits);
  }

  fraction(least: number, most: number): void {
    const start = this.at;
    while (this.at - start < most && /\d/.test(this.text[this.at] ?? '')) this.at++;
    const found = this.text.slice(start, this.at);
    if (found.length < least) throw new StrptimeError(this.at >= this.text.length ? TOO_SHORT : INVALID);
    this.put('nanos', Number(found.slice(0, 9).padEnd(9, '0')), 0, 999_999_999);
  }

  signed(name: NumberField, width = 4): void {
    this.skipBlanks();
    const sign = this.text[this.at];
    const explicit = sign === '+' || sign === '-';
    if (explicit) this.at++;
    const value = this.digits(1, explicit ? 19 : width);
    this.put(name, sign === '-' ? -value : value, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  digits(least: number, most: number): number {
    const start = this.at;
    while (this.at - start < most && /\d/.test(this.text[this.at] ?? '')) this.at++;
    if (this.at - start < least) throw new StrptimeError(this.at >= this.text.length ? TOO_SHORT : INVALID);
    return Number(this.text.slice(start, this.at));
  }

  put(name: NumberField, value: number, least: number, most: number): void {
    if (value < least || value > most) throw new StrptimeError(OUT_OF_RANGE);
    const known = this.fields[name];
    if (known !== undefined && known !== value) throw new StrptimeError(IMPOSSIBLE);
    this.fields[name] = value;
  }

  /** Index of the name the text goes on with, short (three letters) or long. */
  name(names: readonly string[]): number {
    const rest = this.text.slice(this.at).toLowerCase();
    if (rest.length < 3) throw new StrptimeError(TOO_SHORT);
    const index = names.findIndex((each) => rest.startsWith(each.slice(0, 3).toLowerCase()));
    if (index < 0) throw new StrptimeError(INVALID);
    const long = names[index]!.toLowerCase();
    this.at += rest.startsWith(long) ? long.length : 3;
    return index;
  }

  halfDay(): void {
    const word = this.text.slice(this.at, this.at + 2).toLowerCase();
    if (word.length < 2) throw new StrptimeError(TOO_SHORT);
    if (word !== 'am' && word !== 'pm') throw new StrptimeError(INVALID);
    this.fields.afternoon = word === 'pm';
    this.at += 2;
  }

  /** `+05:30`, `+0530`, `Z`; with `lenient` the minutes may be missing. */
  zone(lenient: boolean): void {
    this.skipBlanks();
    const rest = this.text.slice(this.at);
    if (rest === '') throw new StrptimeError(TOO_SHORT);
    if (/^z/i.test(rest)) {
      this.at++;
      this.fields.offset = 0;
      return;
    }
    const match = (lenient ? /^([+\-\u2212])(\d\d)[:\s]*(\d\d)?/ : /^([+\-\u2212])(\d\d)[:\s]*(\d\d)/).exec(rest);
    if (match === null) throw new StrptimeError(/^[+-]?\d*$/.test(rest) ? TOO_SHORT : INVALID);
    const minutes = Number(match[3] ?? '0');
    if (minutes > 59) throw new StrptimeError(OUT_OF_RANGE);
    const seconds = Number(match[2]) * 3600 + minutes * 60;
    this.fields.offset = match[1] === '+' ? seconds : -seconds;
    this.at += match[0].length;
  }
}

/** The fields of a text by a pattern; throws StrptimeError. */
export function parseFields(text: string, pattern: string): ParsedFields {
  const scanner = new Scanner(text);
  scanner.run(pattern);
  scanner.end();
  return scanner.fields;
}

function yearOf(fields: ParsedFields): number | undefined {
  if (fields.year !== undefined) return fields.year;
  if (fields.yearOfCentury === undefined) return undefined;
  if (fields.century !== undefined) return fields.century * 100 + fields.yearOfCentury;
  return fields.yearOfCentury + (fields.yearOfCentury < 70 ? 2000 : 1900);
}

/** Days since 1970 of the date that the fields name. */
function resolveDate(fields: ParsedFields): number {
  const days = dateFrom(fields);
  if (days === undefined) throw new StrptimeError(NOT_ENOUGH);
  if (fields.weekday !== undefined && dayOfWeek(days) !== fields.weekday) throw new StrptimeError(IMPOSSIBLE);
  return days;
}

function dateFrom(fields: ParsedFields): number | undefined {
  const year = yearOf(fields);
  const { month, day, ordinal, weekday } = fields;
  if (year !== undefined && month !== undefined && day !== undefined) {
    if (!isValidDate(year, month, day)) throw new StrptimeError(OUT_OF_RANGE);
    return daysFromCivil(year, month, day);
  }
  if (year !== undefined && ordinal !== undefined) {
    if (ordinal > 365 + (daysInMonth(year, 2) === 29 ? 1 : 0)) throw new StrptimeError(OUT_OF_RANGE);
    return daysFromCivil(year, 1, 1) + ordinal - 1;
  }
  if (weekday === undefined) return undefined;
  if (year !== undefined && (fields.weekFromSunday ?? fields.weekFromMonday) !== undefined) {
    const start = daysFromCivil(year, 1, 1);
    const monday = fields.weekFromSunday === undefined;
    const week = fields.weekFromSunday ?? fields.weekFromMonday!;
    const shift = (day_: number): number => (monday ? (day_ + 6) % 7 : day_);
    return start + ((7 - shift(dayOfWeek(start))) % 7) + (week - 1) * 7 + shift(weekday);
  }
  if (fields.isoYear === undefined || fields.isoWeek === undefined) return undefined;
  const fourth = daysFromCivil(fields.isoYear, 1, 4);
  const monday = fourth - ((dayOfWeek(fourth) + 6) % 7);
  const days = monday + (fields.isoWeek - 1) * 7 + ((weekday + 6) % 7);
  if (isoWeek(days).year !== fields.isoYear) throw new StrptimeError(OUT_OF_RANGE);
  return days;
}

/** Seconds of the day and nanoseconds that the fields name. */
export function resolveTime(fields: ParsedFields): { readonly seconds: number; readonly nanos: number } {
  const hour = hourOf(fields);
  const { minute, second, nanos } = fields;
  if (hour === undefined || minute === undefined) throw new StrptimeError(NOT_ENOUGH);
  if (second === undefined && nanos !== undefined) throw new StrptimeError(NOT_ENOUGH);
  const leap = second === 60 ? 1_000_000_000 : 0;
  const seconds = hour * 3600 + minute * 60 + (leap > 0 ? 59 : (second ?? 0));
  return { seconds, nanos: (nanos ?? 0) + leap };
}

function hourOf({ hour, hour12, afternoon }: ParsedFields): number | undefined {
  if (hour !== undefined) return hour;
  if (hour12 === undefined || afternoon === undefined) return undefined;
  return (hour12 % 12) + (afternoon ? 12 : 0);
}

/** A moment: local seconds since 1970 and nanoseconds, with the offset from UTC when the text gave one. */
export interface ParsedMoment {
  readonly seconds: number;
  readonly nanos: number;
  readonly offset: number | undefined;
}

/** The moment that the fields name; midnight when there is a date only. */
export function resolveMoment(fields: ParsedFields): ParsedMoment {
  if (fields.timestamp !== undefined && fields.year === undefined) {
    return { seconds: fields.timestamp, nanos: fields.nanos ?? 0, offset: 0 };
  }
  const days = resolveDate(fields);
  try {
    const time = resolveTime(fields);
    return { seconds: days * 86_400 + time.seconds, nanos: time.nanos, offset: fields.offset };
  } catch (error) {
    if (!(error instanceof StrptimeError)) throw error;
    return { seconds: days * 86_400, nanos: 0, offset: undefined };
  }
}
