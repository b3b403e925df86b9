/**
 * Lengths, places and parts of texts given as views. Parts are views of the same bytes: nothing is copied. Rows that are
 * null have views as well and are treated like the others.
 */
import { find, sameBytes } from './search';
import { bytesOf, copyLoose, writeView } from './text';

/** Bytes 10xxxxxx, which continue a character, as a bit each. */
// @ts-ignore: decorator
@inline
function continued(bytes: v128): i32 {
  return i8x16.bitmask(i8x16.lt_s(bytes, i8x16.splat(-64)));
}

// @ts-ignore: decorator
@inline
function lowBits(count: u32): i32 {
  return count >= 16 ? 0xffff : (1 << count) - 1;
}

/** Characters in a piece of text. */
// @ts-ignore: decorator
@inline
function charsIn(start: usize, length: u32): u32 {
  let more: u32 = 0;
  for (let i: u32 = 0; i < length; i += 16) {
    more += popcnt<i32>(continued(v128.load(start + i)) & lowBits(length - i));
  }
  return length - more;
}

/** Address behind so many characters, at most `end`. */
function skipChars(start: usize, end: usize, chars: u32): usize {
  let at = start;
  let left = chars;
  while (at < end) {
    const heads = ~continued(v128.load(at)) & lowBits(<u32>(end - at));
    const count = <u32>popcnt<i32>(heads);
    if (count > left) {
      let bits = heads;
      if (heads == 0xffff) return at + left;
      for (; left > 0; left--) bits &= bits - 1;
      return at + ctz(bits);
    }
    left -= count;
    at += 16;
  }
  return end;
}

// @ts-ignore: decorator
@inline
function storeCount(to: usize, row: i32, wide: i32, value: u32): void {
  if (wide) store<u64>(to + (<usize>row << 3), <u64>value);
  else store<u32>(to + (<usize>row << 2), value);
}

/** Bytes (times 2^shift) of each text, as i32 or (`wide`) i64. */
export function byteCounts(views: usize, count: i32, shift: i32, wide: i32, to: usize): void {
  for (let i = 0; i < count; i++) storeCount(to, i, wide, load<u32>(views + (<usize>i << 4)) << shift);
}

/** Rows that are looked at together: when their bytes lie close to each other and are ASCII, lengths are known. */
const BLOCK: i32 = 32;

/** Whether all bytes around the texts of some rows are ASCII; false when they lie far from each other. */
function allAscii(views: usize, count: i32): bool {
  let low = u32.MAX_VALUE;
  let high: u32 = 0;
  let total: u32 = 0;
  let short = i32x4(0, 0, 0, 0);
  for (let i = 0; i < count; i++, views += 16) {
    const length = load<u32>(views);
    if (length <= 12) {
      short = v128.or(short, v128.load(views));
      continue;
    }
    const start = load<u32>(views, 8);
    low = min(low, start);
    high = max(high, start + length);
    total += length;
  }
  if (i8x16.bitmask(short) != 0) return false;
  if (total == 0) return true;
  if (high - low > total + (total >> 1) + 256) return false;
  const end = <usize>high;
  let at = <usize>low;
  for (; at + 64 <= end; at += 64) {
    const a = v128.or(v128.load(at), v128.load(at, 16));
    const b = v128.or(v128.load(at, 32), v128.load(at, 48));
    if (i8x16.bitmask(v128.or(a, b)) != 0) return false;
  }
  for (; at < end; at++) if (load<i8>(at) < 0) return false;
  return true;
}

/** Characters of each text, as i32 or (`wide`) i64. */
export function charCounts(views: usize, count: i32, wide: i32, to: usize): void {
  for (let first = 0; first < count; first += BLOCK) {
    const last = min(first + BLOCK, count);
    const plain = allAscii(views + (<usize>first << 4), last - first);
    for (let i = first; i < last; i++) {
      const view = views + (<usize>i << 4);
      const length = load<u32>(view);
      storeCount(to, i, wide, plain ? length : charsIn(bytesOf(view, length), length));
    }
  }
}

