/**
 * Twins of assembly/group.ts: hash tables from keys to dense group numbers, linear probing.
 *
 * `state` is three u32: groups so far, number of the null group + 1 (0: none), 1 when nulls match nothing. Rows without a
 * group get 0xffffffff. Inserting stops before the first row that would make group `limit`; the caller grows the table
 * and resumes at the row returned. Slots are 8 bytes: low half of the hash, group + 1.
 */
import { mem } from '../memory/engine-memory.js';
import { narrowHash, wideHash } from './hash.js';
import { isNull } from './validity.js';

const NO_GROUP = 0xffff_ffff;

/**
 * The slot of a key where its search begins, by the high bits of the hash: keys keep their order when they move to a table
 * of other size, which so is filled from its first slot to its last.
 */
const slotOf = (hash: number, mask: number): number => hash >>> Math.clz32(mask);

/** Group of a null row: -1 when the table is full. */
function nullGroup(state: number, limit: number, insert: boolean): number {
  const u32 = mem.u32;
  const at = state >>> 2;
  if (u32[at + 2] !== 0) return NO_GROUP;
  if (u32[at + 1] !== 0) return u32[at + 1]! - 1;
  if (!insert) return NO_GROUP;
  if (u32[at]! >= limit) return -1;
  u32[at + 1] = u32[at]! + 1;
  return u32[at]!++;
}

/** Keys that are hashed at a time. */
const AHEAD = 32;

/** The hashes of the next keys of 2 or 4 words, where their groups go. */
function hashKeys(keys: number, words: number, first: number, count: number, groups: number): void {
  const u32 = mem.u32;
  for (let i = first; i < Math.min(first + AHEAD, count); i++) {
    const at = (keys >>> 2) + i * words;
    const [a, b] = [u32[at]!, u32[at + 1]!];
    u32[(groups >>> 2) + i] = words === 2 ? narrowHash(a, b) : wideHash(a, b, u32[at + 2]!, u32[at + 3]!);
  }
}

function sameKeys(a: number, b: number, words: number): boolean {
  const u32 = mem.u32;
  for (let i = 0; i < words; i++) if (u32[a + i] !== u32[b + i]) return false;
  return true;
}

