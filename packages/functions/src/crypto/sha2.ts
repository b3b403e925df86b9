/** SHA-2 (FIPS 180-4): SHA-224 and SHA-256 on 32-bit words, SHA-384 and SHA-512 on 64-bit words. */
import { initialValues, initialWords, roundConstants } from './hash-constants.js';
import { padded } from './md5.js';

const rotr = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

function sha32(bytes: Uint8Array, initial: Uint32Array, length: number): Uint8Array {
  const constants = Uint32Array.from(roundConstants().slice(0, 64), (v) => Number(v >> 32n));
  const message = padded(bytes, 64, 8, false);
  const state = Int32Array.from(initial);
  const w = new Int32Array(64);
  for (let at = 0; at < message.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = message.getInt32(at + i * 4);
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15]!, w[i - 2]!];
      const s0 = rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3);
      const s1 = rotr(y, 17) ^ rotr(y, 19) ^ (y >>> 10);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    mix32(state, w, constants);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(i * 4, word));
  return new Uint8Array(digest.buffer, 0, length);
}

function mix32(state: Int32Array, w: Int32Array, constants: Uint32Array): void {
  let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
  let [e, f, g, h] = [state[4]!, state[5]!, state[6]!, state[7]!];
  for (let i = 0; i < 64; i++) {
    const s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0;
    const s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i]! += value));
}

const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotr64 = (x: bigint, by: bigint): bigint => (x >> by) | u64(x << (64n - by));

function sha64(bytes: Uint8Array, initial: readonly bigint[], length: number): Uint8Array {
  const constants = roundConstants();
  const message = padded(bytes, 128, 16, false);
  const state = [...initial];
  const w = new BigUint64Array(80);
  for (let at = 0; at < message.byteLength; at += 128) {
    for (let i = 0; i < 16; i++) w[i] = message.getBigUint64(at + i * 8);
    for (let i = 16; i < 80; i++) {
      const [x, y] = [w[i - 15]!, w[i - 2]!];
      const s0 = rotr64(x, 1n) ^ rotr64(x, 8n) ^ (x >> 7n);
      const s1 = rotr64(y, 19n) ^ rotr64(y, 61n) ^ (y >> 6n);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    mix64(state, w, constants);
  }
  const digest = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => digest.setBigUint64(i * 8, word));
  return new Uint8Array(digest.buffer, 0, length);
}

function mix64(state: bigint[], w: BigUint64Array, constants: readonly bigint[]): void {
  let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
  let [e, f, g, h] = [state[4]!, state[5]!, state[6]!, state[7]!];
  for (let i = 0; i < 80; i++) {
    const s1 = rotr64(e, 14n) ^ rotr64(e, 18n) ^ rotr64(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (u64(~e) & g)) + constants[i]! + w[i]!;
    const s0 = rotr64(a, 28n) ^ rotr64(a, 34n) ^ rotr64(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, u64(d + t1), c, b, a, u64(t1 + t2)];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = u64(state[i]! + value)));
}

/** 28 bytes. Its initial values are the lower halves of SHA-384's. */
export const sha224 = (bytes: Uint8Array): Uint8Array =>
  sha32(
    bytes,
    Uint32Array.from(initialValues().slice(8), (v) => Number(v & 0xffff_ffffn)),
    28,
  );
/** 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => sha32(bytes, initialWords(), 32);
/** 48 bytes. */
export const sha384 = (bytes: Uint8Array): Uint8Array => sha64(bytes, initialValues().slice(8), 48);
/** 64 bytes. */
export const sha512 = (bytes: Uint8Array): Uint8Array => sha64(bytes, initialValues().slice(0, 8), 64);
