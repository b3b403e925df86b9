import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { bytesOfWords, bytesReader, doc, eachBlock, encodeHex, Sections, textRows } from '@datafusion-ts/functions';
import { BYTES } from './signatures.js';
import { nullsOfArguments } from '../support/result-fields.js';

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function mix(state: Int32Array, w: Int32Array): void {
  for (let i = 16; i < 80; i++) w[i] = rotated(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1);
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  for (let i = 0; i < 80; i++) {
    let f: number;
    if (i < 20) f = ((b & c) | (~b & d)) + 0x5a827999;
    else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 60) f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else f = (b ^ c ^ d) + 0xca62c1d6;
    const sum = (rotated(a, 5) + f + e + w[i]!) | 0;
    e = d;
    d = c;
    c = rotated(b, 30);
    b = a;
    a = sum;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
}

const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const schedule = new Int32Array(80);
const state = new Int32Array(5);

/** The 20 bytes of SHA-1 (FIPS 180-4). */
export function sha1Bytes(bytes: Uint8Array): Uint8Array {
  state.set(INITIAL);
  eachBlock(bytes, 64, 8, schedule, () => mix(state, schedule));
  return bytesOfWords(state, 20);
}

/**
 * `sha1(x)`: the SHA-1 hash of bytes or text in hexadecimal digits.
 *
 * Example: `SELECT sha1('Spark')` is `85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c`.
 */
export const sha1: ScalarUDF = {
  name: 'sha1',
  aliases: ['sha'],
  signature: BYTES,
  returnField: nullsOfArguments('sha1', () => DataTypes.Utf8),
  invoke: (call) =>
    textRows(call, ([value], arena) => {
      const read = bytesReader(value!, arena);
      return (row) => {
        const bytes = read(row);
        return bytes === null ? null : encodeHex(sha1Bytes(bytes));
      };
    }),
  documentation: doc(
    Sections.hashing,
    'Gives the SHA-1 hash of bytes or text in hexadecimal digits.',
    'sha1(expr)',
    "SELECT sha1('Spark')",
    [['expr', 'Bytes or text.']],
    ['sha2'],
  ),
};
