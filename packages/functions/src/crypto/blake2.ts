/** BLAKE2s with 32 bytes and BLAKE2b with 64 bytes (RFC 7693), without keys. */
import { initialValues } from './hash-constants.js';

const SIGMA = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
].map((row) => Array.from(row, (digit) => Number.parseInt(digit, 16)));

/** Word size and everything that depends on it. */
interface Variant {
  readonly bits: bigint;
  readonly rounds: number;
  readonly rotations: readonly [bigint, bigint, bigint, bigint];
  readonly digestBytes: number;
}

const S: Variant = { bits: 32n, rounds: 10, rotations: [16n, 12n, 8n, 7n], digestBytes: 32 };
const B: Variant = { bits: 64n, rounds: 12, rotations: [32n, 24n, 16n, 63n], digestBytes: 64 };

/** Lanes of the four columns, then of the four diagonals. */
const LANES: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

function hash(bytes: Uint8Array, variant: Variant): Uint8Array {
  const { bits, digestBytes } = variant;
  const wordBytes = Number(bits) / 8;
  const block = wordBytes * 16;
  const mask = (1n << bits) - 1n;
  const initial = initialValues()
    .slice(0, 8)
    .map((v) => v >> (64n - bits));
  const state = [...initial];
  state[0]! ^= BigInt(0x01010000 ^ digestBytes);
  const blocks = Math.max(Math.ceil(bytes.length / block), 1);
  const message = new Uint8Array(blocks * block);
  message.set(bytes);
  for (let i = 0; i < blocks; i++) {
    const words = Array.from({ length: 16 }, (_, k) => readWord(message, i * block + k * wordBytes, wordBytes));
    const last = i === blocks - 1;
    const count = BigInt(last ? bytes.length : (i + 1) * block);
    compress(state, initial, words, count, last, variant, mask);
  }
  const digest = new Uint8Array(digestBytes);
  digest.forEach((_, i) => {
    digest[i] = Number((state[Math.floor(i / wordBytes)]! >> BigInt((i % wordBytes) * 8)) & 255n);
  });
  return digest;
}

function readWord(bytes: Uint8Array, at: number, size: number): bigint {
  let word = 0n;
  for (let i = size - 1; i >= 0; i--) word = (word << 8n) | BigInt(bytes[at + i]!);
  return word;
}

function compress(
  state: bigint[],
  initial: readonly bigint[],
  words: readonly bigint[],
  count: bigint,
  last: boolean,
  { bits, rounds, rotations }: Variant,
  mask: bigint,
): void {
  const v = [...state, ...initial];
  v[12]! ^= count & mask;
  v[13]! ^= (count >> bits) & mask;
  if (last) v[14]! ^= mask;
  const [r1, r2, r3, r4] = rotations;
  const rotate = (x: bigint, by: bigint): bigint => (x >> by) | ((x << (bits - by)) & mask);
  for (let round = 0; round < rounds; round++) {
    const order = SIGMA[round % 10]!;
    LANES.forEach(([a, b, c, d], i) => {
      v[a] = (v[a]! + v[b]! + words[order[i * 2]!]!) & mask;
      v[d] = rotate(v[d]! ^ v[a]!, r1);
      v[c] = (v[c]! + v[d]!) & mask;
      v[b] = rotate(v[b]! ^ v[c]!, r2);
      v[a] = (v[a]! + v[b]! + words[order[i * 2 + 1]!]!) & mask;
      v[d] = rotate(v[d]! ^ v[a]!, r3);
      v[c] = (v[c]! + v[d]!) & mask;
      v[b] = rotate(v[b]! ^ v[c]!, r4);
    });
  }
  for (let i = 0; i < 8; i++) state[i]! ^= v[i]! ^ v[i + 8]!;
}

/** 32 bytes. */
export const blake2s = (bytes: Uint8Array): Uint8Array => hash(bytes, S);
/** 64 bytes. */
export const blake2b = (bytes: Uint8Array): Uint8Array => hash(bytes, B);
