/**
 * The natural logarithm within half a unit in the last place, as C libraries give it; engines' own `Math.log` is off by one
 * more often, which shows in sums and quotients of logarithms (`log(3, 81)`).
 *
 * x = m · 2^k with m near 1; ln m = 2 atanh(s), s = (m - 1) / (m + 1). The leading terms are kept in two doubles.
 */

const LN2_HIGH = 0.69314718036912381649;
const LN2_LOW = 1.90821492927058770002e-10;
const TERMS = 13;

const buffer = new DataView(new ArrayBuffer(8));

/** Mantissa in [sqrt(1/2), sqrt(2)) and exponent of a positive finite number. */
function split(x: number): readonly [number, number] {
  const tiny = x < 2 ** -1022;
  buffer.setFloat64(0, tiny ? x * 2 ** 54 : x);
  const high = buffer.getUint32(0);
  let exponent = (high >>> 20) - 1023 - (tiny ? 54 : 0);
  buffer.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = buffer.getFloat64(0);
  if (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  return [mantissa, exponent];
}

/** The upper 26 bits, so that products of such halves are exact. */
function upperHalf(x: number): number {
  const scaled = x * 134_217_729;
  return scaled - (scaled - x);
}

/** `ln x`. */
export function naturalLog(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY || x === 1) return Math.log(x);
  const [m, k] = split(x);
  const numerator = m - 1; // exact
  const denominator = m + 1;
  const lost = m - (denominator - 1); // what rounding took from the sum
  const s = numerator / denominator;
  // Remainder of the division: numerator - s * (denominator + lost), with s split for exact products.
  const [sh, dh] = [upperHalf(s), upperHalf(denominator)];
  const [sl, dl] = [s - sh, denominator - dh];
  const rest = numerator - sh * dh - sh * dl - sl * dh - sl * dl - s * lost;
  const sLow = rest / denominator;
  const square = s * s;
  let series = 0;
  for (let n = TERMS; n >= 1; n--) series = (series + 1 / (2 * n + 1)) * square;
  const high = k * LN2_HIGH;
  const sum = high + 2 * s;
  const error = high === 0 ? 0 : Math.abs(high) > Math.abs(2 * s) ? high - sum + 2 * s : 2 * s - sum + high;
  return sum + (error + (2 * sLow + 2 * s * series + k * LN2_LOW));
}
