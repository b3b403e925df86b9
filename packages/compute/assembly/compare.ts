/**
 * Comparisons to bitmaps. Operands are an address and a step (1: array, 0: one shared value); `invert` is 0 or 0xff and turns
 * = into <>, < into >=. Floats follow the total order: the bits themselves decide. Bits behind the last row are
 * unspecified.
 */
import { find, sameBytes } from './search';

// @ts-ignore: decorator
@inline
function key<T>(address: usize, step: i32, row: i32): T {
  return load<T>(address + ((<usize>(row * step)) * sizeof<T>()));
}

// @ts-ignore: decorator
@inline
function lanes32(address: usize, step: i32, row: i32): v128 {
  return step == 0 ? v128.load32_splat(address) : v128.load(address + (<usize>row << 2));
}

// @ts-ignore: decorator
@inline
function lanes64(address: usize, step: i32, row: i32): v128 {
  return step == 0 ? v128.load64_splat(address) : v128.load(address + (<usize>row << 3));
}

/** Bits of floats as integers that order like the floats. */
// @ts-ignore: decorator
@inline
function ordered32(bits: v128): v128 {
  return v128.xor(bits, i32x4.shr_u(i32x4.shr_s(bits, 31), 1));
}

// @ts-ignore: decorator
@inline
function ordered64(bits: v128): v128 {
  return v128.xor(bits, i64x2.shr_u(i64x2.shr_s(bits, 63), 1));
}

// @ts-ignore: decorator
@inline
function equal<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    for (let j = 0; j < 8; j++) bits |= (<i32>(key<T>(a, sa, i + j) == key<T>(b, sb, i + j))) << j;
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

// @ts-ignore: decorator
@inline
function less<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    for (let j = 0; j < 8; j++) bits |= (<i32>(key<T>(a, sa, i + j) < key<T>(b, sb, i + j))) << j;
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

export function eq8(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  equal<u8>(a, sa, b, sb, count, invert, to);
}
export function eq16(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  equal<u16>(a, sa, b, sb, count, invert, to);
}
export function eq32(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    const low = i32x4.bitmask(i32x4.eq(lanes32(a, sa, i), lanes32(b, sb, i)));
    const high = i32x4.bitmask(i32x4.eq(lanes32(a, sa, i + 4), lanes32(b, sb, i + 4)));
    store<u8>(to + (i >>> 3), <u8>((low | (high << 4)) ^ invert));
  }
}
export function eq64(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    for (let j = 0; j < 8; j += 2) bits |= i64x2.bitmask(i64x2.eq(lanes64(a, sa, i + j), lanes64(b, sb, i + j))) << j;
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}
export function ltI8(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  less<i8>(a, sa, b, sb, count, invert, to);
}
export function ltU8(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  less<u8>(a, sa, b, sb, count, invert, to);
}
export function ltI16(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  less<i16>(a, sa, b, sb, count, invert, to);
}
export function ltU16(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  less<u16>(a, sa, b, sb, count, invert, to);
}
export function ltI32(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    const low = i32x4.bitmask(i32x4.lt_s(lanes32(a, sa, i), lanes32(b, sb, i)));
    const high = i32x4.bitmask(i32x4.lt_s(lanes32(a, sa, i + 4), lanes32(b, sb, i + 4)));
    store<u8>(to + (i >>> 3), <u8>((low | (high << 4)) ^ invert));
  }
}
export function ltU32(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  less<u32>(a, sa, b, sb, count, invert, to);
}
export function ltI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    for (let j = 0; j < 8; j += 2) bits |= i64x2.bitmask(i64x2.lt_s(lanes64(a, sa, i + j), lanes64(b, sb, i + j))) << j;
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}
export function ltU64(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  less<u64>(a, sa, b, sb, count, invert, to);
}

export function ltF32(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    const low = i32x4.bitmask(i32x4.lt_s(ordered32(lanes32(a, sa, i)), ordered32(lanes32(b, sb, i))));
    const high = i32x4.bitmask(i32x4.lt_s(ordered32(lanes32(a, sa, i + 4)), ordered32(lanes32(b, sb, i + 4))));
    store<u8>(to + (i >>> 3), <u8>((low | (high << 4)) ^ invert));
  }
}

