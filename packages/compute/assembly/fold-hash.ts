/** Hashes whose values matter to results (`approx_distinct`); src/twin/fold-hash.ts describes them. */
const START: u64 = 0x082efa98ec4e6c89;
const SEED0: u64 = 0xc0ac29b7c97c50dd;
const SEED1: u64 = 0x3f84d5b5b5470917;
const SEED2: u64 = 0x9216d5d98979fb1b;
const SEED3: u64 = 0xd1310ba698dfb5ac;
const SEED4: u64 = 0x2ffd72dbd01adfb7;
const SEED5: u64 = 0xb8e1afed6a267e96;
const LAST: u64 = 0x243f6a8885a308d3;

/** Low half of the product xor its high half. */
@inline
function fold(a: u64, b: u64): u64 {
  const al = a & 0xffffffff;
  const ah = a >> 32;
  const bl = b & 0xffffffff;
  const bh = b >> 32;
  const ll = al * bl;
  const lh = al * bh;
  const hl = ah * bl;
  const middle = (ll >> 32) + (lh & 0xffffffff) + (hl & 0xffffffff);
  const high = ah * bh + (lh >> 32) + (hl >> 32) + (middle >> 32);
  return (a * b) ^ high;
}

@inline
function finish(low: u64, high: u64, state: u64): u64 {
  return fold(fold(low ^ state, high ^ SEED0), LAST);
}

function longBytes(start: usize, bytes: usize, state: u64): u64 {
  let v = start;
  let length = bytes;
  let s0 = state;
  let s1 = s0 + SEED1;
  if (length > 128) {
    let s2 = s0 + SEED2;
    let s3 = s0 + SEED3;
    if (length > 256) {
      let s4 = s0 + SEED4;
      let s5 = s0 + SEED5;
      do {
        s0 = fold(load<u64>(v) ^ s0, load<u64>(v, 48) ^ SEED0);
        s1 = fold(load<u64>(v, 8) ^ s1, load<u64>(v, 56) ^ SEED0);
        s2 = fold(load<u64>(v, 16) ^ s2, load<u64>(v, 64) ^ SEED0);
        s3 = fold(load<u64>(v, 24) ^ s3, load<u64>(v, 72) ^ SEED0);
        s4 = fold(load<u64>(v, 32) ^ s4, load<u64>(v, 80) ^ SEED0);
        s5 = fold(load<u64>(v, 40) ^ s5, load<u64>(v, 88) ^ SEED0);
        v += 96;
        length -= 96;
      } while (length > 256);
      s0 ^= s4;
      s1 ^= s5;
    }
    do {
      s0 = fold(load<u64>(v) ^ s0, load<u64>(v, 32) ^ SEED0);
      s1 = fold(load<u64>(v, 8) ^ s1, load<u64>(v, 40) ^ SEED0);
      s2 = fold(load<u64>(v, 16) ^ s2, load<u64>(v, 48) ^ SEED0);
      s3 = fold(load<u64>(v, 24) ^ s3, load<u64>(v, 56) ^ SEED0);
      v += 64;
      length -= 64;
    } while (length > 128);
    s0 ^= s2;
    s1 ^= s3;
  }
  const end = v + length;
  s0 = fold(load<u64>(v) ^ s0, load<u64>(end - 16) ^ SEED0);
  s1 = fold(load<u64>(v, 8) ^ s1, load<u64>(end - 8) ^ SEED0);
  if (length >= 32) {
    s0 = fold(load<u64>(v, 16) ^ s0, load<u64>(end - 32) ^ SEED0);
    s1 = fold(load<u64>(v, 24) ^ s1, load<u64>(end - 24) ^ SEED0);
    if (length >= 64) {
      s0 = fold(load<u64>(v, 32) ^ s0, load<u64>(end - 48) ^ SEED0);
      s1 = fold(load<u64>(v, 40) ^ s1, load<u64>(end - 40) ^ SEED0);
      if (length >= 96) {
        s0 = fold(load<u64>(v, 48) ^ s0, load<u64>(end - 64) ^ SEED0);
        s1 = fold(load<u64>(v, 56) ^ s1, load<u64>(end - 56) ^ SEED0);
      }
    }
  }
  return s0 ^ s1;
}

function bytesState(v: usize, length: usize): u64 {
  const state = rotr<u64>(START, <u64>length);
  if (length > 16) return longBytes(v, length, state);
  let s0 = state;
  let s1 = SEED1;
  if (length >= 8) {
    s0 ^= load<u64>(v);
    s1 ^= load<u64>(v + length - 8);
  } else if (length >= 4) {
    s0 ^= <u64>load<u32>(v);
    s1 ^= <u64>load<u32>(v + length - 4);
  } else if (length > 0) {
    s0 ^= <u64>load<u8>(v);
    s1 ^= (<u64>load<u8>(v + length - 1) << 8) | <u64>load<u8>(v + (length >>> 1));
  }
  return fold(s0, s1);
}

export function foldHashInts(values: usize, width: i32, count: i32, hashes: usize): void {
  for (let i = 0; i < count; i++) {
    const value = width == 8 ? load<u64>(values + (<usize>i << 3)) : <u64>load<u32>(values + (<usize>i << 2));
    store<u64>(hashes + (<usize>i << 3), finish(value, 0, START));
  }
}

export function foldHashViews(views: usize, count: i32, binary: i32, inline: i32, hashes: usize): void {
  for (let i = 0; i < count; i++) {
    const view = views + (<usize>i << 4);
    const length = <usize>load<u32>(view);
    const short = length <= 12;
    let hash: u64;
    if (short && inline != 0) hash = finish(load<u64>(view), load<u64>(view, 8), START);
    else {
      const state = bytesState(short ? view + 4 : <usize>load<u32>(view, 8), length);
      hash = finish(binary != 0 ? <u64>length : 0xff, 0, state);
    }
    store<u64>(hashes + (<usize>i << 3), hash);
  }
}
