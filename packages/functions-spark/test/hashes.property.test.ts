/** Hashes against Node's and against the published algorithm on big integers. */
import { createHash } from 'node:crypto';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { encodeHex } from '@datafusion-ts/functions';
import { sha1Bytes } from '../src/hash/sha1.js';
import { hashBytes, hashHigh, hashInt, hashLong, hashLow, seedHash } from '../src/hash/xxh64.js';

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotl = (value: bigint, by: bigint): bigint => u64((value << by) | (u64(value) >> (64n - by)));
const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
];

const round = (acc: bigint, input: bigint): bigint => u64(rotl(u64(acc + input * P2), 31n) * P1);
const merge = (acc: bigint, lane: bigint): bigint => u64((acc ^ round(0n, lane)) * P1 + P4);

/** XXH64 as its description has it. */
function reference(bytes: Uint8Array, seed: bigint): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let hash = u64(seed + P5);
  if (bytes.length >= 32) {
    let lanes = [seed + P1 + P2, seed + P2, seed, seed - P1].map(u64);
    for (; at + 32 <= bytes.length; at += 32) {
      const from = at;
      lanes = lanes.map((lane, i) => round(lane, view.getBigUint64(from + 8 * i, true)));
    }
    hash = u64([1n, 7n, 12n, 18n].reduce((sum, by, i) => sum + rotl(lanes[i]!, by), 0n));
    for (const lane of lanes) hash = merge(hash, lane);
  }
  hash = u64(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) {
    hash = u64(rotl(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4);
  }
  if (at + 4 <= bytes.length) {
    hash = u64(rotl(hash ^ u64(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < bytes.length; at++) hash = u64(rotl(hash ^ u64(BigInt(bytes[at]!) * P5), 11n) * P1);
  hash = u64((hash ^ (hash >> 33n)) * P2);
  hash = u64((hash ^ (hash >> 29n)) * P3);
  return hash ^ (hash >> 32n);
}

function seeded(seed: bigint, hash: () => void): bigint {
  seedHash(Number(BigInt.asIntN(32, seed)), Number(BigInt.asIntN(32, seed >> 32n)));
  hash();
  return u64((BigInt(hashHigh()) << 32n) | BigInt(hashLow() >>> 0));
}

const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('xxh64', () => {
  it('of bytes is the published algorithm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), seeds, (bytes, seed) => {
        expect(seeded(seed, () => hashBytes(bytes))).toBe(reference(bytes, seed));
      }),
    );
  });
  it('of integers is that of their bytes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), seeds, (low, high, seed) => {
        const bytes = new Uint8Array(Int32Array.of(low, high).buffer);
        expect(seeded(seed, () => hashLong(low, high))).toBe(reference(bytes, seed));
        expect(seeded(seed, () => hashInt(low))).toBe(reference(bytes.subarray(0, 4), seed));
      }),
    );
  });
});

it('sha1 is what Node computes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(encodeHex(sha1Bytes(bytes))).toBe(createHash('sha1').update(bytes).digest('hex'));
    }),
    propertyBudget(60),
  );
});
