import { daysFromCivil, isValidDate } from '@datafusion-ts/common';
import { parseTimestampNanos } from './parse-timestamp.js';

/**
 * Dates as Arrow reads them: `2020-01-05`, `2020-1-5`, `20200105`, signed years of any length (`+12020-01-05`), and
 * whole timestamps, whose UTC date counts.
 */
export function parseDate32(text: string): number | undefined {
  const match =
    text.length <= 10 && !/^[+-]/.test(text)
      ? (/^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text))
      : /^([+-]\d{4,7})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (match !== null) {
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    return isValidDate(year, month, day) ? daysFromCivil(year, month, day) : undefined;
  }
  if (text.length <= 10 || /^[+-]/.test(text)) return undefined;
  const moment = parseTimestampNanos(text, undefined);
  return moment.ok ? Math.floor(moment.seconds / 86_400) : undefined;
}

/** Milliseconds since the epoch of a date or timestamp; undefined when the text is neither. */
export function parseDate64(text: string): bigint | undefined {
  if (text.length <= 10) {
    const days = parseDate32(text);
    return days === undefined ? undefined : BigInt(days) * 86_400_000n;
  }
  const moment = parseTimestampNanos(text, undefined);
  return moment.ok ? BigInt(moment.seconds) * 1000n + BigInt(Math.floor(moment.nanos / 1_000_000)) : undefined;
}
