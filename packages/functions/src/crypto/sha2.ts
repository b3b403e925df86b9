/**
 * SHA-2 (FIPS 180-4): SHA-224 and SHA-256 on 32-bit words, SHA-384 and SHA-512 on 64-bit words that are held as two 32-bit
 * ones, high word first. Nothing but the digest is allocated for a message.
 */
import { initialValues, roundConstants } from './hash-constants.js';
import { bytesOfWords, eachBlock } from './message-blocks.js';

/** What a hash of one word size works with. */
interface Workspace {
  /** Round constants. */
  readonly k: Int32Array;
  /** The message schedule; its beginning is the block. */
  readonly w: Int32Array;
  readonly state: Int32Array;
}

/** High and low words. */
const wordsOf = (values: readonly bigint[]): Int32Array =>
  Int32Array.from(values.flatMap((v) => [Number(v >> 32n), Number(v & 0xffff_ffffn)]));

/** Every second word from an offset: all high words, or all low ones. */
const everySecond = (words: Int32Array, offset: number): Int32Array => words.filter((_, i) => i % 2 === offset);

let narrow: Workspace | undefined;
let wide: Workspace | undefined;

function narrowWorkspace(): Workspace {
  narrow ??= {
    k: everySecond(wordsOf(roundConstants().slice(0, 64)), 0),
    w: new Int32Array(64),
    state: new Int32Array(8),
  };
  return narrow;
}

function wideWorkspace(): Workspace {
  wide ??= { k: wordsOf(roundConstants()), w: new Int32Array(160), state: new Int32Array(16) };
  return wide;
}

function mixNarrow({ k, w, state }: Workspace): void {
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

/** Carry into the high words of a sum of low words. */
const carry = (sum: number): number => Math.floor(sum / 2 ** 32);

/** Extends the block to the schedule of 80 words. */
function scheduleWide(w: Int32Array): void {
  for (let i = 32; i < 160; i += 2) {
    const xh = w[i - 30]!;
    const xl = w[i - 29]!;
    const yh = w[i - 4]!;
    const yl = w[i - 3]!;
    const s0h = ((xh >>> 1) | (xl << 31)) ^ ((xh >>> 8) | (xl << 24)) ^ (xh >>> 7);
    const s0l = ((xl >>> 1) | (xh << 31)) ^ ((xl >>> 8) | (xh << 24)) ^ ((xl >>> 7) | (xh << 25));
    const s1h = ((yh >>> 19) | (yl << 13)) ^ ((yl >>> 29) | (yh << 3)) ^ (yh >>> 6);
    const s1l = ((yl >>> 19) | (yh << 13)) ^ ((yh >>> 29) | (yl << 3)) ^ ((yl >>> 6) | (yh << 26));
    const low = (w[i - 31]! >>> 0) + (s0l >>> 0) + (w[i - 13]! >>> 0) + (s1l >>> 0);
    w[i] = w[i - 32]! + s0h + w[i - 14]! + s1h + carry(low);
    w[i + 1] = low;
  }
}

/** One of the 80 rounds on the eight working words; `at` is where the word that is `a` in this round lies. */
function roundWide(v: Int32Array, at: number, kh: number, kl: number, wh: number, wl: number): void {
  const [a, b, c] = [at, (at + 2) & 15, (at + 4) & 15];
  const [d, e, f, g, h] = [(at + 6) & 15, (at + 8) & 15, (at + 10) & 15, (at + 12) & 15, (at + 14) & 15];
  const eh = v[e]!;
  const el = v[e + 1]!;
  const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
  const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
  const chh = (eh & v[f]!) ^ (~eh & v[g]!);
  const chl = (el & v[f + 1]!) ^ (~el & v[g + 1]!);
  const t1Sum = (v[h + 1]! >>> 0) + (s1l >>> 0) + (chl >>> 0) + (kl >>> 0) + (wl >>> 0);
  const t1h = (v[h]! + s1h + chh + kh + wh + carry(t1Sum)) | 0;
  const t1l = t1Sum | 0;
  const ah = v[a]!;
  const al = v[a + 1]!;
  const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
  const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
  const majh = (ah & v[b]!) ^ (ah & v[c]!) ^ (v[b]! & v[c]!);
  const majl = (al & v[b + 1]!) ^ (al & v[c + 1]!) ^ (v[b + 1]! & v[c + 1]!);
  const dSum = (v[d + 1]! >>> 0) + (t1l >>> 0);
  v[d] = v[d]! + t1h + carry(dSum);
  v[d + 1] = dSum;
  const sum = (t1l >>> 0) + (s0l >>> 0) + (majl >>> 0);
  v[h] = t1h + s0h + majh + carry(sum);
  v[h + 1] = sum;
}

/** The working words; each round moves their names on by one instead of moving them. */
const working = new Int32Array(16);

function mixWide({ k, w, state }: Workspace): void {
  scheduleWide(w);
  working.set(state);
  for (let i = 0; i < 80; i++) roundWide(working, (-2 * i) & 15, k[2 * i]!, k[2 * i + 1]!, w[2 * i]!, w[2 * i + 1]!);
  for (let i = 0; i < 16; i += 2) {
    const low = (state[i + 1]! >>> 0) + (working[i + 1]! >>> 0);
    state[i]! += working[i]! + carry(low);
    state[i + 1] = low;
  }
}

function sha32(bytes: Uint8Array, initial: Int32Array, length: number): Uint8Array {
  const space = narrowWorkspace();
  space.state.set(initial);
  eachBlock(bytes, 64, 8, space.w, () => mixNarrow(space));
  return bytesOfWords(space.state, length);
}

function sha64(bytes: Uint8Array, initial: Int32Array, length: number): Uint8Array {
  const space = wideWorkspace();
  space.state.set(initial);
  eachBlock(bytes, 128, 16, space.w, () => mixWide(space));
  return bytesOfWords(space.state, length);
}

/** Initial states: SHA-224's are the lower halves of SHA-384's, SHA-256's the upper halves of SHA-512's. */
interface Initials {
  readonly sha224: Int32Array;
  readonly sha256: Int32Array;
  readonly sha384: Int32Array;
  readonly sha512: Int32Array;
}

let initials: Initials | undefined;

function initialStates(): Initials {
  if (initials !== undefined) return initials;
  const [sha512, sha384] = [wordsOf(initialValues().slice(0, 8)), wordsOf(initialValues().slice(8))];
  initials = { sha224: everySecond(sha384, 1), sha256: everySecond(sha512, 0), sha384, sha512 };
  return initials;
}

/** 28 bytes. */
export const sha224 = (bytes: Uint8Array): Uint8Array => sha32(bytes, initialStates().sha224, 28);
/** 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => sha32(bytes, initialStates().sha256, 32);
/** 48 bytes. */
export const sha384 = (bytes: Uint8Array): Uint8Array => sha64(bytes, initialStates().sha384, 48);
/** 64 bytes. */
export const sha512 = (bytes: Uint8Array): Uint8Array => sha64(bytes, initialStates().sha512, 64);
