/**
 * Cells as DataFusion's test runner writes them, for the types it treats apart from ordinary formatting: booleans,
 * strings, floats and decimals at the top level of a column. Any other type is written by the engine's array formatter
 * with `NULL` for nulls.
 */
import { DEFAULT_SCALE, plainDecimal } from './plain-decimal.js';

/** A null of any type. */
export const NULL_TEXT = 'NULL';
/** A string of no characters, which would not be visible. */
export const EMPTY_TEXT = '(empty)';

/** A string: the empty one made visible, without trailing newlines, NUL characters escaped. */
export function stringCell(value: string): string {
  return value === '' ? EMPTY_TEXT : value.replace(/\n+$/, '').replaceAll('\0', '\\0');
}

/** The shortest decimal text that reads back as the same 32-bit float. `value` must be one. */
export function shortestFloat32(value: number): string {
  for (let precision = 1; precision < 9; precision++) {
    const text = value.toPrecision(precision);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toPrecision(9);
}

/** A float of 16, 32 or 64 bits in plain digits, with at most `maxScale` decimal places. */
export function floatCell(value: number, bits: 16 | 32 | 64, maxScale: number = DEFAULT_SCALE): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return plainDecimal(bits === 64 ? String(value) : shortestFloat32(value), maxScale);
}

/** A decimal, given as its exact digits (`-12.3400`), in plain digits without trailing zeros. */
export function decimalCell(exact: string): string {
  return plainDecimal(exact);
}