export function ltF64(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    for (let j = 0; j < 8; j += 2) bits |= i64x2.bitmask(i64x2.lt_s(ordered64(lanes64(a, sa, i + j)), ordered64(lanes64(b, sb, i + j)))) << j;
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

export function eq128(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    const end = min(8, count - i);
    for (let j = 0; j < end; j++) {
      const x = v128.load(a + ((<usize>((i + j) * sa)) << 4));
      const y = v128.load(b + ((<usize>((i + j) * sb)) << 4));
      bits |= (<i32>!v128.any_true(v128.xor(x, y))) << j;
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

export function ltI128(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    const end = min(8, count - i);
    for (let j = 0; j < end; j++) {
      const x = a + ((<usize>((i + j) * sa)) << 4);
      const y = b + ((<usize>((i + j) * sb)) << 4);
      const xh = load<i64>(x, 8);
      const yh = load<i64>(y, 8);
      bits |= (<i32>(xh < yh || (xh == yh && load<u64>(x) < load<u64>(y)))) << j;
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

// @ts-ignore: decorator
@inline
function bytesOf(view: usize): usize {
  return load<u32>(view) <= 12 ? view + 4 : <usize>load<u32>(view, 8);
}

// @ts-ignore: decorator
@inline
function sameView(a: usize, b: usize): bool {
  if (load<u64>(a) != load<u64>(b)) return false;
  if (load<u64>(a, 8) == load<u64>(b, 8)) return true;
  const length = load<u32>(a);
  return length > 12 && sameBytes(<usize>load<u32>(a, 8), <usize>load<u32>(b, 8), length);
}

function compareTail(a: usize, b: usize): bool {
  const la = <i32>load<u32>(a);
  const lb = <i32>load<u32>(b);
  const pa = bytesOf(a);
  const pb = bytesOf(b);
  const length = min(la, lb);
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const x = load<u64>(pa + i);
    const y = load<u64>(pb + i);
    if (x != y) return bswap<u64>(x) < bswap<u64>(y);
  }
  for (; i < length; i++) {
    const x = load<u8>(pa + i);
    const y = load<u8>(pb + i);
    if (x != y) return x < y;
  }
  return la < lb;
}

// @ts-ignore: decorator
@inline
function lessView(a: usize, b: usize): bool {
  const x = bswap<u32>(load<u32>(a, 4));
  const y = bswap<u32>(load<u32>(b, 4));
  return x != y ? x < y : compareTail(a, b);
}

/** Strings and binaries, given as views. */
export function eqView(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    const end = min(8, count - i);
    for (let j = 0; j < end; j++) {
      bits |= (<i32>sameView(a + ((<usize>((i + j) * sa)) << 4), b + ((<usize>((i + j) * sb)) << 4))) << j;
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

/** Order of bytes, which for UTF-8 is that of code points. */
export function ltView(a: usize, sa: i32, b: usize, sb: i32, count: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    const end = min(8, count - i);
    for (let j = 0; j < end; j++) {
      bits |= (<i32>lessView(a + ((<usize>((i + j) * sa)) << 4), b + ((<usize>((i + j) * sb)) << 4))) << j;
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

/** Views of up to this length hold their bytes themselves. */
const INLINE: u32 = 12;
/** Texts that are no farther apart than this are searched as one. */
const GAP: u32 = 64;
/** Fewer texts than this are searched one by one. */
const FEW: i32 = 4;

// @ts-ignore: decorator
@inline function setBit(to: usize, row: i32): void {
  const place = to + (row >>> 3);
  store<u8>(place, load<u8>(place) | <u8>((<u32>1) << (row & 7)));
}

/** Whether one view contains the first text, and matches the whole pattern when there is one. */
// @ts-ignore: decorator
@inline function holds(view: usize, needle: usize, size: i32, segments: usize, count: i32, openEnd: i32): bool {
  const text = bytesOf(view), length = <i32>load<u32>(view);
  return segments == 0 ? find(text, length, 0, needle, size) >= 0 : matches(text, length, segments, count, 1, openEnd);
}

/** The row behind the last one from `first` on whose text lies in one piece with the others'; short texts do not count. */
function runOf(views: usize, first: i32, rows: i32): i32 {
  const view = views + (<usize>first << 4);
  let end = load<u32>(view, 8) + load<u32>(view), last = first;
  for (let i = first + 1; i < rows; i++) {
    const other = views + (<usize>i << 4), length = load<u32>(other);
    if (length <= INLINE) continue;
    const text = load<u32>(other, 8);
    if (text - end > GAP) break;
    end = text + length;
    last = i;
  }
  return last + 1;
}

/** Places of sixteen where three bytes of the needle lie. */
// @ts-ignore: decorator
@inline function three(at: usize, half: usize, reach: usize, head: v128, middle: v128, tail: v128): v128 {
  const ends = v128.and(i8x16.eq(v128.load(at), head), i8x16.eq(v128.load(at + reach), tail));
  return v128.and(ends, i8x16.eq(v128.load(at + half), middle));
}

/**
 * Long texts of a run: the bytes of all of them are searched as one, and only a find looks for its row. Rows that are
 * short enough to hold their text are left out.
 */
function searchRun(
  views: usize, first: i32, last: i32, needle: usize, size: i32, segments: usize, count: i32, openEnd: i32, to: usize,
): void {
  const final = views + (<usize>(last - 1) << 4);
  const finish = <usize>load<u32>(final, 8) + <usize>load<u32>(final), reach = <usize>(size - 1), half = reach >> 1;
  const head = i8x16.splat(load<i8>(needle)), tail = i8x16.splat(load<i8>(needle + reach));
  const middle = i8x16.splat(load<i8>(needle + half));
  let row = first, start = <usize>load<u32>(views + (<usize>first << 4), 8);
  let end = start + load<u32>(views + (<usize>first << 4));
  let at = start;
  if (finish - at < <usize>size) return;
  const stop = finish - <usize>size;
  while (at <= stop) {
    const a = three(at, half, reach, head, middle, tail), b = three(at + 16, half, reach, head, middle, tail);
    const c = three(at + 32, half, reach, head, middle, tail), d = three(at + 48, half, reach, head, middle, tail);
    let next = at + 64;
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      let hits = <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16));
      hits |= <u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32;
      do {
        const position = at + <usize>ctz(hits);
        hits &= hits - 1;
        if (position > stop) break;
        if (!sameBytes(position, needle, size)) continue;
        while (end < position + size) {
          row++;
          const view = views + (<usize>row << 4);
          if (load<u32>(view) <= INLINE) continue;
          start = <usize>load<u32>(view, 8);
          end = start + load<u32>(view);
        }
        if (position < start) continue;
        if (segments == 0 || matches(start, <i32>(end - start), segments, count, 1, openEnd)) setBit(to, row);
        next = end;
        break;
      } while (hits != 0);
    }
    at = next;
  }
}

/** Views that contain the first text, which may begin anywhere, and match the whole pattern when there is one. */
function search(
  views: usize, rows: i32, needle: usize, size: i32, segments: usize, count: i32, openEnd: i32, invert: i32, to: usize,
): void {
  const bytes = (rows + 7) >>> 3;
  memory.fill(to, 0, bytes);
  let i = 0;
  while (i < rows) {
    const view = views + (<usize>i << 4);
    if (load<u32>(view) <= INLINE) {
      if (holds(view, needle, size, segments, count, openEnd)) setBit(to, i);
      i++;
      continue;
    }
    const end = runOf(views, i, rows), few = end - i < FEW;
    if (!few) searchRun(views, i, end, needle, size, segments, count, openEnd, to);
    for (let j = i; j < end; j++) {
      const own = views + (<usize>j << 4);
      if (!few && load<u32>(own) > INLINE) continue;
      if (holds(own, needle, size, segments, count, openEnd)) setBit(to, j);
    }
    i = end;
  }
  if (invert != 0) for (let k = 0; k < bytes; k++) store<u8>(to + k, load<u8>(to + k) ^ <u8>invert);
}

/** Views that contain the bytes; the needle is not empty. Text is followed by slack or by other text, so reading past it is safe. */
export function containsView(views: usize, count: i32, needle: usize, size: i32, invert: i32, to: usize): void {
  search(views, count, needle, size, 0, 0, 1, invert, to);
}

/** Views that start with the bytes. */
export function startsView(views: usize, count: i32, needle: usize, size: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    const end = min(8, count - i);
    for (let j = 0; j < end; j++) {
      const view = views + (<usize>(i + j) << 4);
      if (<i32>load<u32>(view) >= size) bits |= (<i32>sameBytes(bytesOf(view), needle, size)) << j;
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

/** Views that end with the bytes. */
export function endsView(views: usize, count: i32, needle: usize, size: i32, invert: i32, to: usize): void {
  for (let i = 0; i < count; i += 8) {
    let bits: i32 = 0;
    const end = min(8, count - i);
    for (let j = 0; j < end; j++) {
      const view = views + (<usize>(i + j) << 4);
      const length = <i32>load<u32>(view);
      if (length >= size) bits |= (<i32>sameBytes(bytesOf(view) + length - size, needle, size)) << j;
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}

/** True when the segments lie in the text in that order without overlap; the outer ones at its ends unless open. */
function matches(text: usize, length: i32, segments: usize, count: i32, openStart: i32, openEnd: i32): bool {
  let from = 0;
  let first = 0;
  let last = count;
  let end = length;
  if (!openStart) {
    const size = <i32>load<u32>(segments, 4);
    if (size > length || !sameBytes(text, <usize>load<u32>(segments), size)) return false;
    from = size;
    first = 1;
  }
  if (!openEnd) {
    const segment = segments + (<usize>(count - 1) << 3);
    const size = <i32>load<u32>(segment, 4);
    if (size > length - from || !sameBytes(text + length - size, <usize>load<u32>(segment), size)) return false;
    end = length - size;
    last = count - 1;
  }
  for (let i = first; i < last; i++) {
    const segment = segments + (<usize>i << 3);
    const size = <i32>load<u32>(segment, 4);
    const position = find(text, end, from, <usize>load<u32>(segment), size);
    if (position < 0) return false;
    from = position + size;
  }
  return true;
}

/** Views that match a LIKE pattern of at least two texts with `%` between; `segments` holds address and length of each, u32. */
export function likeView(
  views: usize, rows: i32, segments: usize, count: i32, openStart: i32, openEnd: i32, invert: i32, to: usize,
): void {
  if (openStart) {
    search(views, rows, load<u32>(segments), load<u32>(segments, 4), segments, count, openEnd, invert, to);
    return;
  }
  for (let i = 0; i < rows; i += 8) {
    let bits: i32 = 0;
    const end = min(8, rows - i);
    for (let j = 0; j < end; j++) {
      const view = views + (<usize>(i + j) << 4);
      bits |= (<i32>matches(bytesOf(view), <i32>load<u32>(view), segments, count, openStart, openEnd)) << j;
    }
    store<u8>(to + (i >>> 3), <u8>(bits ^ invert));
  }
}
