/**
 * Twins of assembly/hash.ts: 64-bit hashes as two 32-bit halves, so that TypeScript needs no bigint and SIMD can multiply.
 *
 * `mix` maps a 64-bit value to a 64-bit hash one to one for a given state: an odd-determinant matrix over 2^32, then two
 * finalisers. A value's hash does not depend on its column; `combine` mixes it into what earlier columns gave, which is
 * scaled first so that swapped columns differ. Equal
 * values have equal hashes whatever their encoding and width: floats by their bits, decimals by their value.
 */
import { mem } from '../memory/engine-memory.js';
import { isNull } from './validity.js';

const SEED_LOW = 0x9e3779b9 | 0;
const SEED_HIGH = 0x7f4a7c15;
const NULL_LOW = 0x3c6ef372;
const NULL_HIGH = 0x78dde6e4;

let high = 0;

const finalise = (x: number): number => {
  const a = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return b ^ (b >>> 16);
};

/** Low half of the hash; the high half is left in `high`. */
function mix(stateLow: number, stateHigh: number, valueLow: number, valueHigh: number): number {
  const a = valueLow ^ stateLow;
  const b = valueHigh ^ stateHigh;
  const low = finalise((Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77)) | 0);
  high = finalise((Math.imul(a, 0xc2b2ae3d) + Math.imul(b, 0x27d4eb2e)) ^ low);
  return low;
}

/**
 * A word of a key with its upper half in the lower one, too. Multiplied as they are, words that differ in their upper bits
 * alone come to sums that do as well: packed columns, or texts with a letter in four that changes, had hashes in common.
 */
const folded = (word: number): number => word ^ (word >>> 16);

/** The hash of a key of 64 bits, for tables of keys. */
export const narrowHash = (a: number, b: number): number => finalise(sumOfWords(a, b));

/** The hash of a key of 128 bits, for tables of keys. */
export const wideHash = (a: number, b: number, c: number, d: number): number =>
  finalise((sumOfWords(a, b) + Math.imul(folded(c), 0xc2b2ae3d) + Math.imul(folded(d), 0x27d4eb2f)) | 0);

const sumOfWords = (a: number, b: number): number =>
  (Math.imul(folded(a), 0x9e3779b1) + Math.imul(folded(b), 0x85ebca77)) | 0;

function store(hashes: number, row: number, low: number, combine: number): void {
  const u32 = mem.u32;
  const at = (hashes >>> 2) + row * 2;
  const result =
    combine === 0
      ? low
      : mix(Math.imul(u32[at]!, 0x165667b1) + 0x2545f491, Math.imul(u32[at + 1]!, 0x27d4eb2d) + 0x4f1bbcdc, low, high);
  u32[at] = result;
  u32[at + 1] = high;
}

function storeNull(hashes: number, row: number, combine: number): void {
  high = NULL_HIGH;
  store(hashes, row, NULL_LOW, combine);
}

/** Hashes of u32 values (narrower ones are widened first). */
export function hash4(values: number, validity: number, count: number, hashes: number, combine: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) storeNull(hashes, i, combine);
    else store(hashes, i, mix(SEED_LOW, SEED_HIGH, u32[(values >>> 2) + i]!, 0), combine);
  }
}

/** Hashes of 8-byte values. */
export function hash8(values: number, validity: number, count: number, hashes: number, combine: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    const at = (values >>> 2) + i * 2;
    if (isNull(validity, i)) storeNull(hashes, i, combine);
    else store(hashes, i, mix(SEED_LOW, SEED_HIGH, u32[at]!, u32[at + 1]!), combine);
  }
}

