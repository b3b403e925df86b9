/**
 * Twins of assembly/parse.ts: values written as text. A span is a pair of u32, where the text begins and ends; spans lie
 * `stride` bytes apart. A span that begins at 0 is null, and with `emptyNull` one without bytes. Rows `from` to `count`
 * are read: a null clears its bit in `validity`. The result is the first row whose text is not of the plain form that a
 * kernel knows, or `count`.
 */
import { mem } from '../memory/engine-memory.js';
import { clearBit } from '../vector/bits.js';
import { writeView } from '../vector/view.js';

const ascii = new TextDecoder('latin1');

/** Reads one text; undefined when it is not of the plain form. */
type Parse<T> = (text: string) => T | undefined;

function parseSpans<T>(
  [spans, stride, from, count, emptyNull, validity]: readonly [number, number, number, number, number, number],
  parse: Parse<T>,
  store: (row: number, value: T | undefined) => void,
): number {
  for (let row = from; row < count; row++) {
    const span = (spans + row * stride) >>> 2;
    const start = mem.u32[span]!;
    const end = mem.u32[span + 1]!;
    if (start === 0 || (emptyNull !== 0 && start === end)) {
      clearBit(validity, row);
      store(row, undefined);
      continue;
    }
    const value = parse(ascii.decode(mem.u8.slice(start, end)));
    if (value === undefined) return row;
    store(row, value);
  }
  return count;
}

/** Integers of `width` bytes, at most 18 digits. */
export function parseInts(
  spans: number,
  stride: number,
  from: number,
  count: number,
  emptyNull: number,
  width: number,
  to: number,
  validity: number,
): number {
  const parse = (text: string): bigint | undefined => {
    if (!/^[+-]?\d{1,18}$/.test(text)) return undefined;
    const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
    return BigInt.asIntN(width * 8, value) === value ? value : undefined;
  };
  return parseSpans([spans, stride, from, count, emptyNull, validity], parse, (row, value = 0n) => {
    if (width === 8) mem.i64[(to >>> 3) + row] = value;
    else if (width === 4) mem.i32[(to >>> 2) + row] = Number(value);
    else if (width === 2) mem.i16[(to >>> 1) + row] = Number(value);
    else mem.i8[to + row] = Number(value);
  });
}

/** Sign, digits before and behind the dot, in at most `bytes` bytes behind the sign. */
function splitNumber(text: string): readonly [negative: boolean, whole: string, fraction: string] | undefined {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null || text.length - match[1]!.length > 20) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const digits = whole.length + fraction.length;
  return digits === 0 || digits > 18 ? undefined : [sign === '-', whole, fraction];
}

/** Decimals as i64 units of 10^-scale: no more digits behind the dot than the scale, at most `precision` (up to 18) in all. */
export function parseDecimals(
  spans: number,
  stride: number,
  from: number,
  count: number,
  emptyNull: number,
  precision: number,
  scale: number,
  to: number,
  validity: number,
): number {
  const limit = 10n ** BigInt(precision);
  const parse = (text: string): bigint | undefined => {
    const parts = splitNumber(text);
    if (parts === undefined) return undefined;
    const [negative, whole, fraction] = parts;
    const missing = scale - fraction.length;
    if (missing < 0) return undefined;
    const value = BigInt(whole + fraction + '0'.repeat(missing));
    if (value >= limit || value >= 10n ** 18n) return undefined;
    return negative ? -value : value;
  };
  return parseSpans([spans, stride, from, count, emptyNull, validity], parse, (row, value = 0n) => {
    mem.i64[(to >>> 3) + row] = value;
  });
}

/** Doubles without an exponent whose digits (without leading zeros) are at most 15, so that one division rounds rightly. */
export function parseFloats(
  spans: number,
  stride: number,
  from: number,
  count: number,
  emptyNull: number,
  to: number,
  validity: number,
): number {
  const parse = (text: string): number | undefined => {
    const parts = splitNumber(text);
    if (parts === undefined) return undefined;
    const digits = BigInt(parts[1] + parts[2]);
    return digits >= 10n ** 15n ? undefined : (Number(digits) / 10 ** parts[2].length) * (parts[0] ? -1 : 1);
  };
  return parseSpans([spans, stride, from, count, emptyNull, validity], parse, (row, value = 0) => {
    mem.f64[(to >>> 3) + row] = value;
  });
}

const DAY_MS = 86_400_000;

/** Days since 1970 of `YYYY-MM-DD`. */
export function parseDates(
  spans: number,
  stride: number,
  from: number,
  count: number,
  emptyNull: number,
  to: number,
  validity: number,
): number {
  const parse = (text: string): number | undefined => {
    const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (match === null) return undefined;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    const exists = month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return exists ? date.getTime() / DAY_MS : undefined;
  };
  return parseSpans([spans, stride, from, count, emptyNull, validity], parse, (row, value = 0) => {
    mem.i32[(to >>> 2) + row] = value;
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** 1 when all bytes are ASCII. */
export function isAscii(begin: number, end: number): number {
  for (let at = begin; at < end; at++) if (mem.u8[at]! > 127) return 0;
  return 1;
}

/** Views of texts that stay where they are; the result is the first row that is not UTF-8. With `ascii`, all text is. */
export function parseViews(
  spans: number,
  stride: number,
  from: number,
  count: number,
  emptyNull: number,
  ascii: number,
  to: number,
  validity: number,
): number {
  for (let row = from; row < count; row++) {
    const span = (spans + row * stride) >>> 2;
    const start = mem.u32[span]!;
    const end = mem.u32[span + 1]!;
    const view = to + row * 16;
    if (start === 0 || (emptyNull !== 0 && start === end)) {
      clearBit(validity, row);
      mem.u32.fill(0, view >>> 2, (view >>> 2) + 4);
      continue;
    }
    try {
      if (ascii === 0) utf8.decode(mem.u8.slice(start, end));
    } catch {
      return row;
    }
    writeView(view, start, end - start);
  }
  return count;
}
