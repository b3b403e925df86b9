/**
 * Reading dates and times by a pattern of chrono's strptime: numbers may be short and padded with spaces, whitespace in
 * the pattern stands for any amount of it, other characters stand for themselves. Throws StrptimeError with chrono's words.
 */
import { monthNames, weekdayNames } from '../temporal/strftime.js';
import { impossible, outOfRange, StrptimeError, type ParsedFields } from './strptime-fields.js';

const invalid = (): StrptimeError => new StrptimeError('input contains invalid characters');
const tooShort = (): StrptimeError => new StrptimeError('premature end of input');
const badFormat = (): StrptimeError => new StrptimeError('bad or unsupported format string');

/** Patterns that stand for others. */
const COMPOSITES: Readonly<Record<string, string>> = {
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
  t: '\t',
  n: '\n',
};

type NumericField = Exclude<keyof ParsedFields, 'offset' | 'half'>;

/** Field, most digits, smallest and largest value; signed fields may be longer with a sign. */
const NUMBERS: Readonly<Record<string, readonly [NumericField, number, number, number]>> = {
  Y: ['year', 4, -262_143, 262_142],
  C: ['century', 2, 0, 99],
  y: ['yearOfCentury', 2, 0, 99],
  G: ['isoYear', 4, -262_143, 262_142],
  g: ['isoYearOfCentury', 2, 0, 99],
  q: ['quarter', 1, 1, 4],
  m: ['month', 2, 1, 12],
  d: ['day', 2, 1, 31],
  e: ['day', 2, 1, 31],
  w: ['weekday', 1, 0, 6],
  u: ['weekday', 1, 1, 7],
  U: ['sundayWeek', 2, 0, 53],
  W: ['mondayWeek', 2, 0, 53],
  V: ['isoWeek', 2, 1, 53],
  j: ['ordinal', 3, 1, 366],
  H: ['hour', 2, 0, 23],
  k: ['hour', 2, 0, 23],
  I: ['hour12', 2, 1, 12],
  l: ['hour12', 2, 1, 12],
  M: ['minute', 2, 0, 59],
  S: ['second', 2, 0, 60],
  f: ['nanos', 9, 0, 999_999_999],
  s: ['timestamp', 18, -8e15, 8e15],
};

/** The fields of a text by a pattern. */
export function strptime(text: string, pattern: string): ParsedFields {
  const reader = new Reader(text);
  reader.read(pattern);
  if (reader.rest !== '') throw new StrptimeError('trailing input');
  return reader.fields;
}

class Reader {
  rest: string;
  readonly fields: ParsedFields = {};

  constructor(text: string) {
    this.rest = text;
  }

  read(pattern: string): void {
    const items = /%([-_0]?)(:{0,3}|#|\.?[369]?)([A-Za-z%+])|%|\s+|[^%\s]/gu;
    for (const match of pattern.matchAll(items)) {
      const [whole, , middle = '', letter] = match;
      if (letter !== undefined) this.#specifier(middle, letter);
      else if (whole === '%') throw badFormat();
      else if (/\s/.test(whole)) this.rest = this.rest.trimStart();
      else this.#literal(whole);
    }
  }

  #literal(char: string): void {
    if (this.rest.startsWith(char)) this.rest = this.rest.slice(char.length);
    else throw this.rest === '' ? tooShort() : invalid();
  }

