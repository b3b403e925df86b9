/** Hash tables from keys to dense group numbers; src/twin/group.ts describes slots and state. */
import { KEY_0, KEY_1, KEY_2, KEY_3, narrowHash, wideHash } from './hash';
import { isNull } from './validity';

const NO_GROUP: u32 = 0xffffffff;
const FULL: u32 = 0xfffffffe;

/** Group of a null row; FULL when it would have to be made and there is no room. */
function nullGroup(state: usize, limit: u32, insert: bool): u32 {
  if (load<u32>(state + 8) != 0) return NO_GROUP;
  const known = load<u32>(state + 4);
  if (known != 0) return known - 1;
  if (!insert) return NO_GROUP;
  const group = load<u32>(state);
  if (group >= limit) return FULL;
  store<u32>(state + 4, group + 1);
  store<u32>(state, group + 1);
  return group;
}

/** Tables with at least so many slots do not fit the caches. */
const MANY_SLOTS: u32 = 1 << 13;
/** Rows whose slots are looked at ahead. */
const AHEAD = 32;
/** Keeps loads alive that are only there for the cache. */
let touched: u32 = 0;

/** Slots are numbered by the high bits of a hash, so that a table of other size has the same keys in the same order. */
@inline
function slotOf(hash: u32, shift: u32): u32 {
  return hash >>> shift;
}

/** A slot: the hash below, group + 1 above. */
@inline
function slotWith(hash: u32, group: u32): u64 {
  return <u64>hash | (<u64>(group + 1) << 32);
}

/**
 * Loads the slots of the next hashes, `1 << stride` bytes apart, and then the keys of the groups that are there, none
 * waiting for another, so that they are in the cache when they are needed.
 */
@inline
function touch(hashes: usize, stride: u32, count: i32, slots: usize, shift: u32, dense: usize, keyShift: u32): void {
  let all: u32 = 0;
  const end = hashes + (<usize>count << stride);
  for (let at = hashes; at < end; at += 1 << stride) {
    all ^= load<u32>(slots + (<usize>slotOf(load<u32>(at), shift) << 3));
  }
  for (let at = hashes; at < end; at += 1 << stride) {
    const found = load<u32>(slots + (<usize>slotOf(load<u32>(at), shift) << 3) + 4);
    all ^= load<u32>(dense + (<usize>(found - (found != 0 ? 1 : 0)) << keyShift));
  }
  touched = all;
}

