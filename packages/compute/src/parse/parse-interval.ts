import { ArrowError, type MonthDayNanoInterval } from '@datafusion-ts/common';

/**
 * Intervals as Arrow reads them: pairs of an amount (`1`, `-1`, `1.5`, `.5`) and a unit, with or without a space between,
 * `1 year 2mons`. A last amount without a unit takes the default one. Fractions of a unit carry into smaller ones:
 * half a month is 15 days, half a day 12 hours. Throws ArrowError for anything else.
 */

const UNIT_NAMES = {
  century: 'centuries centurys century cents cent c',
  decade: 'decades decade decs dec',
  year: 'years year yrs yr y',
  month: 'months month mons mon',
  week: 'weeks week w',
  day: 'days day d',
  hour: 'hours hour hrs hr h',
  minute: 'minutes minute mins min m',
  second: 'seconds second secs sec s',
  millisecond: 'milliseconds millisecond mseconds msecond msecs msec ms',
  microsecond: 'microseconds microsecond useconds usecond usecs usec us',
  nanosecond: 'nanoseconds nanosecond',
} as const;

/** Units of interval text, by their full names. */
export type IntervalTextUnit = keyof typeof UNIT_NAMES;

/** Months, days and nanoseconds of an interval text; amounts without a unit count `defaultUnit`. */
export function parseInterval(text: string, defaultUnit: IntervalTextUnit = 'month'): MonthDayNanoInterval {
  const seen = new Set<IntervalTextUnit>();
  let total: MonthDayNanoInterval = { months: 0, days: 0, nanoseconds: 0n };
  const parts = splitComponents(text).map(([amountText, unitText]) => {
    const amount = parseAmount(amountText);
    const unit = unitText === undefined ? defaultUnit : unitOf(unitText);
    if (amount === undefined || unit === undefined) throw invalid(text);
    return { amount, unit, unitText };
  });
  for (const { unit, unitText } of parts) {
    if (seen.has(unit)) throw invalid(text, `. Repeated type '${unitText ?? ''}'`);
    seen.add(unit);
  }
  for (const { amount, unit } of parts) total = addPart(total, amount, unit);
  return total;
}

const invalid = (text: string, more = ''): ArrowError =>
  new ArrowError('Parser error', `Invalid input syntax for type interval: ${JSON.stringify(text)}${more}`);

function unitOf(text: string): IntervalTextUnit | undefined {
  const name = text.toLowerCase();
  for (const [unit, names] of Object.entries(UNIT_NAMES)) {
    if (names.split(' ').includes(name)) return unit as IntervalTextUnit;
  }
  return undefined;
}

function splitComponents(text: string): [string, string | undefined][] {
  const words = text.split(/\s/u);
  const pairs: [string, string | undefined][] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const at = word.search(/[^0-9.-]/u);
    if (at >= 0) pairs.push([word.slice(0, at), word.slice(at)]);
    else pairs.push([word, words[++i]]);
  }
  return pairs;
}

/** Digits that the fraction of an amount may have, and that it is scaled to. */
const PRECISION = 15;

interface Amount {
  readonly integer: bigint;
  /** In units of 10^-15, with the sign of the amount. */
  readonly fraction: bigint;
}

function parseAmount(text: string): Amount | undefined {
  const match = /^(-?)(\d*)(?:\.(\d+))?$/.exec(text);
  if (match === null || (match[2] === '' && match[3] === undefined)) return undefined;
  const digits = match[3] ?? '';
  if (digits.length > PRECISION) return undefined;
  const sign = match[1] === '-' ? -1n : 1n;
  const integer = sign * BigInt(match[2] === '' ? '0' : match[2]!);
  if (BigInt.asIntN(64, integer) !== integer) return undefined;
  return { integer, fraction: sign * BigInt(digits.padEnd(PRECISION, '0')) };
}

const HOUR = 3_600_000_000_000n;
const NANOS: Partial<Record<IntervalTextUnit, bigint>> = {
  hour: HOUR,
  minute: 60_000_000_000n,
  second: 1_000_000_000n,
  millisecond: 1_000_000n,
  microsecond: 1_000n,
  nanosecond: 1n,
};
const ONE = 10n ** BigInt(PRECISION);

function addPart(
  total: MonthDayNanoInterval,
  { integer, fraction }: Amount,
  unit: IntervalTextUnit,
): MonthDayNanoInterval {
  const { months, days, nanoseconds } = total;
  switch (unit) {
    case 'century':
    case 'decade':
    case 'year': {
      const factor = unit === 'century' ? 1200n : unit === 'decade' ? 120n : 12n;
      const plural = unit === 'century' ? 'centuries' : `${unit}s`;
      const added = checked64(integer, factor) + (fraction * factor) / ONE;
      return { months: sum32(months, int32(added, `${integer} ${plural} as months`)), days, nanoseconds };
    }
    case 'month':
      return {
        months: sum32(months, int32(integer, `${integer} months`)),
        days: sum32(days, Number((fraction * 30n) / ONE)),
        nanoseconds,
      };
    case 'week': {
      const added = int32(checked64(integer, 7n), `${integer} weeks as days`);
      return { months, days: sum32(days, added), nanoseconds: sum64(nanoseconds, (fraction * 168n * HOUR) / ONE) };
    }
    case 'day': {
      const added = int32(integer, `${integer} days`, 'Invalid argument error');
      return { months, days: sum32(days, added), nanoseconds: sum64(nanoseconds, (fraction * 24n * HOUR) / ONE) };
    }
    default: {
      const factor = NANOS[unit] ?? 1n;
      const added = sum64(checked64(integer, factor), (fraction * factor) / ONE);
      return { months, days, nanoseconds: sum64(nanoseconds, added) };
    }
  }
}

const overflow = (what: string): ArrowError => new ArrowError('Arithmetic overflow', `Overflow happened on: ${what}`);

function checked64(value: bigint, factor: bigint): bigint {
  const product = value * factor;
  if (BigInt.asIntN(64, product) !== product) throw overflow(`${value} * ${factor}`);
  return product;
}

function sum64(a: bigint, b: bigint): bigint {
  if (BigInt.asIntN(64, a + b) !== a + b) throw overflow(`${a} + ${b}`);
  return a + b;
}

function sum32(a: number, b: number): number {
  if (((a + b) | 0) !== a + b) throw overflow(`${a} + ${b}`);
  return a + b;
}

function int32(value: bigint, what: string, kind: 'Parser error' | 'Invalid argument error' = 'Parser error'): number {
  if (BigInt.asIntN(32, value) === value) return Number(value);
  throw new ArrowError(kind, `Unable to represent ${what} in a signed 32-bit integer`);
}
