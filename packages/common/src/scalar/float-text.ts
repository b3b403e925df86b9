/** Texts of floating-point numbers in the two forms DataFusion uses: without exponent, and as arrays print them. */
import { shortestFloat32, type FloatWriter } from './shortest-float32.js';

interface Digits {
  readonly negative: boolean;
  /** Shortest digits that read back as the same number, without leading or trailing zeros. */
  readonly digits: string;
  /** Power of ten of the last digit. */
  readonly exponent: number;
}

function digitsOf(value: number, bits: 32 | 64, writer: FloatWriter): Digits {
  const text = bits === 64 ? String(Math.abs(value)) : shortestFloat32(Math.abs(value), writer);
  const [mantissa = '0', power = '0'] = text.split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return {
    negative: value < 0 || Object.is(value, -0),
    digits: digits === '' ? '0' : digits,
    exponent: digits === '' ? 0 : Number(power) - fraction.length + (all.length - digits.length),
  };
}

function specialText(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? undefined : value < 0 ? '-inf' : 'inf';
}

/** Never an exponent, no fraction for whole numbers: `1`, `0.0000001`, `inf`, `NaN`. */
export function plainFloat(value: number, bits: 32 | 64 = 64): string {
  const special = specialText(value);
  if (special !== undefined) return special;
  return withoutExponent(digitsOf(value, bits, 'Rust'));
}

function withoutExponent({ negative, digits, exponent }: Digits): string {
  const sign = negative ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** As in arrays: always a fraction or an exponent: `1.0`, `1e-6`, `1.5e16`. */
export function arrowFloat(value: number, bits: 32 | 64 = 64): string {
  const special = specialText(value);
  if (special !== undefined) return special;
  const all = digitsOf(value, bits, 'Ryu');
  const { negative, digits, exponent } = all;
  const sign = negative ? '-' : '';
  const point = digits.length + exponent;
  const longest = bits === 64 ? 16 : 13;
  if (digits === '0') return `${sign}0.0`;
  if (point > longest || point <= (bits === 64 ? -5 : -6)) {
    return `${sign}${digits[0]!}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${point - 1}`;
  }
  const plain = withoutExponent(all);
  return plain.includes('.') ? plain : `${plain}.0`;
}
