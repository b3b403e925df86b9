/**
 * Decimal digits of numbers, exact and rounded as asked, however many are wanted. Numbers are fractions of big integers, as
 * neither `toFixed` (100 digits, halves up) nor the shortest form of a number would do.
 */

/** Where a half goes: to the even digit, or up. */
export type Halves = 'even' | 'up';

/** A number of zero or more. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The exact value of a finite number without its sign. */
export function fractionOf(value: number): Fraction {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const mantissa = (bits & 0xf_ffff_ffff_ffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const shift = Math.max(exponent, 1) - 1075;
  return shift >= 0
    ? { numerator: mantissa << BigInt(shift), denominator: 1n }
    : { numerator: mantissa, denominator: 1n << BigInt(-shift) };
}

/** The value of an unscaled decimal without its sign. */
export function fractionOfDecimal(unscaled: bigint, scale: number): Fraction {
  const numerator = unscaled < 0n ? -unscaled : unscaled;
  return scale >= 0
    ? { numerator, denominator: 10n ** BigInt(scale) }
    : { numerator: numerator * 10n ** BigInt(-scale), denominator: 1n };
}

function roundedQuotient(numerator: bigint, denominator: bigint, halves: Halves): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && (halves === 'up' || (quotient & 1n) === 1n));
  return up ? quotient + 1n : quotient;
}

/** The number times a power of ten, rounded. */
function scaled({ numerator, denominator }: Fraction, power: number, halves: Halves): bigint {
  return power >= 0
    ? roundedQuotient(numerator * 10n ** BigInt(power), denominator, halves)
    : roundedQuotient(numerator, denominator * 10n ** BigInt(-power), halves);
}

/** Digits with so many behind the point: `1234.50`. */
export function fixedDigits(value: Fraction, places: number, halves: Halves): string {
  const digits = scaled(value, places, halves)
    .toString()
    .padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Digits with one before the point, and the power of ten they are to be multiplied with. */
export interface Scientific {
  readonly digits: string;
  readonly exponent: number;
}

/** The power of ten that the first digit of a number above zero stands for. */
function leadingExponent({ numerator, denominator }: Fraction): number {
  // Right, or one too high.
  const guess = numerator.toString().length - denominator.toString().length;
  const reached =
    guess >= 0 ? numerator >= denominator * 10n ** BigInt(guess) : numerator * 10n ** BigInt(-guess) >= denominator;
  return reached ? guess : guess - 1;
}

/** `places + 1` digits of a number above zero (zero has the exponent 0). */
export function scientificDigits(value: Fraction, places: number, halves: Halves): Scientific {
  if (value.numerator === 0n) return { digits: '0'.repeat(places + 1), exponent: 0 };
  const exponent = leadingExponent(value);
  const digits = scaled(value, places - exponent, halves).toString();
  // 9.99 rounded up has one digit more; it is a power of ten then.
  return digits.length === places + 1 ? { digits, exponent } : { digits: digits.slice(0, -1), exponent: exponent + 1 };
}
