/** Rounding results of float arithmetic outwards, so that intervals contain the exact result. */

const view = new DataView(new ArrayBuffer(8));

/** A number that grows with the float, for counting and stepping through 64-bit floats. */
export function float64Rank(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) - 1n : bits;
}

/** Like {@link float64Rank} for 32-bit floats. */
export function float32Rank(value: number): bigint {
  view.setFloat32(0, value);
  const bits = view.getInt32(0);
  return BigInt(bits < 0 ? -(bits & 0x7fff_ffff) - 1 : bits);
}

function fromRank64(rank: bigint): number {
  view.setBigInt64(0, rank < 0n ? (-rank - 1n) | -0x8000_0000_0000_0000n : rank);
  return view.getFloat64(0);
}

function fromRank32(rank: bigint): number {
  const value = Number(rank);
  view.setInt32(0, value < 0 ? (-value - 1) | -0x8000_0000 : value);
  return view.getFloat32(0);
}

/** The next float of the given width towards plus (1) or minus (-1) infinity. */
export function nextFloat(value: number, direction: 1 | -1, bits: 32 | 64): number {
  if (Number.isNaN(value) || value === direction * Infinity) return value;
  const step = BigInt(direction);
  if (value === 0) return bits === 64 ? direction * Number.MIN_VALUE : direction * 2 ** -149;
  return bits === 64 ? fromRank64(float64Rank(value) + step) : fromRank32(float32Rank(value) + step);
}

/** Sign of the exact result minus the rounded one; NaN where that is not known. */
function roundingError(a: number, op: '+' | '-' | '*' | '/', b: number, rounded: number): number {
  switch (op) {
    case '+':
    case '-': {
      const term = op === '+' ? b : -b;
      const back = rounded - a;
      return a - (rounded - back) + (term - back);
    }
    case '*':
      return productError(a, b, rounded);
    case '/':
      return -productError(rounded, b, a) * Math.sign(b);
  }
}

/** `a * b - product`, exactly, by splitting the factors. */
function productError(a: number, b: number, product: number): number {
  const split = (x: number): readonly [number, number] => {
    const scaled = 134_217_729 * x;
    const high = scaled - (scaled - x);
    return [high, x - high];
  };
  const [ah, al] = split(a);
  const [bh, bl] = split(b);
  return ah * bh - product + ah * bl + al * bh + al * bl;
}

/** `rounded` moved outwards when the exact result of `a op b` lies beyond it. */
export function roundOutwards(
  a: number,
  op: '+' | '-' | '*' | '/',
  b: number,
  rounded: number,
  direction: 1 | -1,
  bits: 32 | 64,
): number {
  if (!Number.isFinite(rounded)) return rounded;
  const stored = bits === 32 ? Math.fround(rounded) : rounded;
  const error = bits === 32 && stored !== rounded ? rounded - stored : roundingError(a, op, b, rounded);
  const beyond = Number.isNaN(error) || Math.sign(error) === direction;
  return beyond ? nextFloat(stored, direction, bits) : stored;
}
