import { header, putCode } from './run-header';

/**
 * RLE / bit-packed hybrid runs: dictionary codes and levels. Bit-packed runs are unpacked by SIMD: a swizzle brings each
 * value's bytes into its lane, a multiplication by a power of two shifts it to the lane's top, a common shift brings it
 * down. The constants for that are built in the output buffer, whose first bytes are written only afterwards.
 *
 * All results: 0 or a count, -1 for damaged runs, -2 for codes that are not below the dictionary's size.
 */

/** Constants for 8 u16 lanes, widths up to 8: shuffle at `at`, multipliers behind. */
function constants16(width: u32, at: usize): void {
  for (let k: u32 = 0; k < 8; k++) {
    const bit = k * width;
    store<u8>(at + 2 * k, <u8>(bit >> 3));
    store<u8>(at + 2 * k + 1, <u8>((bit >> 3) + 1));
    store<u16>(at + 16 + 2 * k, <u16>((<u32>1) << (16 - width - (bit & 7))));
  }
}

/** Constants for 4 u32 lanes, widths up to 25, starting at bit `phase`. */
function constants32(width: u32, phase: u32, at: usize): void {
  for (let k: u32 = 0; k < 4; k++) {
    const bit = phase + k * width;
    for (let j: u32 = 0; j < 4; j++) store<u8>(at + 4 * k + j, <u8>((bit >> 3) + j));
    store<u32>(at + 16 + 4 * k, (<u32>1) << (32 - width - (bit & 7)));
  }
}

// @ts-ignore: decorator
@inline function one(p: usize, bit: u32, width: u32): u32 {
  return <u32>((load<u64>(p + (bit >> 3)) >> <u64>(bit & 7)) & ((<u64>1 << <u64>width) - 1));
}

/** Codes of any width, one by one. */
// @ts-ignore: decorator
@inline function unpackSlow<T>(p: usize, first: u32, count: u32, width: u32, size: u32, to: usize): i32 {
  for (let i = first; i < count; i++) {
    const code = one(p, i * width, width);
    if (code >= size) return -2;
    putCode<T>(to + <usize>i * sizeof<T>(), code);
  }
  return 0;
}

/** The header of a run, most of which take one byte. */
// @ts-ignore: decorator
@inline function headerAt(s: usize, end: usize): u64 {
  if (s < end) {
    const byte = <u64>load<u8>(s);
    if (byte < 128) return ((<u64>s + 1) << 32) | byte;
  }
  return header(s, end);
}

/** Runs up to this length are shorter than a call. */
const SHORT_RUN = 256;

/** The same code `count` times, and whatever behind: it is overwritten, or slack. */
// @ts-ignore: decorator
@inline function repeat<T>(code: u32, count: i32, to: usize): void {
  if (sizeof<T>() == 1 && count > SHORT_RUN) {
    memory.fill(to, <u8>code, count);
    return;
  }
  let all = i32x4.splat(<i32>code);
  if (sizeof<T>() == 1) all = i8x16.splat(<i8>code);
  else if (sizeof<T>() == 2) all = i16x8.splat(<i16>code);
  for (const last = to + <usize>count * sizeof<T>(); to < last; to += 16) v128.store(to, all);
}

/** 16 codes at a time, then 8 and whatever behind; stops before a block that would not be whole. Gives codes done, or -2. */
function unpack8(p: usize, count: u32, width: u32, size: u32, to: usize, shuffle: v128, multiply: v128): i32 {
  const shift = <i32>(16 - width);
  let i: u32 = 0, highest = i8x16.splat(0);
  for (; i + 16 <= count; i += 16, p += 2 * width) {
    const low = i16x8.shr_u(i16x8.mul(i8x16.swizzle(v128.load(p), shuffle), multiply), shift);
    const high = i16x8.shr_u(i16x8.mul(i8x16.swizzle(v128.load(p + width), shuffle), multiply), shift);
    const codes = i8x16.narrow_i16x8_u(low, high);
    highest = i8x16.max_u(highest, codes);
    v128.store(to + i, codes);
  }
  if (i + 8 <= count) {
    const low = i16x8.shr_u(i16x8.mul(i8x16.swizzle(v128.load(p), shuffle), multiply), shift);
    const codes = i8x16.narrow_i16x8_u(low, low);
    highest = i8x16.max_u(highest, codes);
    v128.store(to + i, codes);
    i += 8;
  }
  if (size < ((<u32>1) << width) && v128.any_true(i8x16.gt_u(highest, i8x16.splat(<i8>(size - 1))))) return -2;
  return <i32>i;
}

