/**
 * Finds the values of flat records, `{"a":1,"b":"x"}`, whose keys come in a known order; a record may leave keys out.
 *
 * A key has 16 bytes in `keys`: where its text lies, quotes included, how long it is, where in a record's spans its pair
 * (begin and end, u32) lies or -1, and which kinds of values it may have. A record that is anything else (another key,
 * an escape, a nested value, a value of another kind) ends the reading, as does one that is not complete: the reader of
 * everything decides what it is.
 */

/** Kinds of values; null is always allowed. */
// @ts-ignore: decorator
@inline const STRING: u32 = 1;
// @ts-ignore: decorator
@inline const NUMBER: u32 = 2;
// @ts-ignore: decorator
@inline const BOOLEAN: u32 = 4;

// @ts-ignore: decorator
@inline const KEY_BYTES: usize = 16;

// @ts-ignore: decorator
@inline function isSpace(byte: u32): bool {
  return byte == 32 || byte == 10 || byte == 13 || byte == 9;
}

// @ts-ignore: decorator
@inline function skipSpace(from: usize, end: usize): usize {
  let at = from;
  while (at < end && isSpace(load<u8>(at))) at++;
  return at;
}

/** Whether `length` bytes are the same; up to 15 more are read. */
// @ts-ignore: decorator
@inline function same(a: usize, b: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i += 16) {
    let differ = ~i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) & 0xffff;
    if (length - i < 16) differ &= (1 << (length - i)) - 1;
    if (differ != 0) return false;
  }
  return true;
}

/** The quote that ends a string; 0 when there is none or an escape before it. */
// @ts-ignore: decorator
@inline function closingQuote(from: usize, end: usize): usize {
  const quotes = i8x16.splat(34);
  const escapes = i8x16.splat(92);
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at);
    const mask: u32 = i8x16.bitmask(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, escapes)));
    if (mask == 0) continue;
    const found = at + ctz(mask);
    return found < end && load<u8>(found) == 34 ? found : 0;
  }
  return 0;
}

// @ts-ignore: decorator
@inline function isNumberByte(byte: u32): bool {
  return (byte >= 48 && byte <= 57) || byte == 46 || byte == 45 || byte == 43 || (byte | 32) == 101;
}

/**
 * Reads at most `capacity` records and gives their number; where the next one begins is stored at `state`.
 */
export function splitJson(
  begin: usize, end: usize, keys: usize, keyCount: i32, spans: usize, stride: usize, capacity: i32, state: usize,
): i32 {
  const keysEnd = keys + <usize>keyCount * KEY_BYTES;
  let at = begin;
  let rows = 0;
  for (; rows < capacity; rows++, spans += stride) {
    at = skipSpace(at, end);
    const behind = readRecord(at, end, keys, keysEnd, spans);
    if (behind == 0) break;
    at = behind;
  }
  store<u32>(state, <u32>at);
  return rows;
}

/** The address behind a record, or 0. */
// @ts-ignore: decorator
@inline function readRecord(from: usize, end: usize, keys: usize, keysEnd: usize, spans: usize): usize {
  if (from >= end || load<u8>(from) != 123) return 0;
  let key = keys;
  let at = skipSpace(from + 1, end);
  if (at < end && load<u8>(at) == 125) {
    leaveOut(key, keysEnd, spans);
    return at + 1;
  }
  while (true) {
    // The next key, or a later one when those before it are left out.
    for (; ; key += KEY_BYTES) {
      if (key >= keysEnd) return 0;
      const length = load<u32>(key, 4);
      if (<usize>length <= end - at && same(at, load<u32>(key), length)) {
        at += length;
        break;
      }
      put(key, spans, 0, 0);
    }
    if (at < end && load<u8>(at) != 58) at = skipSpace(at, end);
    if (at >= end || load<u8>(at) != 58) return 0;
    at++;
    if (at < end && load<u8>(at) == 32) at = skipSpace(at, end);
    if (at >= end) return 0;

    const kinds = load<u32>(key, 12);
    const first = <u32>load<u8>(at);
    if (first == 34) {
      const closing = closingQuote(at + 1, end);
      if (closing == 0 || (kinds & STRING) == 0) return 0;
      put(key, spans, at + 1, closing);
      at = closing + 1;
    } else if (first == 45 || (first >= 48 && first <= 57)) {
      const start = at++;
      while (at < end && isNumberByte(load<u8>(at))) at++;
      if ((kinds & NUMBER) == 0) return 0;
      put(key, spans, start, at);
    } else if (end - at >= 5 && load<u32>(at) == 0x6c6c756e) {
      put(key, spans, 0, 0);
      at += 4;
    } else if (end - at >= 5 && load<u32>(at) == 0x65757274 && (kinds & BOOLEAN) != 0) {
      put(key, spans, at, at + 4);
      at += 4;
    } else if (end - at >= 6 && load<u32>(at) == 0x736c6166 && load<u8>(at, 4) == 101 && (kinds & BOOLEAN) != 0) {
      put(key, spans, at, at + 5);
      at += 5;
    } else return 0;

    key += KEY_BYTES;
    if (at < end && isSpace(load<u8>(at))) at = skipSpace(at, end);
    if (at >= end) return 0;
    const next = <u32>load<u8>(at++);
    if (next == 125) {
      leaveOut(key, keysEnd, spans);
      return at;
    }
    if (next != 44) break;
    if (at < end && isSpace(load<u8>(at))) at = skipSpace(at, end);
  }
  return 0;
}

// @ts-ignore: decorator
@inline function put(key: usize, spans: usize, start: usize, end: usize): void {
  const slot = load<i32>(key, 8);
  if (slot >= 0) store<u64>(spans + <usize>slot, <u64>start | (<u64>end << 32));
}

// @ts-ignore: decorator
@inline function leaveOut(key: usize, keysEnd: usize, spans: usize): void {
  for (; key < keysEnd; key += KEY_BYTES) put(key, spans, 0, 0);
}
