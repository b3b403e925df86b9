import { ScalarValue, type DataType } from '@datafusion-ts/common';
import { daysFromCivil, isValidDate } from '../temporal/civil.js';
import type { DecimalType } from './cast-decimals.js';

/**
 * The casts of single values that most statements have: texts to texts of another layout, `'1994-01-01'` to a date,
 * integers to decimals. They take neither kernels nor memory of the engine. All else is left to the cast of columns, as
 * is what does not convert: it knows what that means.
 */

/** A value that is not NULL as another type; undefined when `cast` has to see to it. */
export function castValue({ dataType: from, value }: ScalarValue, to: DataType): ScalarValue | undefined {
  if (typeof value === 'string') {
    if (!isText(from)) return undefined;
    if (isText(to)) return new ScalarValue(to, value);
    if (to.kind !== 'Date32') return undefined;
    const days = daysOf(value);
    return days === undefined ? undefined : new ScalarValue(to, days);
  }
  if (typeof value !== 'bigint' && typeof value !== 'number') return undefined;
  const bits = decimalBits(to);
  if (bits === 0 || !isInteger(from)) return undefined;
  const unscaled = unscaledOf(BigInt(value), to as DecimalType, bits);
  return unscaled === undefined ? undefined : new ScalarValue(to, unscaled);
}

const isText = ({ kind }: DataType): boolean => kind === 'Utf8' || kind === 'Utf8View' || kind === 'LargeUtf8';

function isInteger({ kind }: DataType): boolean {
  switch (kind) {
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      return true;
    default:
      return false;
  }
}

/** Bits of a decimal type; 0 for other types. */
function decimalBits({ kind }: DataType): number {
  switch (kind) {
    case 'Decimal32':
      return 32;
    case 'Decimal64':
      return 64;
    case 'Decimal128':
      return 128;
    case 'Decimal256':
      return 256;
    default:
      return 0;
  }
}

/** An integer as a decimal without its point; undefined when it does not fit. */
function unscaledOf(value: bigint, { precision, scale }: DecimalType, bits: number): bigint | undefined {
  if (scale < 0 || BigInt.asIntN(bits, value) !== value) return undefined;
  const unscaled = value * 10n ** BigInt(scale);
  const limit = 10n ** BigInt(precision);
  return unscaled < limit && unscaled > -limit ? unscaled : undefined;
}

/** Days from 1970-01-01 of a date as ISO writes it; undefined for other texts. */
function daysOf(text: string): number | undefined {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return undefined;
  const year = digitsOf(text, 0, 4);
  const month = digitsOf(text, 5, 7);
  const day = digitsOf(text, 8, 10);
  if (Number.isNaN(year + month + day) || !isValidDate(year, month, day)) return undefined;
  return daysFromCivil(year, month, day);
}

/** The number that the digits of a part of a text write; NaN for other characters. */
function digitsOf(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : NaN;
  }
  return number;
}