// @ts-ignore: decorator
@inline function unpackRun<T>(p: usize, count: u32, width: u32, size: u32, to: usize, s0: v128, m0: v128, s1: v128, m1: v128): i32 {
  let i: u32 = 0;
  if (width <= 25 && width > 0) {
    const shift = <i32>(32 - width), half = (4 * width) >> 3;
    let at = p, highest = i32x4.splat(0);
    for (; i + 8 <= count; i += 8, at += width) {
      const a = i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(at), s0), m0), shift);
      const b = i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(at + half), s1), m1), shift);
      highest = i32x4.max_u(highest, i32x4.max_u(a, b));
      const place = to + <usize>i * sizeof<T>();
      if (sizeof<T>() == 4) {
        v128.store(place, a);
        v128.store(place, b, 16);
      } else {
        v128.store(place, i16x8.narrow_i32x4_u(a, b));
      }
    }
    if (size < ((<u32>1) << width) && v128.any_true(i32x4.gt_u(highest, i32x4.splat(<i32>(size - 1))))) return -2;
  }
  return unpackSlow<T>(p, i, count, width, size, to);
}

// @ts-ignore: decorator
@inline function codes<T>(src: usize, end: usize, count: i32, to: usize, size: u32): i32 {
  if (count == 0) return 0;
  if (src >= end || size == 0) return -1;
  const width = <u32>load<u8>(src);
  if (width > 32) return -1;
  const valueBytes = (width + 7) >> 3;
  const mask: u32 = valueBytes == 4 ? 0xffffffff : ((<u32>1) << (valueBytes << 3)) - 1;
  let s0 = i32x4.splat(0), m0 = s0, s1 = s0, m1 = s0;
  if (sizeof<T>() == 1 && width <= 8 && width > 0) {
    constants16(width, to);
    s0 = v128.load(to);
    m0 = v128.load(to, 16);
  } else if (width <= 25 && width > 0) {
    constants32(width, 0, to);
    s0 = v128.load(to);
    m0 = v128.load(to, 16);
    constants32(width, (4 * width) & 7, to);
    s1 = v128.load(to);
    m1 = v128.load(to, 16);
  }
  let s = src + 1, done = 0;
  while (done < count) {
    const head = headerAt(s, end);
    if (head == 0) return -1;
    const value = <u32>head;
    s = <usize>(head >> 32);
    const place = to + <usize>done * sizeof<T>();
    if (value & 1) {
      const all = <u64>(value >> 1) << 3;
      const run = <u32>min<u64>(all, <u64>(count - done));
      const needed = (<u64>run * <u64>width + 7) >> 3;
      if (needed > <u64>(end - s) || run == 0) return -1;
      let result: i32;
      if (sizeof<T>() == 1 && width <= 8 && width > 0) {
        result = unpack8(s, run, width, size, place, s0, m0);
        if (result >= 0) result = unpackSlow<T>(s, result, run, width, size, place);
      } else if (sizeof<T>() == 1) result = unpackSlow<T>(s, 0, run, width, size, place);
      else result = unpackRun<T>(s, run, width, size, place, s0, m0, s1, m1);
      if (result < 0) return result;
      const bytes = (value >> 1) * width;
      s = <usize>bytes > end - s ? end : s + bytes;
      done += run;
    } else {
      const run = min<i32>(<i32>min<u32>(value >> 1, 0x7fffffff), count - done);
      if (run == 0 || <usize>valueBytes > end - s) return -1;
      const code = load<u32>(s) & mask;
      if (code >= size) return -2;
      s += valueBytes;
      repeat<T>(code, run, place);
      done += run;
    }
  }
  return 0;
}

/** Codes as bytes; `src` points at the bit width. */
export function codes1(src: usize, end: usize, count: i32, to: usize, size: i32): i32 {
  return codes<u8>(src, end, count, to, size);
}
export function codes2(src: usize, end: usize, count: i32, to: usize, size: i32): i32 {
  return codes<u16>(src, end, count, to, size);
}
export function codes4(src: usize, end: usize, count: i32, to: usize, size: i32): i32 {
  return codes<u32>(src, end, count, to, size);
}

// @ts-ignore: decorator
@inline function put<T>(to: usize, dictionary: usize, code: u32): void {
  if (sizeof<T>() == 16) v128.store(to, v128.load(dictionary + (<usize>code << 4)));
  else store<T>(to, load<T>(dictionary + <usize>code * sizeof<T>()));
}

