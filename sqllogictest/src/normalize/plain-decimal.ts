/**
 * Numbers as DataFusion's test runner writes them: plain decimal digits (never an exponent), at most a given number of
 * decimal places (halves to even), no trailing zeros and no negative zero. `1.50` → `1.5`, `1e-13` → `0`, `1E3` → `1000`.
 */

/** Decimal places kept in ordinary files. */
export const DEFAULT_SCALE = 12;
/** Decimal places kept in files of the Spark function pack. */
export const SPARK_SCALE = 15;

interface Digits {
  readonly negative: boolean;
  /** Unsigned integer; the value is `digits * 10^-scale`. */
  readonly digits: bigint;
  readonly scale: number;
}

function parse(text: string): Digits {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (!match || whole + fraction === '') throw new RangeError(`not a decimal number: '${text}'`);
  return {
    negative: match[1] === '-',
    digits: BigInt(whole + fraction),
    scale: fraction.length - Number(match[4] ?? 0),
  };
}

/** `digits` without its last `places` digits, halves to even. */
function roundAway(digits: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  const quotient = digits / unit;
  const twice = (digits % unit) * 2n;
  const up = twice > unit || (twice === unit && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** `text` (a decimal number, exponent allowed) in plain digits. @throws RangeError when it is no number */
export function plainDecimal(text: string, maxScale: number = DEFAULT_SCALE): string {
  let { digits, scale } = parse(text);
  const { negative } = parse(text);
  if (scale > maxScale) {
    digits = roundAway(digits, scale - maxScale);
    scale = maxScale;
  }
  if (scale < 0) {
    digits *= 10n ** BigInt(-scale);
    scale = 0;
  }
  if (digits === 0n) return '0';
  const padded = digits.toString().padStart(scale + 1, '0');
  const whole = padded.slice(0, padded.length - scale);
  const fraction = padded.slice(padded.length - scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
