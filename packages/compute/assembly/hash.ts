/** Hashes of values and rows; src/twin/hash.ts says what they are. A hash is a u64, low half first. */
import { isNull } from './validity';

const SEED_LOW: u32 = 0x9e3779b9;
const SEED_HIGH: u32 = 0x7f4a7c15;
const NULL_HASH: u64 = 0x78dde6e43c6ef372;

@inline
function finalise(x: u32): u32 {
  x = (x ^ (x >>> 16)) * 0x85ebca6b;
  x = (x ^ (x >>> 13)) * 0xc2b2ae35;
  return x ^ (x >>> 16);
}

@inline
export function mix(stateLow: u32, stateHigh: u32, valueLow: u32, valueHigh: u32): u64 {
  const a = valueLow ^ stateLow;
  const b = valueHigh ^ stateHigh;
  const low = finalise(a * 0x9e3779b1 + b * 0x85ebca77);
  const high = finalise((a * 0xc2b2ae3d + b * 0x27d4eb2e) ^ low);
  return <u64>low | (<u64>high << 32);
}

/** Mixes one more 64-bit value in. */
@inline
function mixMore(hash: u64, value: u64): u64 {
  return mix(<u32>hash, <u32>(hash >> 32), <u32>value, <u32>(value >> 32));
}

/** What the words of keys are multiplied by. */
export const KEY_0: u32 = 0x9e3779b1;
export const KEY_1: u32 = 0x85ebca77;
export const KEY_2: u32 = 0xc2b2ae3d;
export const KEY_3: u32 = 0x27d4eb2f;

/** A word whose upper half is in the lower one, too. */
@inline
function folded(word: u32): u32 {
  return word ^ (word >>> 16);
}

/** The hash of a key of 64 bits. */
@inline
export function narrowHash(key: usize): u32 {
  return finalise(folded(load<u32>(key)) * KEY_0 + folded(load<u32>(key, 4)) * KEY_1);
}

/** The hash of a key of 128 bits. */
@inline
export function wideHash(key: usize): u32 {
  const low = folded(load<u32>(key)) * KEY_0 + folded(load<u32>(key, 4)) * KEY_1;
  return finalise(low + folded(load<u32>(key, 8)) * KEY_2 + folded(load<u32>(key, 12)) * KEY_3);
}

/** The hash of one 64-bit value. */
@inline
export function hashWord(value: u64): u64 {
  return mix(SEED_LOW, SEED_HIGH, <u32>value, <u32>(value >> 32));
}

@inline
function put(hashes: usize, row: i32, hash: u64, combine: i32): void {
  const at = hashes + (<usize>row << 3);
  if (combine == 0) {
    store<u64>(at, hash);
    return;
  }
  const low = load<u32>(at) * 0x165667b1 + 0x2545f491;
  const high = load<u32>(at + 4) * 0x27d4eb2d + 0x4f1bbcdc;
  store<u64>(at, mix(low, high, <u32>hash, <u32>(hash >> 32)));
}

export function hash4(values: usize, validity: usize, count: i32, hashes: usize, combine: i32): void {
  for (let i = 0; i < count; i++) {
    put(hashes, i, isNull(validity, i) ? NULL_HASH : hashWord(load<u32>(values + (<usize>i << 2))), combine);
  }
}

export function hash8(values: usize, validity: usize, count: i32, hashes: usize, combine: i32): void {
  for (let i = 0; i < count; i++) {
    put(hashes, i, isNull(validity, i) ? NULL_HASH : hashWord(load<u64>(values + (<usize>i << 3))), combine);
  }
}

export function hashWide(values: usize, width: i32, validity: usize, count: i32, hashes: usize, combine: i32): void {
  for (let i = 0; i < count; i++, values += width) {
    put(hashes, i, isNull(validity, i) ? NULL_HASH : wide(values, width), combine);
  }
}

/** Words that only repeat the sign do not count. */
function wide(value: usize, width: i32): u64 {
  let hash = hashWord(load<u64>(value));
  let used = width;
  const sign = load<i64>(value + width - 8) >> 63;
  while (used > 8 && load<i64>(value + used - 8) == sign) used -= 8;
  if (used == 8 && load<i64>(value) >> 63 == sign) return hash;
  used = max(used, 16);
  for (let at = 8; at < used; at += 8) hash = mixMore(hash, load<u64>(value + at));
  return hash;
}

export function hashFixed(values: usize, width: i32, validity: usize, count: i32, hashes: usize, combine: i32): void {
  for (let i = 0; i < count; i++, values += width) {
    put(hashes, i, isNull(validity, i) ? NULL_HASH : hashBytes(values, width), combine);
  }
}

export function hashViews(values: usize, validity: usize, count: i32, hashes: usize, combine: i32): void {
  for (let i = 0; i < count; i++, values += 16) {
    if (isNull(validity, i)) {
      put(hashes, i, NULL_HASH, combine);
      continue;
    }
    const length = load<u32>(values);
    put(hashes, i, hashBytes(length <= 12 ? values + 4 : <usize>load<u32>(values + 8), length), combine);
  }
}

/** Eight bytes a round, the rest filled up with zeros, and the length. */
function hashBytes(start: usize, length: u32): u64 {
  let low = SEED_LOW;
  let top = SEED_HIGH ^ (length * 0x165667b1);
  let done: u32 = 0;
  for (; done + 8 <= length; done += 8) {
    low = (low ^ load<u32>(start + done)) * 0x9e3779b1;
    top = (top ^ load<u32>(start + done + 4)) * 0x85ebca77;
    const turned = rotl<u32>(low, 17);
    low = rotl<u32>(top, 19);
    top = turned + low;
  }
  const rest = length - done;
  const tail = rest == 0 ? 0 : load<u64>(start + done) & ((<u64>1 << (rest << 3)) - 1);
  return mix(low, top, <u32>tail, <u32>(tail >> 32));
}

export function hashBits(bits: usize, validity: usize, count: i32, hashes: usize, combine: i32): void {
  for (let i = 0; i < count; i++) {
    const bit = <u64>((load<u8>(bits + (i >>> 3)) >>> (i & 7)) & 1);
    put(hashes, i, isNull(validity, i) ? NULL_HASH : hashWord(bit), combine);
  }
}

export function hashRows(
  entryHashes: usize,
  rows: usize,
  validity: usize,
  count: i32,
  hashes: usize,
  combine: i32,
): void {
  for (let i = 0; i < count; i++, rows += 4) {
    if (isNull(validity, i)) put(hashes, i, NULL_HASH, combine);
    else put(hashes, i, load<u64>(entryHashes + (<usize>load<u32>(rows) << 3)), combine);
  }
}

export function hashLists(
  elementHashes: usize,
  offsets: usize,
  validity: usize,
  count: i32,
  hashes: usize,
  combine: i32,
): void {
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) {
      put(hashes, i, NULL_HASH, combine);
      continue;
    }
    const start = load<u32>(offsets + (<usize>i << 2));
    const end = load<u32>(offsets + (<usize>i << 2) + 4);
    let hash = mix(SEED_LOW, SEED_HIGH, end - start, 1);
    for (let j = start; j < end; j++) hash = mixMore(hash, load<u64>(elementHashes + (<usize>j << 3)));
    put(hashes, i, hash, combine);
  }
}