/** The values at four addresses. */
// @ts-ignore: decorator
@inline function putFour<T>(to: usize, places: v128): void {
  const low = <u64>i64x2.extract_lane(places, 0), high = <u64>i64x2.extract_lane(places, 1);
  copyValue<T>(to, <usize><u32>low);
  copyValue<T>(to + sizeof<T>(), <usize>(low >> 32));
  copyValue<T>(to + 2 * sizeof<T>(), <usize><u32>high);
  copyValue<T>(to + 3 * sizeof<T>(), <usize>(high >> 32));
}

// @ts-ignore: decorator
@inline function copyValue<T>(to: usize, from: usize): void {
  if (sizeof<T>() == 16) v128.store(to, v128.load(from));
  else store<T>(to, load<T>(from));
}

/** Values through the dictionary, in one pass. */
// @ts-ignore: decorator
@inline function decode<T>(src: usize, end: usize, count: i32, dictionary: usize, size: u32, to: usize): i32 {
  if (count == 0) return 0;
  if (src >= end || size == 0) return -1;
  const width = <u32>load<u8>(src), bytes = sizeof<T>();
  if (width > 32) return -1;
  const valueBytes = (width + 7) >> 3;
  const mask: u32 = valueBytes == 4 ? 0xffffffff : ((<u32>1) << (valueBytes << 3)) - 1;
  const simd = width <= 25 && width > 0;
  let s0 = i32x4.splat(0), m0 = s0, s1 = s0, m1 = s0;
  if (simd) {
    constants32(width, 0, to);
    s0 = v128.load(to);
    m0 = v128.load(to, 16);
    constants32(width, (4 * width) & 7, to);
    s1 = v128.load(to);
    m1 = v128.load(to, 16);
  }
  const shift = <i32>(32 - width), half = (4 * width) >> 3;
  const limit = i32x4.splat(<i32>(size - 1)), start = i32x4.splat(<i32>dictionary);
  let s = src + 1, done = 0, o = to, highest = i32x4.splat(0);
  while (done < count) {
    const head = header(s, end);
    if (head == 0) return -1;
    const value = <u32>head;
    s = <usize>(head >> 32);
    if (value & 1) {
      const run = <u32>min<u64>(<u64>(value >> 1) << 3, <u64>(count - done));
      const needed = (<u64>run * <u64>width + 7) >> 3;
      if (needed > <u64>(end - s) || run == 0) return -1;
      let i: u32 = 0;
      if (simd) {
        // Codes beyond the dictionary look up its last entry, until the run's end tells them.
        for (let p = s; i + 8 <= run; i += 8, p += width) {
          const a = i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(p), s0), m0), shift);
          const b = i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(p + half), s1), m1), shift);
          highest = i32x4.max_u(highest, i32x4.max_u(a, b));
          putFour<T>(o, i32x4.add(i32x4.shl(i32x4.min_u(a, limit), alignof<T>()), start));
          putFour<T>(o + 4 * bytes, i32x4.add(i32x4.shl(i32x4.min_u(b, limit), alignof<T>()), start));
          o += 8 * bytes;
        }
        if (v128.any_true(i32x4.gt_u(highest, limit))) return -2;
      }
      for (; i < run; i++) {
        const code = one(s, i * width, width);
        if (code >= size) return -2;
        put<T>(o, dictionary, code);
        o += bytes;
      }
      const packed = (value >> 1) * width;
      s = <usize>packed > end - s ? end : s + packed;
      done += run;
    } else {
      const run = min<i32>(<i32>min<u32>(value >> 1, 0x7fffffff), count - done);
      if (run == 0 || <usize>valueBytes > end - s) return -1;
      const code = load<u32>(s) & mask;
      if (code >= size) return -2;
      s += valueBytes;
      for (let i = 0; i < run; i++, o += bytes) put<T>(o, dictionary, code);
      done += run;
    }
  }
  return 0;
}

/** Values of 4, 8 and 16 bytes through a dictionary. */
export function dictionary4(src: usize, end: usize, count: i32, dictionary: usize, size: i32, to: usize): i32 {
  return decode<u32>(src, end, count, dictionary, size, to);
}
export function dictionary8(src: usize, end: usize, count: i32, dictionary: usize, size: i32, to: usize): i32 {
  return decode<u64>(src, end, count, dictionary, size, to);
}
export function dictionary16(src: usize, end: usize, count: i32, dictionary: usize, size: i32, to: usize): i32 {
  return decode<v128>(src, end, count, dictionary, size, to);
}

