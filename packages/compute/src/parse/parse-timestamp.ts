import { ArrowError, daysFromCivil, isValidDate } from '@datafusion-ts/common';
import { timeZone, type TimeZone } from '../temporal/time-zone.js';

/** A moment in UTC (`nanos` may exceed a second, on leap seconds), or what is wrong with the text. */
export type ParsedTimestamp =
  | { readonly ok: true; readonly seconds: number; readonly nanos: number }
  | { readonly ok: false; readonly error: ArrowError };

/**
 * A timestamp as Arrow reads it: `2020-01-31`, or date, `T` or a space, time (`09:26:56`, `092656`, either with a
 * fraction), and optionally `Z`, an offset or a zone name, with or without a space before it. Without one the text is
 * local time of `zone` (UTC when undefined). Digits behind the ninth are read and dropped.
 */
export function parseTimestampNanos(text: string, zone: TimeZone | undefined): ParsedTimestamp {
  if (text.length < 10) return failure(text, 'timestamp must contain at least 10 characters');
  const days = datePrefix(text);
  if (days === undefined) return failure(text, 'error parsing date');
  if (text.length === 10) return resolve(text, days * 86_400, 0, zone);
  if (!'Tt '.includes(text[10]!)) return failure(text, 'invalid timestamp separator');
  const time = timeAt11(text);
  if (time === undefined) return failure(text, 'error parsing time');
  const local = days * 86_400 + time.seconds;
  const rest = text.slice(time.end);
  if (rest === '') return resolve(text, local, time.nanos, zone);
  if (rest === 'Z' || rest === 'z') return { ok: true, seconds: local, nanos: time.nanos };
  try {
    return resolve(text, local, time.nanos, timeZone(rest.trimStart()));
  } catch (error) {
    if (error instanceof ArrowError) return { ok: false, error };
    throw error;
  }
}

const failure = (text: string, why: string): ParsedTimestamp => ({
  ok: false,
  error: new ArrowError('Parser error', `Error parsing timestamp from '${text}': ${why}`),
});

function datePrefix(text: string): number | undefined {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0 || text[4] !== '-' || text[7] !== '-') return undefined;
  return isValidDate(year, month, day) ? daysFromCivil(year, month, day) : undefined;
}

/** The number made of `count` digits at a position; -1 when one is missing. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const d = text.charCodeAt(i) - 48;
    if (!(d >= 0 && d <= 9)) return -1;
    value = value * 10 + d;
  }
  return value;
}

interface TimeOfDay {
  readonly seconds: number;
  readonly nanos: number;
  readonly end: number;
}

/** A 60th second is second 59 with a thousand million nanoseconds more, so that coarse units drop it. */
function timeAt11(text: string): TimeOfDay | undefined {
  const colons = text[13] === ':' && text[16] === ':';
  const [minuteAt, secondAt, end] = colons ? [14, 17, 19] : [13, 15, 17];
  const hour = digits(text, 11, 2);
  const minute = digits(text, minuteAt, 2);
  const second = digits(text, secondAt, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return undefined;
  const leap = second === 60 ? 1_000_000_000 : 0;
  const seconds = hour * 3600 + minute * 60 + (leap > 0 ? 59 : second);
  if (!colons && digits(text, 17, 1) >= 0) return undefined;
  if (!colons || text[end] !== '.') return { seconds, nanos: leap, end };
  let stop = end + 1;
  while (digits(text, stop, 1) >= 0) stop++;
  if (stop === end + 1) return undefined;
  const nanos = leap + Number(text.slice(end + 1, Math.min(stop, end + 10)).padEnd(9, '0'));
  return { seconds, nanos, end: stop };
}

function resolve(text: string, local: number, nanos: number, zone: TimeZone | undefined): ParsedTimestamp {
  if (zone === undefined) return { ok: true, seconds: local, nanos };
  const result = zone.fromLocal(local);
  if (result.kind === 'none') return failure(text, 'error computing timezone offset');
  const offset = result.kind === 'single' ? result.offset : undefined;
  if (offset === undefined) return failure(text, 'error computing timezone offset');
  return { ok: true, seconds: local - offset, nanos };
}
