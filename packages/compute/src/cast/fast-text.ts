/**
 * The commonest spellings, read from bytes without making strings: short integers, `2020-01-31`, `2020-01-31 10:11:12.5`. Each
 * reader returns NaN for everything else, valid or not: the general parsers then decide.
 */
import { daysFromCivil, daysInMonth } from '@datafusion-ts/common';
import { mem } from '../memory/engine-memory.js';

/** An integer of at most 15 digits. */
export function readInteger(address: number, length: number): number {
  const { u8 } = mem;
  const first = u8[address];
  const signed = first === 45 || first === 43 ? 1 : 0;
  if (length <= signed || length > 15 + signed) return NaN;
  let value = 0;
  for (let i = signed; i < length; i++) {
    const digit = u8[address + i]! - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return first === 45 ? -value : value;
}

/** Two digits at an address; NaN when they are none. */
function pair(address: number): number {
  const { u8 } = mem;
  const [a, b] = [u8[address]! - 48, u8[address + 1]! - 48];
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : NaN;
}

/** Days since the epoch of `YYYY-MM-DD` at an address. */
function daysAt(address: number): number {
  const { u8 } = mem;
  if (u8[address + 4] !== 45 || u8[address + 7] !== 45) return NaN;
  const year = pair(address) * 100 + pair(address + 2);
  const month = pair(address + 5);
  const day = pair(address + 8);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
  return daysFromCivil(year, month, day);
}

/** Days since the epoch of a date of ten bytes. */
export const readDate = (address: number, length: number): number => (length === 10 ? daysAt(address) : NaN);

/** Seconds since the epoch of a date, or a date and a time, without zone. A fraction is left to {@link readFraction}. */
export function readSeconds(address: number, length: number): number {
  if (length === 10) return daysAt(address) * 86_400;
  const { u8 } = mem;
  if (length < 19 || u8[address + 13] !== 58 || u8[address + 16] !== 58) return NaN;
  if (u8[address + 10] !== 32 && u8[address + 10] !== 84) return NaN;
  const [hour, minute, second] = [pair(address + 11), pair(address + 14), pair(address + 17)];
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return NaN;
  return daysAt(address) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** Nanoseconds of the fraction that follows the seconds: 0 when there is none, NaN when something else follows. */
export function readFraction(address: number, length: number): number {
  if (length <= 19) return 0;
  const digits = length - 20;
  if (mem.u8[address + 19] !== 46 || digits < 1 || digits > 9) return NaN;
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const digit = i < digits ? mem.u8[address + 20 + i]! - 48 : 0;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}
