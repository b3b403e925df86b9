/**
 * Floats as Rust's ryu prints them, which is what Arrow displays: shortest digits that read back the same, always with a point
 * or an exponent (`1.0`, `1e20`, `0.00001`, `1e-7`), `NaN`, `inf`, `-inf`.
 */
import { shortestFloat32 } from '@datafusion-ts/common';

/** A double, as Arrow displays Float64. */
export function formatFloat64(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return Object.is(value, -0) ? '-0.0' : `${value}.0`;
  // JavaScript's shortest digits are ryu's; only the ranges without an exponent differ.
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-5 && magnitude < 1e16) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  return pretty(value.toExponential(), 16, -5);
}

/** A single-precision float (given as a number), as Arrow displays Float32. */
export function formatFloat32(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  return pretty(shortestFloat32(value, 'Ryu'), 13, -6);
}

/** A half-precision float, as Arrow displays Float16: digits of the single-precision value, never an exponent. */
export function formatFloat16(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  const { sign, digits, point } = decompose(shortestFloat32(value, 'Ryu'));
  if (point <= 0) return digits === '0' ? `${sign}0` : `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function special(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'inf' : '-inf';
}

interface Decimal {
  readonly sign: string;
  readonly digits: string;
  /** Digits before the decimal point; zero or negative when there are zeros behind it. */
  readonly point: number;
}

function decompose(exponential: string): Decimal {
  const e = exponential.indexOf('e');
  const negative = exponential.startsWith('-');
  const mantissa = exponential.slice(negative ? 1 : 0, e).replace('.', '');
  const digits = mantissa.replace(/0+$/, '') || '0';
  return { sign: negative ? '-' : '', digits, point: Number(exponential.slice(e + 1)) + 1 };
}

function pretty(exponential: string, largest: number, smallest: number): string {
  const { sign: minus, digits, point } = decompose(exponential);
  const sign = minus;
  if (digits === '0') return `${sign}0.0`;
  if (point > 0 && point <= largest) {
    if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}.0`;
    return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  }
  if (point <= 0 && point > smallest) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]!}${fraction}e${point - 1}`;
}
