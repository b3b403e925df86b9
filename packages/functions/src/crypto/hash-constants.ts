/**
 * Constants of SHA-2 (also used by BLAKE): leading bits of the fractions of square and cube roots of primes. Computed when
 * first needed instead of being tabulated.
 */

function primes(count: number): readonly bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((p) => n % p !== 0n)) found.push(n);
  return found;
}

/** Whole part of the nth root. */
function root(value: bigint, n: bigint): bigint {
  let low = 0n;
  let high = 1n << (BigInt(value.toString(2).length) / n + 1n);
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** n <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

/** The first 64 bits of the fraction of the nth root. */
const fraction = (value: bigint, n: bigint): bigint => BigInt.asUintN(64, root(value << (64n * n), n));

/** First 64 bits of the fractions of cube roots of the first 80 primes. */
export const roundConstants = once(() => primes(80).map((p) => fraction(p, 3n)));
/** First 64 bits of the fractions of square roots of the first 16 primes. */
export const initialValues = once(() => primes(16).map((p) => fraction(p, 2n)));
/** Upper halves of the first eight initial values, for 32-bit hashes. */
export const initialWords = once(() => Uint32Array.from(initialValues().slice(0, 8), (v) => Number(v >> 32n)));

function once<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}