  #set<K extends keyof ParsedFields>(field: K, value: number): void {
    const known = this.fields[field];
    if (known !== undefined && known !== value) throw impossible();
    this.fields[field] = value;
  }

  #specifier(middle: string, letter: string): void {
    if (letter === 'f' && middle !== '') return this.#fraction(middle);
    if (letter === 'z') return this.#offset(middle);
    if (middle !== '') throw badFormat();
    const composite = COMPOSITES[letter];
    if (composite !== undefined) return letter === '+' ? this.#rfc3339() : this.read(composite);
    const number = NUMBERS[letter];
    if (number !== undefined) return this.#number(letter, ...number);
    switch (letter) {
      case '%':
        return this.#literal('%');
      case 'b':
      case 'B':
      case 'h':
        return this.#set('month', this.#name(monthNames) + 1);
      case 'a':
      case 'A':
        return this.#set('weekday', this.#name(weekdayNames));
      case 'p':
      case 'P':
        return this.#half();
      case 'Z':
        this.rest = this.rest.replace(/^\S+/, '');
        return;
      default:
        throw badFormat();
    }
  }

  #number(letter: string, field: NumericField, digits: number, least: number, most: number): void {
    this.rest = this.rest.trimStart();
    if (this.rest === '') throw tooShort();
    const signed = field === 'year' || field === 'isoYear' || field === 'timestamp';
    const pattern = signed && /^[+-]/.test(this.rest) ? /^[+-]\d+/ : new RegExp(`^\\d{1,${digits}}`);
    const found = pattern.exec(this.rest)?.[0];
    if (found === undefined) throw invalid();
    this.rest = this.rest.slice(found.length);
    const value = Number(found);
    if (value < least || value > most) throw outOfRange();
    this.#set(field, letter === 'u' ? value % 7 : value);
  }

  /** Index of the name, full or of three letters, that the text starts with. */
  #name(names: readonly string[]): number {
    const start = this.rest.slice(0, 3).toLowerCase();
    if (start.length < 3) throw tooShort();
    const index = names.findIndex((name) => name.slice(0, 3).toLowerCase() === start);
    if (index < 0) throw invalid();
    const full = names[index]!;
    const long = this.rest.slice(0, full.length).toLowerCase() === full.toLowerCase();
    this.rest = this.rest.slice(long ? full.length : 3);
    return index;
  }

  #half(): void {
    const word = this.rest.slice(0, 2).toUpperCase();
    if (word.length < 2) throw tooShort();
    if (word !== 'AM' && word !== 'PM') throw invalid();
    this.#set('half', word === 'PM' ? 1 : 0);
    this.rest = this.rest.slice(2);
  }

  /** `%.f`: a point and digits, or nothing; `%3f`: that many digits; `%.3f` reads like `%.f`. */
  #fraction(middle: string): void {
    if (middle.startsWith('.')) {
      const digits = /^\.(\d+)/.exec(this.rest)?.[1];
      if (digits === undefined) {
        if (this.rest.startsWith('.')) throw this.rest === '.' ? tooShort() : invalid();
        return;
      }
      this.rest = this.rest.slice(digits.length + 1);
      this.#set('nanos', Number(digits.slice(0, 9).padEnd(9, '0')));
      return;
    }
    const count = Number(middle);
    if (!(count > 0)) throw badFormat();
    if (this.rest.length < count) throw tooShort();
    const digits = this.rest.slice(0, count);
    if (!/^\d+$/.test(digits)) throw invalid();
    this.rest = this.rest.slice(count);
    this.#set('nanos', Number(digits.padEnd(9, '0')));
  }

  /** `+hh:mm` with or without the colon; `%#z` also takes `+hh` and `Z`. */
  #offset(middle: string): void {
    if (middle !== '' && middle !== ':' && middle !== '#') throw badFormat();
    this.rest = this.rest.trimStart();
    if (middle === '#' && /^[Zz]/.test(this.rest)) {
      this.rest = this.rest.slice(1);
      return this.#set('offset', 0);
    }
    this.#zone(middle === '#');
  }

  #zone(minutesOptional: boolean): void {
    const sign = /^[+\-\u2212]/.exec(this.rest)?.[0];
    if (sign === undefined) throw this.rest === '' ? tooShort() : invalid();
    const match = /^.(\d\d)(?:[:\s]*(\d\d))?/u.exec(this.rest);
    if (match === null) throw this.rest.length < 3 ? tooShort() : invalid();
    if (match[2] === undefined && !minutesOptional) throw this.rest.length > 3 ? invalid() : tooShort();
    const minutes = Number(match[2] ?? '0');
    if (minutes > 59) throw outOfRange();
    this.rest = this.rest.slice(match[0].length);
    const seconds = Number(match[1]) * 3600 + minutes * 60;
    this.#set('offset', sign === '+' ? seconds : -seconds);
  }

  #rfc3339(): void {
    this.read('%Y-%m-%d');
    if (!/^[Tt ]/.test(this.rest)) throw this.rest === '' ? tooShort() : invalid();
    this.rest = this.rest.slice(1);
    this.read('%H:%M:%S%.f%#z');
  }
}