/** Views of at most `take` characters (-1: all) behind the first `skip`. */
export function sliceChars(views: usize, count: i32, skip: u32, take: u32, to: usize): void {
  const inPrefix = skip == 0 && take <= 4;
  const prefix = inPrefix ? <u32>((<u64>1 << (take << 3)) - 1) : 0;
  for (let i = 0; i < count; i++, views += 16, to += 16) {
    const length = load<u32>(views);
    if (inPrefix && length >= take) {
      const head = load<u32>(views, 4) & prefix;
      if ((head & 0x80808080) == 0) {
        store<u64>(to, <u64>take | (<u64>head << 32));
        store<u64>(to, 0, 8);
        continue;
      }
    }
    const start = bytesOf(views, length);
    const end = start + length;
    const from = skip == 0 ? start : skipChars(start, end, skip);
    const until = take == u32.MAX_VALUE ? end : skipChars(from, end, take);
    writeView(to, from, <u32>(until - from));
  }
}

/** Views of the last `chars` characters (`tail` 1), or of all but these. */
export function sliceFromEnd(views: usize, count: i32, chars: u32, tail: i32, to: usize): void {
  for (let i = 0; i < count; i++, views += 16, to += 16) {
    const length = load<u32>(views);
    const start = bytesOf(views, length);
    const end = start + length;
    let at = end;
    for (let left = chars; left > 0 && at > start; ) {
      at--;
      if (load<i8>(at) >= -64) left--;
    }
    if (tail) writeView(to, at, <u32>(end - at));
    else writeView(to, start, <u32>(at - start));
  }
}

/** Place (from 1, in characters) of the first occurrence of some bytes in each text, 0 when there is none. */
export function findChars(views: usize, count: i32, needle: usize, size: i32, wide: i32, to: usize): void {
  for (let i = 0; i < count; i++, views += 16) {
    const length = load<u32>(views);
    const start = bytesOf(views, length);
    const at = size == 0 ? 0 : find(start, <i32>length, 0, needle, size);
    storeCount(to, i, wide, at < 0 ? 0 : charsIn(start, <u32>at) + 1);
  }
}

/** Views without the bytes marked in a table of 256 at the start (`sides` 1), the end (2) or both (3). */
export function trimViews(views: usize, count: i32, table: usize, sides: i32, to: usize): void {
  for (let i = 0; i < count; i++, views += 16, to += 16) {
    const length = load<u32>(views);
    const bytes = bytesOf(views, length);
    let start = bytes;
    let end = bytes + length;
    if (sides & 1) while (start < end && load<u8>(table + load<u8>(start)) != 0) start++;
    if (sides & 2) while (end > start && load<u8>(table + load<u8>(end - 1)) != 0) end--;
    if (<u32>(end - start) == length) v128.store(to, v128.load(views));
    else writeView(to, start, <u32>(end - start));
  }
}

/** Parts of a text that a delimiter divides. */
function partsIn(start: usize, length: i32, delimiter: usize, size: i32): i32 {
  let parts = 1;
  for (let at = find(start, length, 0, delimiter, size); at >= 0; parts++) {
    at = find(start, length, at + size, delimiter, size);
  }
  return parts;
}

/** Views of one of the parts that a delimiter divides each text into, from 1, from the end when negative. */
export function splitParts(views: usize, count: i32, delimiter: usize, size: i32, position: i32, to: usize): void {
  for (let i = 0; i < count; i++, views += 16, to += 16) {
    const length = <i32>load<u32>(views);
    const start = bytesOf(views, <u32>length);
    let left = position > 0 ? position - 1 : partsIn(start, length, delimiter, size) + position;
    let from = left < 0 ? -1 : 0;
    for (; left > 0 && from >= 0; left--) {
      from = find(start, length, from, delimiter, size);
      if (from >= 0) from += size;
    }
    if (from < 0) {
      v128.store(to, i32x4(0, 0, 0, 0));
      continue;
    }
    const end = find(start, length, from, delimiter, size);
    writeView(to, start + from, <u32>((end < 0 ? length : end) - from));
  }
}