/** Hashes of integers of 16 or 32 bytes: those that fit in 8 hash as such. */
export function hashWide(
  values: number,
  width: number,
  validity: number,
  count: number,
  hashes: number,
  combine: number,
): void {
  const u32 = mem.u32;
  const words = width >>> 2;
  for (let i = 0; i < count; i++) {
    const at = (values >>> 2) + i * words;
    if (isNull(validity, i)) {
      storeNull(hashes, i, combine);
      continue;
    }
    let low = mix(SEED_LOW, SEED_HIGH, u32[at]!, u32[at + 1]!);
    let used = words;
    const sign = u32[at + words - 1]! >>> 31 === 0 ? 0 : 0xffff_ffff;
    while (used > 2 && u32[at + used - 1] === sign && u32[at + used - 2] === sign) used -= 2;
    if (used > 2 || u32[at + 1]! >>> 31 !== sign >>> 31) {
      for (let j = 2; j < Math.max(used, 4); j += 2) low = mix(low, high, u32[at + j]!, u32[at + j + 1]!);
    }
    store(hashes, i, low, combine);
  }
}

/** Hashes of byte strings of one width. */
export function hashFixed(
  values: number,
  width: number,
  validity: number,
  count: number,
  hashes: number,
  combine: number,
): void {
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) storeNull(hashes, i, combine);
    else store(hashes, i, hashBytes(values + i * width, width), combine);
  }
}

/** Hashes of the byte strings behind views. */
export function hashViews(values: number, validity: number, count: number, hashes: number, combine: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    const view = values + i * 16;
    const length = u32[view >>> 2]!;
    if (isNull(validity, i)) storeNull(hashes, i, combine);
    else store(hashes, i, hashBytes(length <= 12 ? view + 4 : u32[(view >>> 2) + 2]!, length), combine);
  }
}

/** Eight bytes a round, the rest filled up with zeros, and the length. */
function hashBytes(start: number, length: number): number {
  let low = SEED_LOW;
  let top = SEED_HIGH ^ Math.imul(length, 0x165667b1);
  let done = 0;
  for (; done + 8 <= length; done += 8) {
    low = Math.imul(low ^ word(start + done, 4), 0x9e3779b1);
    top = Math.imul(top ^ word(start + done + 4, 4), 0x85ebca77);
    const turned = (low >>> 15) | (low << 17);
    low = (top >>> 13) | (top << 19);
    top = (turned + low) | 0;
  }
  const rest = length - done;
  return mix(low, top, word(start + done, Math.min(rest, 4)), rest > 4 ? word(start + done + 4, rest - 4) : 0);
}

function word(address: number, bytes: number): number {
  const u8 = mem.u8;
  let value = 0;
  for (let i = 0; i < bytes; i++) value |= u8[address + i]! << (8 * i);
  return value;
}

/** Hashes of bits: as the u32 values 0 and 1. */
export function hashBits(bits: number, validity: number, count: number, hashes: number, combine: number): void {
  const u8 = mem.u8;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) storeNull(hashes, i, combine);
    else store(hashes, i, mix(SEED_LOW, SEED_HIGH, (u8[bits + (i >>> 3)]! >>> (i & 7)) & 1, 0), combine);
  }
}

/** Hashes of entries at `rows`; null rows by `validity`. */
export function hashRows(
  entryHashes: number,
  rows: number,
  validity: number,
  count: number,
  hashes: number,
  combine: number,
): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) {
      storeNull(hashes, i, combine);
      continue;
    }
    const at = (entryHashes >>> 2) + u32[(rows >>> 2) + i]! * 2;
    high = u32[at + 1]!;
    store(hashes, i, u32[at]!, combine);
  }
}

/** Hashes of lists: `offsets` (count + 1, i32) into hashes of elements. */
export function hashLists(
  elementHashes: number,
  offsets: number,
  validity: number,
  count: number,
  hashes: number,
  combine: number,
): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) {
      storeNull(hashes, i, combine);
      continue;
    }
    const start = u32[(offsets >>> 2) + i]!;
    const end = u32[(offsets >>> 2) + i + 1]!;
    let low = mix(SEED_LOW, SEED_HIGH, end - start, 1);
    for (let j = start; j < end; j++) {
      const at = (elementHashes >>> 2) + j * 2;
      low = mix(low, high, u32[at]!, u32[at + 1]!);
    }
    store(hashes, i, low, combine);
  }
}