/** Levels as bytes: runs of `width` bits between `src` and `end`. 0 or -1. */
export function levels(src: usize, end: usize, width: i32, count: i32, to: usize): i32 {
  const w = <u32>width;
  let s = src, done = 0;
  while (done < count) {
    const head = header(s, end);
    if (head == 0) return -1;
    const value = <u32>head;
    s = <usize>(head >> 32);
    if (value & 1) {
      const run = <u32>min<u64>(<u64>(value >> 1) << 3, <u64>(count - done));
      if ((<u64>run * w + 7) >> 3 > <u64>(end - s) || run == 0) return -1;
      for (let i: u32 = 0; i < run; i++) store<u8>(to + done + i, <u8>one(s, i * w, w));
      const packed = (value >> 1) * w;
      s = <usize>packed > end - s ? end : s + packed;
      done += run;
    } else {
      const run = min<i32>(<i32>min<u32>(value >> 1, 0x7fffffff), count - done);
      if (run == 0 || s >= end) return -1;
      memory.fill(to + done, load<u8>(s++), run);
      done += run;
    }
  }
  return 0;
}

/** What `bits` knows between runs: slots done, those of them that are set, and the bits of the last 64 slots begun. */
let bitsDone: i32 = 0;
let bitsSet: i32 = 0;
let bitsWord: u64 = 0;

/**
 * Runs of one bit as a bitmap from bit 0 of `to`, which has room for whole words; gives the number of set bits or -1.
 *
 * A column with a few nulls anywhere has a run every ten or twenty slots, of either kind, so that every branch would be
 * guessed wrong: runs of up to 64 slots with a short header are done without one. Bits gather in a word, which is stored
 * after each run, and again when it is full.
 */
export function bits(src: usize, end: usize, count: i32, to: usize): i32 {
  let s = src, done = 0, set = 0, word: u64 = 0;
  while (done < count) {
    if (s < end) {
      const head = <u32>load<u8>(s), isPacked = head & 1;
      const size = <i32>((head >> 1) << (isPacked << 1) << isPacked);
      const behind = s + 1 + (isPacked ? head >> 1 : 1);
      if (<u32>(size - 1) < 64 && head < 128 && done + size <= count && behind <= end) {
        const raw = load<u64>(s, 1);
        const next = select<u64>(raw, 0 - (raw & 1), isPacked) & (~(<u64>0) >> <u64>(64 - size));
        const place = done & 63;
        word |= next << <u64>place;
        store<u64>(to + ((done >> 6) << 3), word);
        word = select<u64>((next >> 1) >> <u64>(63 - place), word, place + size >= 64);
        set += <i32>popcnt<u64>(next);
        done += size;
        s = behind;
        continue;
      }
    }
    bitsDone = done;
    bitsSet = set;
    bitsWord = word;
    s = longRun(s, end, count, to);
    if (s == 0) return -1;
    done = bitsDone;
    set = bitsSet;
    word = bitsWord;
  }
  if (done & 63) store<u64>(to + ((done >> 6) << 3), word);
  return set;
}

/** Any run; gives the address behind it, or 0 if it is damaged. */
function longRun(start: usize, end: usize, count: i32, to: usize): usize {
  let done = bitsDone, word = bitsWord, s = start;
  const head = header(s, end);
  if (head == 0) return 0;
  const value = <u32>head;
  s = <usize>(head >> 32);
  const isPacked = (value & 1) != 0;
  const all = isPacked ? <u64>(value >> 1) << 3 : <u64>(value >> 1);
  const run = <i32>min<u64>(all, <u64>(count - done));
  if (run == 0 || <usize>(isPacked ? (run + 7) >> 3 : 1) > end - s) return 0;
  const ones = <u64>0 - <u64>(load<u8>(s) & 1);
  const last = done + run;
  for (let p = s; done < last; p += 8) {
    const n = min(last - done, 64), place = <u64>(done & 63);
    const next = (isPacked ? load<u64>(p) : ones) & (~(<u64>0) >> <u64>(64 - n));
    bitsSet += <i32>popcnt<u64>(next);
    word |= next << place;
    if (place + n >= 64) {
      store<u64>(to + ((done >> 6) << 3), word);
      word = (next >> 1) >> (63 - place);
    }
    done += n;
  }
  bitsDone = done;
  bitsWord = word;
  if (!isPacked) return s + 1;
  const packed = value >> 1;
  return <usize>packed > end - s ? end : s + packed;
}
