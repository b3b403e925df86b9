import { monthNames, weekdayNames } from '@datafusion-ts/compute';
import { ExecutionError } from '@datafusion-ts/common';

/** Fields of moments (`%tH`, `%tF`, …) as Java names them; all times are told in UTC. */

const two = (value: number): string => value.toString().padStart(2, '0');

/** A moment in UTC: its second and the nanoseconds within it. */
export interface Moment {
  readonly date: Date;
  readonly second: bigint;
  readonly nanosecond: number;
}

/** The moment so many nanoseconds after 1970. Outside the years that JavaScript can tell it is an ExecutionError. */
export function momentOf(nanoseconds: bigint): Moment {
  const nanosecond = Number(((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  const second = (nanoseconds - BigInt(nanosecond)) / 1_000_000_000n;
  const date = new Date(Number(second) * 1000);
  if (Number.isNaN(date.getTime())) throw new ExecutionError(`Invalid timestamp: ${nanoseconds}`);
  return { date, second, nanosecond };
}

const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;
const half = (date: Date): string => (date.getUTCHours() < 12 ? 'am' : 'pm');
const month = (date: Date): string => monthNames[date.getUTCMonth()]!;
const weekday = (date: Date): string => weekdayNames[date.getUTCDay()]!;
const year = (date: Date): string => {
  const value = date.getUTCFullYear();
  return value < 0 ? `-${(-value).toString().padStart(4, '0')}` : value.toString().padStart(4, '0');
};
const yearInCentury = (date: Date): string => two(((date.getUTCFullYear() % 100) + 100) % 100);
const clock = (date: Date): string =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
const monthAndDay = (date: Date): readonly [string, string] => [two(date.getUTCMonth() + 1), two(date.getUTCDate())];

function dayOfYear(date: Date): string {
  const start = new Date(date);
  start.setUTCMonth(0, 1);
  start.setUTCHours(0, 0, 0, 0);
  return (Math.floor((date.getTime() - start.getTime()) / 86_400_000) + 1).toString().padStart(3, '0');
}

const FIELDS: Readonly<Record<string, (moment: Moment) => string>> = {
  H: ({ date }) => two(date.getUTCHours()),
  I: ({ date }) => two(hour12(date)),
  k: ({ date }) => date.getUTCHours().toString(),
  l: ({ date }) => hour12(date).toString(),
  M: ({ date }) => two(date.getUTCMinutes()),
  S: ({ date }) => two(date.getUTCSeconds()),
  L: ({ nanosecond }) =>
    Math.floor(nanosecond / 1_000_000)
      .toString()
      .padStart(3, '0'),
  N: ({ nanosecond }) => nanosecond.toString().padStart(9, '0'),
  p: ({ date }) => half(date),
  z: () => '+0000',
  Z: () => 'UTC',
  s: ({ second }) => second.toString(),
  Q: ({ second, nanosecond }) => (second * 1000n + BigInt(Math.floor(nanosecond / 1_000_000))).toString(),
  B: ({ date }) => month(date),
  b: ({ date }) => month(date).slice(0, 3),
  h: ({ date }) => month(date).slice(0, 3),
  A: ({ date }) => weekday(date),
  a: ({ date }) => weekday(date).slice(0, 3),
  C: ({ date }) => two(Math.floor(date.getUTCFullYear() / 100)),
  Y: ({ date }) => year(date),
  y: ({ date }) => yearInCentury(date),
  j: ({ date }) => dayOfYear(date),
  m: ({ date }) => monthAndDay(date)[0],
  d: ({ date }) => monthAndDay(date)[1],
  e: ({ date }) => date.getUTCDate().toString(),
  R: ({ date }) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  T: ({ date }) => clock(date),
  r: ({ date }) =>
    `${two(hour12(date))}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${half(date).toUpperCase()}`,
  D: ({ date }) => `${monthAndDay(date).join('/')}/${yearInCentury(date)}`,
  F: ({ date }) => `${year(date)}-${monthAndDay(date).join('-')}`,
  c: ({ date }) => {
    const day = `${weekday(date).slice(0, 3)} ${month(date).slice(0, 3)} ${two(date.getUTCDate())}`;
    return `${day} ${clock(date)} UTC ${year(date)}`;
  },
};

/** A field of a moment; `field` is one of the letters that a format may have. */
export const momentText = (moment: Moment, field: string): string => FIELDS[field]!(moment);
