/** Texts of instants in a time zone: a fixed offset such as `+05:30`, or a name of the IANA database (by `Intl`). */
import type { TimeUnit } from '../data-type.js';
import { daysFromCivil } from './civil.js';
import { timestampText } from './temporal-text.js';
import { nanosPerUnit } from './time-unit.js';

const FIXED = /^([+-])(\d{2}):?(\d{2})?$/;

/** Seconds that `timezone` is ahead of UTC at an instant (seconds since 1970). Throws a RangeError for unknown zones. */
export function zoneOffsetSeconds(timezone: string, epochSeconds: number): number {
  const fixed = FIXED.exec(timezone);
  if (fixed !== null) {
    const size = Number(fixed[2]) * 3600 + Number(fixed[3] ?? 0) * 60;
    return fixed[1] === '-' ? -size : size;
  }
  if (timezone === 'UTC' || timezone === 'Z') return 0;
  const local = new Map(
    formatOf(timezone)
      .formatToParts(epochSeconds * 1000)
      .map((part) => [part.type, part.value]),
  );
  const get = (name: Intl.DateTimeFormatPartTypes): number => Number(local.get(name));
  const year = local.get('era') === 'BC' ? 1 - get('year') : get('year');
  const days = daysFromCivil(year, get('month'), get('day'));
  return days * 86_400 + get('hour') * 3600 + get('minute') * 60 + get('second') - epochSeconds;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timezone, format);
  }
  return format;
}

/** Local time and offset: `2020-01-31T12:34:56+05:30`, with `Z` for UTC. */
export function zonedTimestampText(value: bigint, unit: TimeUnit, timezone: string): string {
  const perSecond = 1_000_000_000n / nanosPerUnit(unit);
  const seconds = value >= 0n ? value / perSecond : -((-value + perSecond - 1n) / perSecond);
  const offset = zoneOffsetSeconds(timezone, Number(seconds));
  const local = timestampText(value + BigInt(offset) * perSecond, unit);
  if (timezone === 'UTC' || timezone === 'Z') return `${local}Z`;
  const size = Math.abs(offset);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}`;
}
