/**
 * Dates, times, durations and intervals as arrow-rs writes them with DataFusion's format options: ISO 8601 with a
 * fraction of 0, 3, 6 or 9 digits; durations and intervals in words.
 */

const NANOS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;

const pad = (value: bigint | number, width: number): string => String(value).padStart(width, '0');

/** Quotient towards minus infinity. */
function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** Year, month and day of a day number counted from 1970-01-01, in the proleptic Gregorian calendar. */
function civil(days: bigint): { year: bigint; month: bigint; day: bigint } {
  const shifted = days + 719_468n;
  const era = floorDiv(shifted, 146_097n);
  const dayOfEra = shifted - era * 146_097n;
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const shiftedMonth = (5n * dayOfYear + 2n) / 153n;
  const month = shiftedMonth < 10n ? shiftedMonth + 3n : shiftedMonth - 9n;
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n);
  return { year, month, day: dayOfYear - (153n * shiftedMonth + 2n) / 5n + 1n };
}

/** `2020-01-31`; years outside 0 to 9999 have a sign. */
export function dateText(days: bigint): string {
  const { year, month, day } = civil(days);
  const digits = pad(year < 0n ? -year : year, 4);
  const sign = year < 0n ? '-' : year > 9999n ? '+' : '';
  return `${sign}${digits}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Nothing, or a point and 3, 6 or 9 digits. */
function fractionText(nanos: bigint): string {
  if (nanos === 0n) return '';
  if (nanos % 1_000_000n === 0n) return `.${pad(nanos / 1_000_000n, 3)}`;
  if (nanos % 1000n === 0n) return `.${pad(nanos / 1000n, 6)}`;
  return `.${pad(nanos, 9)}`;
}

/** Time of day, from nanoseconds since midnight: `13:05:00.250`. */
export function timeText(nanos: bigint): string {
  const seconds = nanos / NANOS_PER_SECOND;
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => pad(part, 2)).join(':');
  return clock + fractionText(nanos % NANOS_PER_SECOND);
}

/** `2020-01-31T13:05:00`, from nanoseconds since 1970. */
export function timestampText(nanos: bigint): string {
  const days = floorDiv(nanos, SECONDS_PER_DAY * NANOS_PER_SECOND);
  return `${dateText(days)}T${timeText(nanos - days * SECONDS_PER_DAY * NANOS_PER_SECOND)}`;
}

/** Seconds that a zone's clocks are ahead of UTC at an instant, given in seconds since 1970. */
function zoneOffset(zone: string, seconds: bigint): bigint {
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (fixed) return BigInt((fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3]) * 60));
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(Number(seconds) * 1000),
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name);
  if (!match) return 0n;
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return BigInt(match[1] === '-' ? -size : size);
}

/** A timestamp with a time zone in local time and with its offset: `2020-01-31T13:05:00+02:00`, `Z` for UTC. */
export function zonedText(nanos: bigint, zone: string): string {
  const offset = zoneOffset(zone, floorDiv(nanos, NANOS_PER_SECOND));
  const local = timestampText(nanos + offset * NANOS_PER_SECOND);
  if (offset === 0n) return `${local}Z`;
  const size = offset < 0n ? -offset : offset;
  return `${local}${offset < 0n ? '-' : '+'}${pad(size / 3600n, 2)}:${pad((size / 60n) % 60n, 2)}`;
}

/** A duration in its unit's ticks, `perSecond` of them a second: `1 days 2 hours 0 mins 3.500 secs`. */
export function durationText(ticks: bigint, perSecond: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const seconds = size / perSecond;
  const signed = (value: bigint): string => `${ticks < 0n && value !== 0n ? '-' : ''}${value}`;
  const digits = perSecond.toString().length - 1;
  const fraction = digits === 0 ? '' : `.${pad(size % perSecond, digits)}`;
  const secondsSign = ticks < 0n && (seconds % 60n !== 0n || size % perSecond !== 0n) ? '-' : '';
  const days = signed(seconds / SECONDS_PER_DAY);
  const hours = signed((seconds / 3600n) % 24n);
  return `${days} days ${hours} hours ${signed((seconds / 60n) % 60n)} mins ${secondsSign}${seconds % 60n}${fraction} secs`;
}

/** Months, days and a time of `perSecond` ticks a second, without the parts that are zero: `1 mons 2 days 3 hours`. */
export function intervalText(months: bigint, days: bigint, ticks: bigint, perSecond: bigint): string {
  const digits = perSecond.toString().length - 1;
  const seconds = ticks / perSecond;
  const fraction = ticks % perSecond;
  const rest = seconds % 60n;
  const words: string[] = [];
  if (months !== 0n) words.push(`${months} mons`);
  if (days !== 0n) words.push(`${days} days`);
  if (seconds / 3600n !== 0n) words.push(`${seconds / 3600n} hours`);
  if ((seconds / 60n) % 60n !== 0n) words.push(`${(seconds / 60n) % 60n} mins`);
  if (rest !== 0n || fraction !== 0n) {
    const size = (value: bigint): bigint => (value < 0n ? -value : value);
    words.push(`${ticks < 0n ? '-' : ''}${size(rest)}.${pad(size(fraction), digits)} secs`);
  }
  return words.length === 0 ? '0 secs' : words.join(' ');
}
