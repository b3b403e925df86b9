/**
 * Floats in hexadecimal as Java writes them: `0x1.8p0`, numbers below the normal ones as `0x0.…p-1022`. With fewer than 13
 * digits they are rounded (halves to even) and those small ones written as `0x1.…` with their true exponent.
 */

const MANTISSA_DIGITS = 13;

/** The significant 53 bits, leading bit included, and the exponent of that bit. */
function normalized(mantissa: bigint): { readonly mantissa: bigint; readonly exponent: number } {
  const shift = 53 - mantissa.toString(2).length;
  return { mantissa: mantissa << BigInt(shift), exponent: -1022 - shift };
}

function rounded(mantissa: bigint, digits: number): bigint {
  const dropped = BigInt(4 * (MANTISSA_DIGITS - digits));
  const half = 1n << (dropped - 1n);
  const kept = mantissa >> dropped;
  const rest = mantissa & ((1n << dropped) - 1n);
  return rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept;
}

function shortened(mantissa: bigint, exponent: number, digits: number): string {
  let kept = rounded(mantissa, digits);
  let power = exponent;
  if (kept >> BigInt(4 * digits + 1) === 1n) {
    kept >>= 1n; // rounded up to 2.0
    power++;
  }
  const text = kept.toString(16);
  return `0x1.${text.slice(1)}p${power}`;
}

/** The text of a finite number without its sign. `precision` hexadecimal digits behind the point, or as many as needed. */
export function hexFloat(value: number, precision: number | undefined): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  if (bits === 0n) return '0x0.0p0';
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  if (precision !== undefined && precision < MANTISSA_DIGITS) {
    const digits = Math.max(precision, 1);
    if (biased > 0) return shortened(fraction | (1n << 52n), biased - 1023, digits);
    const { mantissa, exponent } = normalized(fraction);
    return shortened(mantissa, exponent, digits);
  }
  const all = fraction.toString(16).padStart(MANTISSA_DIGITS, '0');
  const digits = precision === undefined ? all.replace(/0{1,12}$/, '') : all.padEnd(precision, '0');
  return biased === 0 ? `0x0.${digits}p-1022` : `0x1.${digits}p${biased - 1023}`;
}
