import { ArrowError } from '@datafusion-ts/common';
import { formatDecimal } from '@datafusion-ts/compute';

/** Decimals to a power: whole exponents exactly (digits beyond the scale are cut off), all others through doubles. */

const UINT32 = 2 ** 32;

/** Unscaled result of an unscaled base; `bits` is the width of the decimal's storage. */
export function decimalPower(base: bigint, scale: number, exponent: number, bits: number): bigint {
  if (base === 0n && exponent < 0) throw zeroToNegative();
  if (!Number.isFinite(exponent)) {
    const text = Number.isNaN(exponent) ? 'NaN' : exponent > 0 ? 'inf' : '-inf';
    throw new ArrowError('Compute error', `Cannot use non-finite exp: ${text}`);
  }
  return Number.isInteger(exponent) && exponent >= 0
    ? wholePower(base, scale, exponent, bits)
    : throughDouble(base, scale, exponent);
}

/** The error for 0 to a negative power. */
export const zeroToNegative = (): ArrowError =>
  new ArrowError('Compute error', 'zero raised to a negative power is undefined');

function wholePower(base: bigint, scale: number, exponent: number, bits: number): bigint {
  if (exponent === 0) return 10n ** BigInt(Math.max(scale, 0));
  if (exponent >= UINT32) throw new ArrowError('Arithmetic overflow', `Unsupported exp value: ${exponent}`);
  const magnitude = base < 0n ? -base : base;
  // Bits of the result, at least: fail before computing what cannot fit.
  const fits = magnitude < 2n || (magnitude.toString(2).length - 1) * exponent < bits;
  const raised = fits ? base ** BigInt(exponent) : undefined;
  if (raised === undefined || BigInt.asIntN(bits, raised) !== raised)
    throw new ArrowError('Arithmetic overflow', `Cannot raise base ${base} to exp ${exponent}`);
  const shift = scale * (exponent - 1);
  return shift >= 0 ? raised / 10n ** BigInt(shift) : raised * 10n ** BigInt(-shift);
}

function throughDouble(base: bigint, scale: number, exponent: number): bigint {
  const value = Number(base) / 10 ** scale;
  const result = value ** exponent * 10 ** scale;
  if (Number.isFinite(result)) return BigInt(Math.round(result));
  throw new ArrowError(
    'Arithmetic overflow',
    `Result of ${trimmed(formatDecimal(base, scale))}^${exponent} is not finite`,
  );
}

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
