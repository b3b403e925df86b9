import { byteLength } from '@datafusion-ts/functions';
import type { Flags } from './directive.js';

/** The beginning of a text of at most so many bytes as UTF-8, without half characters. */
function cut(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  let kept = '';
  let left = bytes;
  for (const char of text) {
    left -= byteLength(char);
    if (left < 0) break;
    kept += char;
  }
  return kept;
}

/** The text with spaces around it; widths are bytes, as DataFusion counts them. */
export function spaced(text: string, width: number, left: boolean): string {
  const missing = width - byteLength(text);
  if (missing <= 0) return text;
  return left ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

/** Text with a precision (its longest length) and a width. */
export function paddedText(text: string, width: number, precision: number | undefined, left: boolean): string {
  return spaced(precision === undefined ? text : cut(text, precision), width, left);
}

/** A number's digits with sign (and prefix, `0x`), filled up with zeros or spaces. */
export function paddedNumber(digits: string, negative: boolean, prefix: string, flags: Flags, width: number): string {
  const enclosed = negative && flags.parentheses;
  const sign = negative ? (enclosed ? '(' : '-') : flags.plus ? '+' : flags.space ? ' ' : '';
  const before = sign + prefix;
  const after = enclosed ? ')' : '';
  const body = flags.zero ? digits.padStart(width - before.length - after.length, '0') : digits;
  return spaced(before + body + after, width, flags.left);
}

/** Digits before the point in groups of three. */
export const grouped = (digits: string): string => {
  const [whole, ...rest] = digits.split('.');
  return [whole!.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
};

/** Capitals of ASCII letters; others stay. */
export const asciiUpper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