@inline
function finalise4(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/** Four words, each with its upper half in the lower one, too. */
@inline
function foldedFour(words: usize): v128 {
  const four = v128.load(words);
  return v128.xor(four, i32x4.shr_u(four, 16));
}

/** The hashes of four 64-bit keys, see `narrowHash`. */
@inline
function hashFour(keys: usize): v128 {
  const factors = i32x4(KEY_0, KEY_1, KEY_0, KEY_1);
  return finalise4(pairSums(i32x4.mul(foldedFour(keys), factors), i32x4.mul(foldedFour(keys + 16), factors)));
}

/** Multiplies the words of a 128-bit key. */
@inline
function scaled(key: usize): v128 {
  return i32x4.mul(foldedFour(key), i32x4(KEY_0, KEY_1, KEY_2, KEY_3));
}

/** Sums of neighbouring lanes of two vectors. */
@inline
function pairSums(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/** The hashes of four 128-bit keys, see `wideHash`. */
@inline
function hashFourWide(keys: usize): v128 {
  const first = pairSums(scaled(keys), scaled(keys + 16));
  return finalise4(pairSums(first, pairSums(scaled(keys + 32), scaled(keys + 48))));
}

/** The hashes of the next keys of 8 or 16 bytes, 4 bytes each. */
@inline
export function hashKeys(keys: usize, count: i32, isWide: bool, out: usize): void {
  const end = out + (<usize>count << 2);
  if (isWide) {
    for (; out + 16 <= end; out += 16, keys += 64) v128.store(out, hashFourWide(keys));
    for (; out < end; out += 4, keys += 16) store<u32>(out, wideHash(keys));
    return;
  }
  for (; out + 16 <= end; out += 16, keys += 32) v128.store(out, hashFour(keys));
  for (; out < end; out += 4, keys += 8) store<u32>(out, narrowHash(keys));
}

@inline
function sameKeys(a: usize, b: usize, isWide: bool): bool {
  if (!isWide) return load<u64>(a) == load<u64>(b);
  return ((load<u64>(a) ^ load<u64>(b)) | (load<u64>(a, 8) ^ load<u64>(b, 8))) == 0;
}

@inline
function putKey(to: usize, key: usize, isWide: bool): void {
  if (isWide) v128.store(to, v128.load(key));
  else store<u64>(to, load<u64>(key));
}

@inline
function insertKeys(
  keys: usize,
  validity: usize,
  first: i32,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  limit: u32,
  state: usize,
  groups: usize,
  isWide: bool,
): i32 {
  const keyShift: u32 = isWide ? 4 : 3;
  const shift = <u32>clz(mask);
  const isMany = mask >= MANY_SLOTS;
  let next = load<u32>(state);
  let ahead = first;
  for (let i = first; i < count; i++) {
    const out = groups + (<usize>i << 2);
    const key = keys + (<usize>i << keyShift);
    if (i == ahead) {
      const some = min(AHEAD, count - i);
      hashKeys(key, some, isWide, out);
      if (isMany) touch(out, 2, some, slots, shift, dense, keyShift);
      ahead += AHEAD;
    }
    if (isNull(validity, i)) {
      store<u32>(state, next);
      const group = nullGroup(state, limit, true);
      if (group == FULL) return i;
      if (group == next) memory.fill(dense + (<usize>group << keyShift), 0, 1 << keyShift);
      next = load<u32>(state);
      store<u32>(out, group);
      continue;
    }
    const hash = load<u32>(out);
    let slot = slotOf(hash, shift);
    for (;;) {
      const at = slots + (<usize>slot << 3);
      const found = load<u32>(at + 4);
      if (found == 0) {
        if (next >= limit) {
          store<u32>(state, next);
          return i;
        }
        store<u64>(at, slotWith(hash, next));
        putKey(dense + (<usize>next << keyShift), key, isWide);
        store<u32>(out, next++);
        break;
      }
      if (load<u32>(at) == hash && sameKeys(key, dense + (<usize>(found - 1) << keyShift), isWide)) {
        store<u32>(out, found - 1);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  store<u32>(state, next);
  return count;
}

@inline
function lookupKeys(
  keys: usize,
  validity: usize,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  state: usize,
  groups: usize,
  isWide: bool,
): void {
  const keyShift: u32 = isWide ? 4 : 3;
  const shift = <u32>clz(mask);
  const isMany = mask >= MANY_SLOTS;
  let ahead = 0;
  for (let i = 0; i < count; i++) {
    const out = groups + (<usize>i << 2);
    const key = keys + (<usize>i << keyShift);
    if (i == ahead) {
      const some = min(AHEAD, count - i);
      hashKeys(key, some, isWide, out);
      if (isMany) touch(out, 2, some, slots, shift, dense, keyShift);
      ahead += AHEAD;
    }
    if (isNull(validity, i)) {
      store<u32>(out, nullGroup(state, 0, false));
      continue;
    }
    const hash = load<u32>(out);
    let slot = slotOf(hash, shift);
    for (;;) {
      const at = slots + (<usize>slot << 3);
      const found = load<u32>(at + 4);
      if (
        found == 0 ||
        (load<u32>(at) == hash && sameKeys(key, dense + (<usize>(found - 1) << keyShift), isWide))
      ) {
        store<u32>(out, found - 1);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
}

export function groupInsert8(
  keys: usize,
  validity: usize,
  first: i32,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  limit: u32,
  state: usize,
  groups: usize,
): i32 {
  return insertKeys(keys, validity, first, count, slots, mask, dense, limit, state, groups, false);
}

export function groupInsert16(
  keys: usize,
  validity: usize,
  first: i32,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  limit: u32,
  state: usize,
  groups: usize,
): i32 {
  return insertKeys(keys, validity, first, count, slots, mask, dense, limit, state, groups, true);
}

export function groupLookup8(
  keys: usize,
  validity: usize,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  state: usize,
  groups: usize,
): void {
  lookupKeys(keys, validity, count, slots, mask, dense, state, groups, false);
}

export function groupLookup16(
  keys: usize,
  validity: usize,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  state: usize,
  groups: usize,
): void {
  lookupKeys(keys, validity, count, slots, mask, dense, state, groups, true);
}

/** True when two views have the same bytes behind them. */
@inline
function sameViews(a: usize, b: usize): bool {
  const start = load<u64>(a);
  if (start != load<u64>(b)) return false;
  const length = <u32>start;
  if (length <= 12) return load<u64>(a + 8) == load<u64>(b + 8);
  return sameBytes(load<u32>(a + 8), load<u32>(b + 8), length);
}

function sameBytes(a: usize, b: usize, length: u32): bool {
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  // Longer than 12 bytes, so the last eight overlap what was compared.
  return load<u64>(a + length - 8) == load<u64>(b + length - 8);
}

export function groupInsertViews(
  views: usize,
  validity: usize,
  hashes: usize,
  first: i32,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  limit: u32,
  state: usize,
  groups: usize,
): i32 {
  let next = load<u32>(state);
  const shift = <u32>clz(mask);
  let ahead = mask >= MANY_SLOTS ? first : count;
  for (let i = first; i < count; i++) {
    if (i == ahead) {
      touch(hashes + (<usize>i << 3), 3, min(AHEAD, count - i), slots, shift, dense, 4);
      ahead += AHEAD;
    }
    const out = groups + (<usize>i << 2);
    if (isNull(validity, i)) {
      store<u32>(state, next);
      const group = nullGroup(state, limit, true);
      if (group == FULL) return i;
      if (group == next) v128.store(dense + (<usize>group << 4), i64x2.splat(0));
      next = load<u32>(state);
      store<u32>(out, group);
      continue;
    }
    const view = views + (<usize>i << 4);
    const hash = load<u32>(hashes + (<usize>i << 3));
    let slot = slotOf(hash, shift);
    for (;;) {
      const at = slots + (<usize>slot << 3);
      const found = load<u32>(at + 4);
      if (found == 0) {
        if (next >= limit) {
          store<u32>(state, next);
          return i;
        }
        store<u32>(at, hash);
        v128.store(dense + (<usize>next << 4), v128.load(view));
        store<u32>(out, next);
        next++;
        store<u32>(at + 4, next);
        break;
      }
      if (load<u32>(at) == hash && sameViews(view, dense + (<usize>(found - 1) << 4))) {
        store<u32>(out, found - 1);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  store<u32>(state, next);
  return count;
}

export function groupLookupViews(
  views: usize,
  validity: usize,
  hashes: usize,
  count: i32,
  slots: usize,
  mask: u32,
  dense: usize,
  state: usize,
  groups: usize,
): void {
  const shift = <u32>clz(mask);
  let ahead = mask >= MANY_SLOTS ? 0 : count;
  for (let i = 0; i < count; i++) {
    if (i == ahead) {
      touch(hashes + (<usize>i << 3), 3, min(AHEAD, count - i), slots, shift, dense, 4);
      ahead += AHEAD;
    }
    const out = groups + (<usize>i << 2);
    if (isNull(validity, i)) {
      store<u32>(out, nullGroup(state, 0, false));
      continue;
    }
    const view = views + (<usize>i << 4);
    const hash = load<u32>(hashes + (<usize>i << 3));
    let slot = slotOf(hash, shift);
    for (;;) {
      const at = slots + (<usize>slot << 3);
      const found = load<u32>(at + 4);
      if (found == 0 || (load<u32>(at) == hash && sameViews(view, dense + (<usize>(found - 1) << 4)))) {
        store<u32>(out, found - 1);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
}

export function groupRehash(from: usize, fromCount: i32, slots: usize, mask: u32, removed: u32): void {
  const shift = <u32>clz(mask);
  for (const end = from + (<usize>fromCount << 3); from < end; from += 8) {
    const hash = load<u32>(from);
    const group = load<u32>(from + 4);
    if (group <= removed) continue;
    let slot = slotOf(hash, shift);
    while (load<u32>(slots + (<usize>slot << 3) + 4) != 0) slot = (slot + 1) & mask;
    store<u32>(slots + (<usize>slot << 3), hash);
    store<u32>(slots + (<usize>slot << 3) + 4, group - removed);
  }
}

export function widenTo8(values: usize, width: i32, count: i32, keys: usize): void {
  for (let i = 0; i < count; i++) {
    let key: u64;
    if (width == 1) key = load<u8>(values + i);
    else if (width == 2) key = load<u16>(values + (<usize>i << 1));
    else key = load<u32>(values + (<usize>i << 2));
    store<u64>(keys + (<usize>i << 3), key);
  }
}

export function narrowFrom8(keys: usize, width: i32, count: i32, values: usize): void {
  for (let i = 0; i < count; i++) {
    const key = load<u32>(keys + (<usize>i << 3));
    if (width == 1) store<u8>(values + i, key);
    else if (width == 2) store<u16>(values + (<usize>i << 1), key);
    else store<u32>(values + (<usize>i << 2), key);
  }
}

export function bitsTo8(bits: usize, count: i32, keys: usize): void {
  for (let i = 0; i < count; i++) {
    store<u64>(keys + (<usize>i << 3), <u64>((load<u8>(bits + (i >>> 3)) >>> (i & 7)) & 1));
  }
}

export function keyInsertDirect(
  keys: usize,
  validity: usize,
  first: i32,
  count: i32,
  lowest: usize,
  table: usize,
  dense: usize,
  limit: u32,
  state: usize,
  groups: usize,
): i32 {
  const low = load<u64>(lowest);
  let next = load<u32>(state);
  for (let i = first; i < count; i++) {
    const out = groups + (<usize>i << 2);
    if (isNull(validity, i)) {
      store<u32>(state, next);
      const group = nullGroup(state, limit, true);
      if (group == FULL) return i;
      if (group == next) store<u64>(dense + (<usize>group << 3), 0);
      next = load<u32>(state);
      store<u32>(out, group);
      continue;
    }
    const key = load<u64>(keys + (<usize>i << 3));
    const at = table + (<usize>(key - low) << 2);
    let found = load<u32>(at);
    if (found == 0) {
      if (next >= limit) {
        store<u32>(state, next);
        return i;
      }
      store<u64>(dense + (<usize>next << 3), key);
      found = ++next;
      store<u32>(at, found);
    }
    store<u32>(out, found - 1);
  }
  store<u32>(state, next);
  return count;
}

export function keyLookupDirect(
  keys: usize,
  validity: usize,
  count: i32,
  lowest: usize,
  table: usize,
  entries: u32,
  state: usize,
  groups: usize,
): void {
  const low = load<u64>(lowest);
  for (let i = 0; i < count; i++) {
    const out = groups + (<usize>i << 2);
    if (isNull(validity, i)) {
      store<u32>(out, nullGroup(state, 0, false));
      continue;
    }
    const at = load<u64>(keys + (<usize>i << 3)) - low;
    store<u32>(out, at < <u64>entries ? load<u32>(table + (<usize>at << 2)) - 1 : NO_GROUP);
  }
}

export function keyFillDirect(dense: usize, count: u32, nullGroup: u32, lowest: usize, table: usize): void {
  const low = load<u64>(lowest);
  for (let group: u32 = 0; group < count; group++) {
    if (group + 1 == nullGroup) continue;
    const at = load<u64>(dense + (<usize>group << 3)) - low;
    store<u32>(table + (<usize>at << 2), group + 1);
  }
}
