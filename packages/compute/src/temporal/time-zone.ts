import { ArrowError } from '@datafusion-ts/common';

/**
 * Time zones: fixed offsets (`+05:30`, `-0800`, `+09`) and IANA names, whose rules come from `Intl`.
 *
 * Asking `Intl` for an offset costs microseconds, so each zone remembers, per bucket of about 12 days, the offset and the
 * one transition that may fall into it (found by bisection): a look-up is then a map access. No zone has changed its
 * offset twice within 12 days since 1970; earlier history is treated the same way.
 *
 * Local times that exist twice give both offsets, those skipped by a change of the clock give none, as in chrono.
 */

/** What a local time means in a zone: nothing (gap), one offset, or two (the earlier moment's first). */
export type LocalResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'single'; readonly offset: number }
  | { readonly kind: 'ambiguous'; readonly earliest: number; readonly latest: number };

/** A zone; offsets are seconds east of UTC. */
export interface TimeZone {
  readonly name: string;
  /** Set when the offset never changes. */
  readonly fixed: number | undefined;
  /** Offset in force at a moment, given in seconds since the epoch. */
  offsetAt(utcSeconds: number): number;
  /** Offsets that a local time (seconds since the local epoch) can have. */
  fromLocal(localSeconds: number): LocalResult;
}

const zones = new Map<string, TimeZone>();

/** The zone of an Arrow time zone name; throws ArrowError (`Parser error: Invalid timezone …`) for unknown ones. */
export function timeZone(name: string): TimeZone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = makeZone(name);
    zones.set(name, zone);
  }
  return zone;
}

function makeZone(name: string): TimeZone {
  const fixed = parseFixedOffset(name);
  if (fixed !== undefined) return fixedZone(name, fixed);
  if (UTC_NAMES.has(name)) return fixedZone(name, 0);
  const format = intlFormat(name);
  if (format === undefined)
    throw new ArrowError('Parser error', `Invalid timezone "${name}": failed to parse timezone`);
  return new RuleZone(name, format);
}

const UTC_NAMES = new Set(['UTC', 'Etc/UTC', 'Z', 'GMT', 'Etc/GMT', 'Zulu', 'Universal', 'UCT', 'Etc/UCT', 'Etc/Zulu']);

function fixedZone(name: string, offset: number): TimeZone {
  const result: LocalResult = { kind: 'single', offset };
  return { name, fixed: offset, offsetAt: () => offset, fromLocal: () => result };
}

/** Seconds of `+hh`, `+hhmm` or `+hh:mm`. */
function parseFixedOffset(text: string): number | undefined {
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(text);
  if (match === null) return undefined;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? '0');
  if (hours > 23 || minutes > 59) return undefined;
  const seconds = hours * 3600 + minutes * 60;
  return match[1] === '-' ? -seconds : seconds;
}

/** `Intl` does not care about case, DataFusion's names do: every part starts with a capital and words are not shouted. */
function isSpelledRight(name: string): boolean {
  return (
    name !== 'Z' && name.split('/').every((part) => /^[A-Z][A-Za-z0-9_+-]*$/.test(part) && !/^[A-Z_]{5,}$/.test(part))
  );
}

function intlFormat(name: string): Intl.DateTimeFormat | undefined {
  if (!isSpelledRight(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

/** 2^20 seconds, about 12 days. */
const BUCKET = 1_048_576;
/** Moments that are asked for; beyond them the offset of the nearest one is taken. */
const FIRST_SECOND = -62_135_596_800;
/** 2100-01-01: the tables of DataFusion's time zones end there, the last offset stays. */
const LAST_SECOND = 4_102_444_799;

interface Bucket {
  readonly before: number;
  readonly after: number;
  /** First second of `after`; Infinity when the bucket has one offset. */
  readonly change: number;
}

class RuleZone implements TimeZone {
  readonly name: string;
  readonly fixed = undefined;
  readonly #format: Intl.DateTimeFormat;
  readonly #buckets = new Map<number, Bucket>();
  #lastIndex = NaN;
  #last: Bucket = { before: 0, after: 0, change: Infinity };

  constructor(name: string, format: Intl.DateTimeFormat) {
    this.name = name;
    this.#format = format;
  }

  offsetAt(utcSeconds: number): number {
    const index = Math.floor(utcSeconds / BUCKET);
    if (index !== this.#lastIndex) {
      this.#last = this.#bucket(index);
      this.#lastIndex = index;
    }
    return utcSeconds < this.#last.change ? this.#last.before : this.#last.after;
  }

  fromLocal(localSeconds: number): LocalResult {
    const early = this.offsetAt(localSeconds - 86_400);
    const late = this.offsetAt(localSeconds + 86_400);
    if (early === late) return { kind: 'single', offset: early };
    const first = this.offsetAt(localSeconds - early) === early;
    const second = this.offsetAt(localSeconds - late) === late;
    if (first && second) return { kind: 'ambiguous', earliest: early, latest: late };
    if (first) return { kind: 'single', offset: early };
    return second ? { kind: 'single', offset: late } : { kind: 'none' };
  }

  #bucket(index: number): Bucket {
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      bucket = this.#find(index * BUCKET, (index + 1) * BUCKET);
      this.#buckets.set(index, bucket);
    }
    return bucket;
  }

  #find(start: number, end: number): Bucket {
    const before = this.#ask(start);
    const after = this.#ask(end);
    if (before === after) return { before, after, change: Infinity };
    let low = start;
    let high = end;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle) === before) low = middle;
      else high = middle;
    }
    return { before, after, change: high };
  }

  #ask(utcSeconds: number): number {
    const clamped = Math.min(Math.max(utcSeconds, FIRST_SECOND), LAST_SECOND);
    const values = new Map<string, string>();
    for (const part of this.#format.formatToParts(clamped * 1000)) values.set(part.type, part.value);
    const number = (type: string): number => Number(values.get(type));
    const year = values.get('era')?.startsWith('B') === true ? 1 - number('year') : number('year');
    const date = new Date(0);
    date.setUTCFullYear(year, number('month') - 1, number('day'));
    date.setUTCHours(number('hour') % 24, number('minute'), number('second'));
    return Math.round(date.getTime() / 1000 - clamped);
  }
}

/** Local seconds of a moment. */
export function toLocal(zone: TimeZone, utcSeconds: number): number {
  return utcSeconds + (zone.fixed ?? zone.offsetAt(utcSeconds));
}

/** `+05:30` for an offset in seconds, `Z` never; rounded to minutes. */
export function formatOffset(offset: number): string {
  const minutes = Math.floor((Math.abs(offset) + 30) / 60);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