/** Bytes of the texts that have an occurrence, once each is replaced by `otherSize` bytes. */
export function replacedBytes(views: usize, count: i32, needle: usize, size: i32, otherSize: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < count; i++, views += 16) {
    const length = <i32>load<u32>(views);
    const start = bytesOf(views, <u32>length);
    const occurrences = partsIn(start, length, needle, size) - 1;
    if (occurrences > 0) total += <f64>length + <f64>occurrences * <f64>(otherSize - size);
  }
  return total;
}

/** Copies bytes, not one more than asked for. */
// @ts-ignore: decorator
@inline
function copyExact(to: usize, from: usize, length: i32): usize {
  if (length > 32) memory.copy(to, from, length);
  else for (let i = 0; i < length; i++) store<u8>(to + i, load<u8>(from + i));
  return to + length;
}

/** Views of the texts with every occurrence replaced; changed texts are written to `bytes`, see {@link replacedBytes}. */
export function replaceViews(
  views: usize, count: i32, needle: usize, size: i32, other: usize, otherSize: i32, bytes: usize, to: usize,
): void {
  let next = bytes;
  for (let i = 0; i < count; i++, views += 16, to += 16) {
    const length = <i32>load<u32>(views);
    const start = bytesOf(views, <u32>length);
    let at = find(start, length, 0, needle, size);
    if (at < 0) {
      v128.store(to, v128.load(views));
      continue;
    }
    const first = next;
    let copied = 0;
    while (at >= 0) {
      next = copyExact(next, start + copied, at - copied);
      next = copyExact(next, other, otherSize);
      copied = at + size;
      at = find(start, length, copied, needle, size);
    }
    next = copyExact(next, start + copied, length - copied);
    writeView(to, first, <u32>(next - first));
  }
}

/** Bits of the texts that are one of the members, given as views. */
export function inViews(views: usize, count: i32, members: usize, memberCount: i32, invert: i32, to: usize): void {
  const behind = members + (<usize>memberCount << 4);
  for (let i = 0; i < count; i += 8) {
    let bits = 0;
    const end = min(8, count - i);
    for (let j = 0; j < end; j++, views += 16) {
      const head = load<u64>(views);
      const tail = load<u64>(views, 8);
      for (let member = members; member < behind; member += 16) {
        if (load<u64>(member) != head) continue;
        const length = <u32>head;
        const same =
          load<u64>(member, 8) == tail ||
          (length > 12 && sameBytes(<usize>load<u32>(views, 8), <usize>load<u32>(member, 8), <i32>length));
        if (!same) continue;
        bits |= 1 << j;
        break;
      }
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

/** One text of a join: address of its views, bytes from row to row (0: shared), validity. Three u32 each. */
const PART: usize = 12;

// @ts-ignore: decorator
@inline
function partView(part: usize, row: i32): usize {
  const validity = <usize>load<u32>(part, 8);
  if (validity != 0 && ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) == 0) return 0;
  return <usize>load<u32>(part) + <usize>row * <usize>load<u32>(part, 4);
}

/** Bytes of the joined texts of all rows; null parts count for nothing. */
export function joinedBytes(parts: usize, partCount: i32, count: i32): f64 {
  let total: f64 = 0;
  const behind = parts + <usize>partCount * PART;
  for (let i = 0; i < count; i++) {
    for (let part = parts; part < behind; part += PART) {
      const view = partView(part, i);
      if (view != 0) total += <f64>load<u32>(view);
    }
  }
  return total;
}

/** Views of the joined texts, written to `bytes`, which has room for all of them and 32 more. */
export function joinViews(parts: usize, partCount: i32, count: i32, bytes: usize, to: usize): void {
  const behind = parts + <usize>partCount * PART;
  let first = bytes;
  for (let i = 0; i < count; i++, to += 16) {
    let next = first;
    for (let part = parts; part < behind; part += PART) {
      const view = partView(part, i);
      if (view == 0) continue;
      const length = load<u32>(view);
      copyLoose(next, bytesOf(view, length), length);
      next += length;
    }
    const length = <u32>(next - first);
    writeView(to, first, length);
    if (length > 12) first = next;
  }
}
