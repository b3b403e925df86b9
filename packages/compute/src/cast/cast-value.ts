import { ScalarValue, type DataType, daysFromCivil, isValidDate } from '@datafusion-ts/common';
import { isDecimal } from '../arithmetic/decimals.js';
import { widthOf } from '../vector/physical-type.js';
import { classOf } from './can-cast.js';
import type { DecimalType } from './cast-decimals.js';

/**
 * The casts of single values that most statements have: texts to texts of another layout, `'1994-01-01'` to a date,
 * integers to decimals. They take neither kernels nor memory of the engine. All else is left to the cast of columns, as
 * is what does not convert: it knows what that means.
 */

/** A value that is not NULL as another type; undefined when `cast` has to see to it. */
export function castValue({ dataType: from, value }: ScalarValue, to: DataType): ScalarValue | undefined {
  if (typeof value === 'string') {
    if (classOf(from) !== 'text') return undefined;
    if (classOf(to) === 'text') return new ScalarValue(to, value);
    if (to.kind !== 'Date32') return undefined;
    const days = daysOf(value);
    return days === undefined ? undefined : new ScalarValue(to, days);
  }
  if (typeof value !== 'bigint' && typeof value !== 'number') return undefined;
  if (!isDecimal(to) || classOf(from) !== 'integer') return undefined;
  const unscaled = unscaledOf(BigInt(value), to);
  return unscaled === undefined ? undefined : new ScalarValue(to, unscaled);
}

/** An integer as a decimal without its point; undefined when it does not fit. */
function unscaledOf(value: bigint, type: DecimalType): bigint | undefined {
  const { precision, scale } = type;
  if (scale < 0 || BigInt.asIntN(widthOf(type) * 8, value) !== value) return undefined;
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