/** Inserts keys of so many words of 4 bytes. */
function insertKeys(
  words: number,
  keys: number,
  validity: number,
  first: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  limit: number,
  state: number,
  groups: number,
): number {
  const u32 = mem.u32;
  const own = dense >>> 2;
  for (let i = first; i < count; i++) {
    if ((i - first) % AHEAD === 0) hashKeys(keys, words, i, count, groups);
    if (isNull(validity, i)) {
      const before = u32[state >>> 2]!;
      const group = nullGroup(state, limit, true);
      if (group === -1) return i;
      if (group === before) u32.fill(0, own + group * words, own + (group + 1) * words);
      u32[(groups >>> 2) + i] = group;
      continue;
    }
    const key = (keys >>> 2) + i * words;
    const hash = u32[(groups >>> 2) + i]!;
    let slot = slotOf(hash, mask);
    for (;;) {
      const at = (slots >>> 2) + slot * 2;
      const found = u32[at + 1]!;
      if (found === 0) {
        const group = u32[state >>> 2]!;
        if (group >= limit) return i;
        u32[state >>> 2] = group + 1;
        u32[at] = hash;
        u32[at + 1] = group + 1;
        u32.copyWithin(own + group * words, key, key + words);
        u32[(groups >>> 2) + i] = group;
        break;
      }
      if (u32[at] === hash && sameKeys(key, own + (found - 1) * words, words)) {
        u32[(groups >>> 2) + i] = found - 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return count;
}

/** Looks keys of so many words of 4 bytes up. */
function lookupKeys(
  words: number,
  keys: number,
  validity: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  state: number,
  groups: number,
): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    if (i % AHEAD === 0) hashKeys(keys, words, i, count, groups);
    if (isNull(validity, i)) {
      u32[(groups >>> 2) + i] = nullGroup(state, 0, false);
      continue;
    }
    const key = (keys >>> 2) + i * words;
    const hash = u32[(groups >>> 2) + i]!;
    let slot = slotOf(hash, mask);
    for (;;) {
      const at = (slots >>> 2) + slot * 2;
      const found = u32[at + 1]!;
      if (found === 0 || (u32[at] === hash && sameKeys(key, (dense >>> 2) + (found - 1) * words, words))) {
        u32[(groups >>> 2) + i] = found - 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
}

/** Inserts 8-byte keys. `dense` holds the key of every group. */
export function groupInsert8(
  keys: number,
  validity: number,
  first: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  limit: number,
  state: number,
  groups: number,
): number {
  return insertKeys(2, keys, validity, first, count, slots, mask, dense, limit, state, groups);
}

/** Looks 8-byte keys up. */
export function groupLookup8(
  keys: number,
  validity: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  state: number,
  groups: number,
): void {
  lookupKeys(2, keys, validity, count, slots, mask, dense, state, groups);
}

/** Inserts 16-byte keys. `dense` holds the key of every group. */
export function groupInsert16(
  keys: number,
  validity: number,
  first: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  limit: number,
  state: number,
  groups: number,
): number {
  return insertKeys(4, keys, validity, first, count, slots, mask, dense, limit, state, groups);
}

/** Looks 16-byte keys up. */
export function groupLookup16(
  keys: number,
  validity: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  state: number,
  groups: number,
): void {
  lookupKeys(4, keys, validity, count, slots, mask, dense, state, groups);
}

/** Inserts byte strings by their views and hashes. */
export function groupInsertViews(
  views: number,
  validity: number,
  hashes: number,
  first: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  limit: number,
  state: number,
  groups: number,
): number {
  const u32 = mem.u32;
  for (let i = first; i < count; i++) {
    if (isNull(validity, i)) {
      const before = u32[state >>> 2]!;
      const group = nullGroup(state, limit, true);
      if (group === -1) return i;
      if (group === before) u32.fill(0, (dense >>> 2) + group * 4, (dense >>> 2) + group * 4 + 4);
      u32[(groups >>> 2) + i] = group;
      continue;
    }
    const view = views + i * 16;
    const hash = u32[(hashes >>> 2) + i * 2]!;
    let slot = slotOf(hash, mask);
    for (;;) {
      const at = (slots >>> 2) + slot * 2;
      const found = u32[at + 1]!;
      if (found === 0) {
        const group = u32[state >>> 2]!;
        if (group >= limit) return i;
        u32[state >>> 2] = group + 1;
        u32[at] = hash;
        u32[at + 1] = group + 1;
        u32.copyWithin((dense >>> 2) + group * 4, view >>> 2, (view >>> 2) + 4);
        u32[(groups >>> 2) + i] = group;
        break;
      }
      if (u32[at] === hash && sameViews(view, dense + (found - 1) * 16)) {
        u32[(groups >>> 2) + i] = found - 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return count;
}

/** Looks byte strings up. */
export function groupLookupViews(
  views: number,
  validity: number,
  hashes: number,
  count: number,
  slots: number,
  mask: number,
  dense: number,
  state: number,
  groups: number,
): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) {
      u32[(groups >>> 2) + i] = nullGroup(state, 0, false);
      continue;
    }
    const view = views + i * 16;
    const hash = u32[(hashes >>> 2) + i * 2]!;
    let slot = slotOf(hash, mask);
    for (;;) {
      const at = (slots >>> 2) + slot * 2;
      const found = u32[at + 1]!;
      if (found === 0 || (u32[at] === hash && sameViews(view, dense + (found - 1) * 16))) {
        u32[(groups >>> 2) + i] = found - 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
}

/** Moves a table to other (zeroed) slots; groups below `removed` vanish and the rest move down. */
export function groupRehash(from: number, fromCount: number, slots: number, mask: number, removed: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < fromCount; i++) {
    const hash = u32[(from >>> 2) + i * 2]!;
    const group = u32[(from >>> 2) + i * 2 + 1]!;
    if (group <= removed) continue;
    let slot = slotOf(hash, mask);
    while (u32[(slots >>> 2) + slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
    u32[(slots >>> 2) + slot * 2] = hash;
    u32[(slots >>> 2) + slot * 2 + 1] = group - removed;
  }
}

/** True when two views have the same bytes behind them. */
function sameViews(a: number, b: number): boolean {
  const u32 = mem.u32;
  const x = a >>> 2;
  const y = b >>> 2;
  if (u32[x] !== u32[y] || u32[x + 1] !== u32[y + 1]) return false;
  const length = u32[x]!;
  if (length <= 12) return u32[x + 2] === u32[y + 2] && u32[x + 3] === u32[y + 3];
  const u8 = mem.u8;
  const from = u32[x + 2]!;
  const other = u32[y + 2]!;
  for (let i = 4; i < length; i++) if (u8[from + i] !== u8[other + i]) return false;
  return true;
}

/** Values of 1, 2 or 4 bytes as 8-byte keys, filled up with zeros. */
export function widenTo8(values: number, width: number, count: number, keys: number): void {
  const { u8, u16, u32 } = mem;
  for (let i = 0; i < count; i++) {
    u32[(keys >>> 2) + i * 2] =
      width === 1 ? u8[values + i]! : width === 2 ? u16[(values >>> 1) + i]! : u32[(values >>> 2) + i]!;
    u32[(keys >>> 2) + i * 2 + 1] = 0;
  }
}

/** The first 1, 2 or 4 bytes of 8-byte keys. */
export function narrowFrom8(keys: number, width: number, count: number, values: number): void {
  const { u8, u16, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const low = u32[(keys >>> 2) + i * 2]!;
    if (width === 1) u8[values + i] = low;
    else if (width === 2) u16[(values >>> 1) + i] = low;
    else u32[(values >>> 2) + i] = low;
  }
}

/** Bits as 8-byte keys 0 and 1. */
export function bitsTo8(bits: number, count: number, keys: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    u32[(keys >>> 2) + i * 2] = (u8[bits + (i >>> 3)]! >>> (i & 7)) & 1;
    u32[(keys >>> 2) + i * 2 + 1] = 0;
  }
}

/**
 * Inserts 8-byte keys into a table addressed by `key - lowest`: group + 1, or 0 for none. All keys must lie in the
 * table; `dense`, `state` and the result are those of `groupInsert8`.
 */
export function keyInsertDirect(
  keys: number,
  validity: number,
  first: number,
  count: number,
  lowest: number,
  table: number,
  dense: number,
  limit: number,
  state: number,
  groups: number,
): number {
  const { u32, u64 } = mem;
  const low = u64[lowest >>> 3]!;
  for (let i = first; i < count; i++) {
    const out = (groups >>> 2) + i;
    if (isNull(validity, i)) {
      const before = u32[state >>> 2]!;
      const group = nullGroup(state, limit, true);
      if (group === -1) return i;
      if (group === before) u64[(dense >>> 3) + group] = 0n;
      u32[out] = group;
      continue;
    }
    const key = u64[(keys >>> 3) + i]!;
    const at = (table >>> 2) + Number(BigInt.asUintN(32, key - low));
    if (u32[at] === 0) {
      const group = u32[state >>> 2]!;
      if (group >= limit) return i;
      u64[(dense >>> 3) + group] = key;
      u32[at] = u32[state >>> 2] = group + 1;
    }
    u32[out] = u32[at]! - 1;
  }
  return count;
}

/** Groups of keys in such a table of so many entries. */
export function keyLookupDirect(
  keys: number,
  validity: number,
  count: number,
  lowest: number,
  table: number,
  entries: number,
  state: number,
  groups: number,
): void {
  const { u32, u64 } = mem;
  const low = u64[lowest >>> 3]!;
  for (let i = 0; i < count; i++) {
    const at = BigInt.asUintN(64, u64[(keys >>> 3) + i]! - low);
    u32[(groups >>> 2) + i] = isNull(validity, i)
      ? nullGroup(state, 0, false)
      : at < BigInt(entries)
        ? u32[(table >>> 2) + Number(at)]! - 1
        : NO_GROUP;
  }
}

/** Fills such a table, all zeros so far, from the keys of the groups; `nullGroup` is 0, or the null group + 1. */
export function keyFillDirect(dense: number, count: number, nullGroup: number, lowest: number, table: number): void {
  const { u32, u64 } = mem;
  const low = u64[lowest >>> 3]!;
  for (let group = 0; group < count; group++) {
    if (group + 1 !== nullGroup) {
      u32[(table >>> 2) + Number(BigInt.asUintN(32, u64[(dense >>> 3) + group]! - low))] = group + 1;
    }
  }
}
