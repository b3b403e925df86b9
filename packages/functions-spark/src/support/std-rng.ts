/**
 * The random numbers that Rust's `rand` makes from a seed (`StdRng::seed_from_u64`), so that shuffling by a seed gives the twin's
 * order: a PCG32 generator (O'Neill) stretches the seed to 256 bits, which key the ChaCha stream cipher with 12 rounds
 * (Bernstein); its blocks, for counters 0, 1, …, are the 32-bit numbers.
 */

const MASK = 2n ** 64n - 1n;
const PCG_MULTIPLIER = 6_364_136_223_846_793_005n;
const PCG_INCREMENT = 11_634_580_027_462_260_723n;
const ROUNDS = 12;
/** "expand 32-byte k" */
const CONSTANTS = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

function keyOf(seed: bigint): number[] {
  let state = seed & MASK;
  return Array.from({ length: 8 }, () => {
    state = (state * PCG_MULTIPLIER + PCG_INCREMENT) & MASK;
    const word = Number((((state >> 18n) ^ state) >> 27n) & 0xffff_ffffn);
    const turn = Number(state >> 59n);
    return ((word >>> turn) | (word << (32 - turn))) >>> 0;
  });
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function quarterRound(s: Int32Array, a: number, b: number, c: number, d: number): void {
  s[a]! += s[b]!;
  s[d] = rotate(s[d]! ^ s[a]!, 16);
  s[c]! += s[d]!;
  s[b] = rotate(s[b]! ^ s[c]!, 12);
  s[a]! += s[b]!;
  s[d] = rotate(s[d]! ^ s[a]!, 8);
  s[c]! += s[d]!;
  s[b] = rotate(s[b]! ^ s[c]!, 7);
}

function block(key: readonly number[], counter: number): Uint32Array {
  const start = Int32Array.from([...CONSTANTS, ...key, counter, Math.floor(counter / 2 ** 32), 0, 0]);
  const s = start.slice();
  for (let round = 0; round < ROUNDS; round += 2) {
    for (let i = 0; i < 4; i++) quarterRound(s, i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++) quarterRound(s, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  return Uint32Array.from(s, (word, i) => word + start[i]!);
}

/** A stream of 32-bit numbers. */
export class StdRng {
  readonly #key: readonly number[];
  #counter = 0;
  #block: Uint32Array = new Uint32Array(0);
  #used = 0;

  constructor(seed: bigint) {
    this.#key = keyOf(seed);
  }

  /** The next number, from 0 to 2^32 - 1. */
  next(): number {
    if (this.#used === this.#block.length) {
      this.#block = block(this.#key, this.#counter++);
      this.#used = 0;
    }
    return this.#block[this.#used++]!;
  }

  /** A number below `bound` (at most 2^32), as `random_range` picks it: by multiplication, once more when that was biased. */
  below(bound: number): number {
    const product = BigInt(this.next()) * BigInt(bound);
    const [high, low] = [Number(product >> 32n), Number(product & 0xffff_ffffn)];
    if (low <= 2 ** 32 - bound) return high;
    const more = Number((BigInt(this.next()) * BigInt(bound)) >> 32n);
    return low + more >= 2 ** 32 ? high + 1 : high;
  }
}

/** How many consecutive factors from `first` on fit 32 bits, and their product. */
function factorsFrom(first: number): { readonly product: number; readonly count: number } {
  let product = first;
  let count = 1;
  while (product * (first + count) < 2 ** 32) product *= first + count++;
  return { product, count };
}

/**
 * Brings things into random order as `SliceRandom::shuffle` does: the i-th (from 0) changes places with one up to itself; one
 * random number serves for as many places as its range has room for.
 */
export function shuffleInPlace(items: Uint32Array, rng: StdRng): void {
  if (items.length <= 1) return;
  let chunk = 0;
  let left = 1; // the first thing can only stay
  for (let i = 0; i < items.length; i++) {
    const choices = i + 1;
    if (left === 0) {
      const { product, count } = factorsFrom(choices);
      chunk = rng.below(product);
      left = count;
    }
    left--;
    const other = left === 0 ? chunk : chunk % choices;
    if (left > 0) chunk = Math.floor(chunk / choices);
    [items[i], items[other]] = [items[other]!, items[i]!];
  }
}
