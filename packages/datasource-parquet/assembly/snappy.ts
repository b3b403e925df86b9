/**
 * Snappy. Most tags are handled without looking at bounds more than once: while 72 bytes are left on both sides, up to 64
 * bytes are moved whatever the length says. The rest, and long literals, go through a checked path.
 */

/** tag -> length, and offset's high part << 16; length 255 = checked path. */
const TAGS: usize = memory.data<u32>([
  0x100001, 0x4, 0x1, 0xff, 0x100002, 0x5, 0x2, 0xff, 0x100003, 0x6, 0x3, 0xff,
  0x100004, 0x7, 0x4, 0xff, 0x100005, 0x8, 0x5, 0xff, 0x100006, 0x9, 0x6, 0xff,
  0x100007, 0xa, 0x7, 0xff, 0x100008, 0xb, 0x8, 0xff, 0x100009, 0x1000004, 0x9, 0xff,
  0x10000a, 0x1000005, 0xa, 0xff, 0x10000b, 0x1000006, 0xb, 0xff, 0x10000c, 0x1000007, 0xc, 0xff,
  0x10000d, 0x1000008, 0xd, 0xff, 0x10000e, 0x1000009, 0xe, 0xff, 0x10000f, 0x100000a, 0xf, 0xff,
  0x100010, 0x100000b, 0x10, 0xff, 0x100011, 0x2000004, 0x11, 0xff, 0x100012, 0x2000005, 0x12, 0xff,
  0x100013, 0x2000006, 0x13, 0xff, 0x100014, 0x2000007, 0x14, 0xff, 0x100015, 0x2000008, 0x15, 0xff,
  0x100016, 0x2000009, 0x16, 0xff, 0x100017, 0x200000a, 0x17, 0xff, 0x100018, 0x200000b, 0x18, 0xff,
  0x100019, 0x3000004, 0x19, 0xff, 0x10001a, 0x3000005, 0x1a, 0xff, 0x10001b, 0x3000006, 0x1b, 0xff,
  0x10001c, 0x3000007, 0x1c, 0xff, 0x10001d, 0x3000008, 0x1d, 0xff, 0x10001e, 0x3000009, 0x1e, 0xff,
  0x10001f, 0x300000a, 0x1f, 0xff, 0x100020, 0x300000b, 0x20, 0xff, 0x100021, 0x4000004, 0x21, 0xff,
  0x100022, 0x4000005, 0x22, 0xff, 0x100023, 0x4000006, 0x23, 0xff, 0x100024, 0x4000007, 0x24, 0xff,
  0x100025, 0x4000008, 0x25, 0xff, 0x100026, 0x4000009, 0x26, 0xff, 0x100027, 0x400000a, 0x27, 0xff,
  0x100028, 0x400000b, 0x28, 0xff, 0x100029, 0x5000004, 0x29, 0xff, 0x10002a, 0x5000005, 0x2a, 0xff,
  0x10002b, 0x5000006, 0x2b, 0xff, 0x10002c, 0x5000007, 0x2c, 0xff, 0x10002d, 0x5000008, 0x2d, 0xff,
  0x10002e, 0x5000009, 0x2e, 0xff, 0x10002f, 0x500000a, 0x2f, 0xff, 0x100030, 0x500000b, 0x30, 0xff,
  0x100031, 0x6000004, 0x31, 0xff, 0x100032, 0x6000005, 0x32, 0xff, 0x100033, 0x6000006, 0x33, 0xff,
  0x100034, 0x6000007, 0x34, 0xff, 0x100035, 0x6000008, 0x35, 0xff, 0x100036, 0x6000009, 0x36, 0xff,
  0x100037, 0x600000a, 0x37, 0xff, 0x100038, 0x600000b, 0x38, 0xff, 0x100039, 0x7000004, 0x39, 0xff,
  0x10003a, 0x7000005, 0x3a, 0xff, 0x10003b, 0x7000006, 0x3b, 0xff, 0x10003c, 0x7000007, 0x3c, 0xff,
  0x1000ff, 0x7000008, 0x3d, 0xff, 0x1000ff, 0x7000009, 0x3e, 0xff, 0x1000ff, 0x700000a, 0x3f, 0xff,
  0x1000ff, 0x700000b, 0x40, 0xff,
]);

/**
 * The second tag of a pair of integers -> length of the copy (255: no copy with an offset of one or two bytes), the
 * offset's high part << 16, mask of the offset's bytes << 32.
 */
const COPIES: usize = memory.data<u64>([
  0xff, 0xff00000004, 0xffff00000001, 0xff, 0xff, 0xff00000005,
  0xffff00000002, 0xff, 0xff, 0xff00000006, 0xffff00000003, 0xff,
  0xff, 0xff00000007, 0xffff00000004, 0xff, 0xff, 0xff00000008,
  0xffff00000005, 0xff, 0xff, 0xff00000009, 0xffff00000006, 0xff,
  0xff, 0xff0000000a, 0xffff00000007, 0xff, 0xff, 0xff0000000b,
  0xffff00000008, 0xff, 0xff, 0xff01000004, 0xffff00000009, 0xff,
  0xff, 0xff01000005, 0xffff0000000a, 0xff, 0xff, 0xff01000006,
  0xffff0000000b, 0xff, 0xff, 0xff01000007, 0xffff0000000c, 0xff,
  0xff, 0xff01000008, 0xffff0000000d, 0xff, 0xff, 0xff01000009,
  0xffff0000000e, 0xff, 0xff, 0xff0100000a, 0xffff0000000f, 0xff,
  0xff, 0xff0100000b, 0xffff00000010, 0xff, 0xff, 0xff02000004,
  0xffff00000011, 0xff, 0xff, 0xff02000005, 0xffff00000012, 0xff,
  0xff, 0xff02000006, 0xffff00000013, 0xff, 0xff, 0xff02000007,
  0xffff00000014, 0xff, 0xff, 0xff02000008, 0xffff00000015, 0xff,
  0xff, 0xff02000009, 0xffff00000016, 0xff, 0xff, 0xff0200000a,
  0xffff00000017, 0xff, 0xff, 0xff0200000b, 0xffff00000018, 0xff,
  0xff, 0xff03000004, 0xffff00000019, 0xff, 0xff, 0xff03000005,
  0xffff0000001a, 0xff, 0xff, 0xff03000006, 0xffff0000001b, 0xff,
  0xff, 0xff03000007, 0xffff0000001c, 0xff, 0xff, 0xff03000008,
  0xffff0000001d, 0xff, 0xff, 0xff03000009, 0xffff0000001e, 0xff,
  0xff, 0xff0300000a, 0xffff0000001f, 0xff, 0xff, 0xff0300000b,
  0xffff00000020, 0xff, 0xff, 0xff04000004, 0xffff00000021, 0xff,
  0xff, 0xff04000005, 0xffff00000022, 0xff, 0xff, 0xff04000006,
  0xffff00000023, 0xff, 0xff, 0xff04000007, 0xffff00000024, 0xff,
  0xff, 0xff04000008, 0xffff00000025, 0xff, 0xff, 0xff04000009,
  0xffff00000026, 0xff, 0xff, 0xff0400000a, 0xffff00000027, 0xff,
  0xff, 0xff0400000b, 0xffff00000028, 0xff, 0xff, 0xff05000004,
  0xffff00000029, 0xff, 0xff, 0xff05000005, 0xffff0000002a, 0xff,
  0xff, 0xff05000006, 0xffff0000002b, 0xff, 0xff, 0xff05000007,
  0xffff0000002c, 0xff, 0xff, 0xff05000008, 0xffff0000002d, 0xff,
  0xff, 0xff05000009, 0xffff0000002e, 0xff, 0xff, 0xff0500000a,
  0xffff0000002f, 0xff, 0xff, 0xff0500000b, 0xffff00000030, 0xff,
  0xff, 0xff06000004, 0xffff00000031, 0xff, 0xff, 0xff06000005,
  0xffff00000032, 0xff, 0xff, 0xff06000006, 0xffff00000033, 0xff,
  0xff, 0xff06000007, 0xffff00000034, 0xff, 0xff, 0xff06000008,
  0xffff00000035, 0xff, 0xff, 0xff06000009, 0xffff00000036, 0xff,
  0xff, 0xff0600000a, 0xffff00000037, 0xff, 0xff, 0xff0600000b,
  0xffff00000038, 0xff, 0xff, 0xff07000004, 0xffff00000039, 0xff,
  0xff, 0xff07000005, 0xffff0000003a, 0xff, 0xff, 0xff07000006,
  0xffff0000003b, 0xff, 0xff, 0xff07000007, 0xffff0000003c, 0xff,
  0xff, 0xff07000008, 0xffff0000003d, 0xff, 0xff, 0xff07000009,
  0xffff0000003e, 0xff, 0xff, 0xff0700000a, 0xffff0000003f, 0xff,
  0xff, 0xff0700000b, 0xffff00000040, 0xff,
]);

// @ts-ignore: decorator
@inline function offsetMask(kind: u32): u32 {
  return (<u32>(0x0000ffff00ff0000 >> (<u64>kind << 4))) & 0xffff;
}

// @ts-ignore: decorator
@inline function move64(to: usize, from: usize, length: u32): void {
  v128.store(to, v128.load(from));
  if (length > 16) {
    v128.store(to, v128.load(from, 16), 16);
    if (length > 32) {
      v128.store(to, v128.load(from, 32), 32);
      v128.store(to, v128.load(from, 48), 48);
    }
  }
}

/** Reads the length before the stream: its bytes in the low half (0: damaged), the length above. */
function preamble(src: usize, end: usize): u64 {
  let length: u64 = 0;
  for (let i: u32 = 0; i < 5; i++) {
    if (src + i >= end) return 0;
    const byte = <u64>load<u8>(src + i);
    length |= (byte & 127) << (7 * i);
    if (byte < 128) return (length << 32) | (i + 1);
  }
  return 0;
}

/** The state: two addresses in one value, 0 for damaged input. */
// @ts-ignore: decorator
@inline function pack(s: usize, d: usize): u64 {
  return (<u64>s << 32) | <u64>d;
}

function checkedTag(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): u64 {
  const tag = <u32>load<u8>(s++);
  const kind = tag & 3;
  let length: u32 = (tag >> 2) + 1;
  if (kind == 0) {
    if (length > 60) {
      const bytes = length - 60;
      if (<usize>bytes > end - s) return 0;
      length = load<u32>(s);
      if (bytes < 4) length &= (1 << (bytes << 3)) - 1;
      length += 1;
      s += bytes;
      if (length == 0) return 0;
    }
    if (<usize>length > end - s || <usize>length > dstEnd - d) return 0;
    memory.copy(d, s, length);
    return pack(s + length, d + length);
  }
  let offset: u32 = 0;
  const extra: u32 = kind == 3 ? 4 : kind;
  if (<usize>extra > end - s) return 0;
  if (kind == 1) {
    length = ((tag >> 2) & 7) + 4;
    offset = ((tag >> 5) << 8) | <u32>load<u8>(s);
  } else {
    offset = kind == 2 ? <u32>load<u16>(s) : load<u32>(s);
  }
  s += extra;
  if (offset == 0 || <usize>offset > d - dst || <usize>length > dstEnd - d) return 0;
  let p = d - offset;
  const e = d + length;
  if (offset >= length) memory.copy(d, p, length);
  else while (d < e) store<u8>(d++, load<u8>(p++));
  return pack(s, e);
}

/** Text: literal or copy by selection instead of a branch. */
function runText(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): i32 {
  const sFast = <isize>(end - 72), dFast = <isize>(dstEnd - 72);
  while (s < end) {
    if (<isize>s < sFast && <isize>d < dFast) {
      const tag = <u32>load<u8>(s), kind = tag & 3;
      const entry = load<u32>(TAGS + (tag << 2)), length = entry & 255;
      const offset = (entry >>> 16) + (load<u32>(s, 1) & offsetMask(kind));
      if (length < 65 && <usize>offset <= d - dst && offset != 0 && (offset >= 16 || offset >= length)) {
        const from = select<usize>(s + 1, d - offset, kind == 0);
        s += select<u32>((tag >> 2) + 2, kind + 1, kind == 0);
        move64(d, from, length);
        d += length;
        continue;
      }
    }
    const next = checkedTag(s, end, d, dst, dstEnd);
    if (next == 0) return -1;
    s = <usize>(next >> 32);
    d = <usize>(next & 0xffffffff);
  }
  return d == dstEnd ? 0 : -1;
}

/** Anything else, codes above all: a short literal if there is one, then a copy. */
function runMixed(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): i32 {
  const sFast = <isize>(end - 96), dFast = <isize>(dstEnd - 160);
  while (s < end) {
    if (<isize>s < sFast && <isize>d < dFast) {
      let tag = <u32>load<u8>(s);
      if ((tag & 3) == 0 && tag < 64) {
        const length = (tag >> 2) + 1;
        v128.store(d, v128.load(s, 1));
        s += length + 1;
        d += length;
        tag = <u32>load<u8>(s);
      }
      const kind = tag & 3;
      if (kind == 1 || kind == 2) {
        const entry = load<u32>(TAGS + (tag << 2)), length = entry & 255;
        const offset = (entry >>> 16) + (load<u32>(s, 1) & offsetMask(kind));
        if (<usize>offset <= d - dst && offset != 0 && (offset >= 16 || offset >= length)) {
          s += kind + 1;
          move64(d, d - offset, length);
          d += length;
          continue;
        }
      }
    }
    const next = checkedTag(s, end, d, dst, dstEnd);
    if (next == 0) return -1;
    s = <usize>(next >> 32);
    d = <usize>(next & 0xffffffff);
  }
  return d == dstEnd ? 0 : -1;
}

/** A tag that is not part of a pair, moved loosely where there is room. */
function anyTag(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): u64 {
  if (s + 72 < end && d + 72 < dstEnd) {
    const tag = <u32>load<u8>(s), kind = tag & 3;
    const entry = load<u32>(TAGS + (tag << 2)), length = entry & 255;
    if (kind == 0 && length < 65) {
      move64(d, s + 1, length);
      return pack(s + 1 + length, d + length);
    }
    const offset = (entry >>> 16) + (load<u32>(s, 1) & offsetMask(kind));
    if (kind != 0 && length < 65 && <usize>offset <= d - dst && offset != 0 && (offset >= 16 || offset >= length)) {
      move64(d, d - offset, length);
      return pack(s + kind + 1, d + length);
    }
  }
  return checkedTag(s, end, d, dst, dstEnd);
}

/** Bytes that a pair of tags reads and writes at most, and some. */
const PAIR_READS: isize = 32;
const PAIR_WRITES: isize = 40;

/** A literal of one byte, then a copy of seven from eight bytes back: the next of ascending numbers. Twice that below. */
const NEXT: u32 = 0x080d0000;
const NEXT_MASK: u32 = 0xffff00ff;
const TWO_NEXT: u64 = 0x080d0000080d0000;
const TWO_NEXT_MASK: u64 = 0xffff00ffffff00ff;

// @ts-ignore: decorator
@inline function areNext(word: u64): bool {
  return (word & TWO_NEXT_MASK) == TWO_NEXT;
}

/** True when the next eight numbers are ascending: worth leaving the loop of two streams for. */
function areManyNext(s: usize): bool {
  return areNext(load<u64>(s, 8)) && areNext(load<u64>(s, 16)) && areNext(load<u64>(s, 24));
}

/** Ascending numbers, four at a time: only their lowest bytes are stored. Gives how many were written. */
function ascending(s: usize, sFast: isize, d: usize, dFast: isize): u32 {
  const high = load<u64>(d - 8) & ~(<u64>0xff), mask = i32x4.splat(NEXT_MASK), next = i32x4.splat(NEXT);
  const from = d;
  for (; <isize>s < sFast && <isize>d < dFast; s += 16, d += 32) {
    const four = v128.load(s);
    if (!i32x4.all_true(i32x4.eq(v128.and(four, mask), next))) break;
    const low = i64x2.extract_lane(four, 0), upper = i64x2.extract_lane(four, 1);
    store<u64>(d, high | ((low >> 8) & 0xff));
    store<u64>(d, high | ((low >> 40) & 0xff), 8);
    store<u64>(d, high | ((upper >> 8) & 0xff), 16);
    store<u64>(d, high | ((upper >> 40) & 0xff), 24);
  }
  return <u32>((d - from) >> 3);
}

/**
 * Integers: a literal of up to four bytes, then a copy of up to eight from at least eight bytes back, as little-endian
 * numbers with equal upper bytes give. Both tags come out of one load, so that only that load's latency lies between a
 * pair and the next.
 */
function runPairs(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): i32 {
  const sFast = <isize>end - PAIR_READS, dFast = <isize>dstEnd - PAIR_WRITES;
  while (s < end) {
    if (<isize>s < sFast && <isize>d < dFast) {
      const word = load<u64>(s);
      if (areNext(word) && d - dst >= 8) {
        const written = ascending(s, sFast, d, dFast);
        if (written != 0) {
          s += written << 2;
          d += written << 3;
          continue;
        }
      }
      const tag = <u32>word & 0xff, more = tag >> 2;
      const second = <u32>(word >> <u64>((tag << 1) + 16));
      const entry = load<u64>(COPIES + ((second & 0xff) << 3)), length = <u32>entry & 0xff;
      const offset = (<u32>entry >>> 16) + ((second >> 8) & <u32>(entry >> 32)), to = d + more + 1;
      if ((tag & 0xf3) == 0 && length <= 8 && offset >= 8 && <usize>offset <= to - dst) {
        store<u64>(d, word >> 8);
        store<u64>(to, load<u64>(to - offset));
        s += more + 3 + (second & 3);
        d = to + length;
        continue;
      }
    }
    const next = anyTag(s, end, d, dst, dstEnd);
    if (next == 0) return -1;
    s = <usize>(next >> 32);
    d = <usize>(next & 0xffffffff);
  }
  return d == dstEnd ? 0 : -1;
}

/** Two streams of integers in one loop, as `snappyTwo` for text. */
export function snappyTwoPairs(
  srcA: usize,
  lengthA: i32,
  dstA: usize,
  sizeA: i32,
  srcB: usize,
  lengthB: i32,
  dstB: usize,
  sizeB: i32,
): i32 {
  const endA = srcA + lengthA, endB = srcB + lengthB, dstEndA = dstA + sizeA, dstEndB = dstB + sizeB;
  const headA = preamble(srcA, endA), headB = preamble(srcB, endB);
  if (headA == 0 || (headA >> 32) != <u64>sizeA || headB == 0 || (headB >> 32) != <u64>sizeB) return -1;
  let s = srcA + <usize>(headA & 0xff), d = dstA;
  let S = srcB + <usize>(headB & 0xff), D = dstB;
  const sFast = <isize>endA - PAIR_READS, dFast = <isize>dstEndA - PAIR_WRITES;
  const SFast = <isize>endB - PAIR_READS, DFast = <isize>dstEndB - PAIR_WRITES;
  while (<isize>s < sFast && <isize>d < dFast && <isize>S < SFast && <isize>D < DFast) {
    const word = load<u64>(s), tag = <u32>word & 0xff, more = tag >> 2;
    if (areNext(word) && areManyNext(s)) break;
    const Word = load<u64>(S), Tag = <u32>Word & 0xff, More = Tag >> 2;
    const second = <u32>(word >> <u64>((tag << 1) + 16)), Second = <u32>(Word >> <u64>((Tag << 1) + 16));
    const entry = load<u64>(COPIES + ((second & 0xff) << 3)), length = <u32>entry & 0xff;
    const Entry = load<u64>(COPIES + ((Second & 0xff) << 3)), Length = <u32>Entry & 0xff;
    const offset = (<u32>entry >>> 16) + ((second >> 8) & <u32>(entry >> 32)), to = d + more + 1;
    const Offset = (<u32>Entry >>> 16) + ((Second >> 8) & <u32>(Entry >> 32)), To = D + More + 1;
    if ((tag & 0xf3) == 0 && length <= 8 && offset >= 8 && <usize>offset <= to - dstA) {
      store<u64>(d, word >> 8);
      store<u64>(to, load<u64>(to - offset));
      s += more + 3 + (second & 3);
      d = to + length;
    } else {
      const next = anyTag(s, endA, d, dstA, dstEndA);
      if (next == 0) return -1;
      s = <usize>(next >> 32);
      d = <usize>(next & 0xffffffff);
    }
    if ((Tag & 0xf3) == 0 && Length <= 8 && Offset >= 8 && <usize>Offset <= To - dstB) {
      store<u64>(D, Word >> 8);
      store<u64>(To, load<u64>(To - Offset));
      S += More + 3 + (Second & 3);
      D = To + Length;
    } else {
      const next = anyTag(S, endB, D, dstB, dstEndB);
      if (next == 0) return -1;
      S = <usize>(next >> 32);
      D = <usize>(next & 0xffffffff);
    }
  }
  if (runPairs(s, endA, d, dstA, dstEndA) < 0) return -1;
  return runPairs(S, endB, D, dstB, dstEndB);
}

/** Decompresses to exactly `size` bytes; `content` chooses the decoder: 0 integers, 1 text, 2 anything else. 0, or -1 for damaged input. */
export function snappy(src: usize, length: i32, dst: usize, size: i32, content: i32): i32 {
  const end = src + length;
  const head = preamble(src, end);
  if (head == 0 || (head >> 32) != <u64>size) return -1;
  const s = src + <usize>(head & 0xff), dstEnd = dst + size;
  if (content == 0) return runPairs(s, end, dst, dst, dstEnd);
  return content == 1 ? runText(s, end, dst, dst, dstEnd) : runMixed(s, end, dst, dst, dstEnd);
}

/**
 * Two streams of text in one loop: a decoder waits for one tag to find the next, so a second stream is nearly free. 0, or
 * -1 when either is damaged.
 */
export function snappyTwo(
  srcA: usize,
  lengthA: i32,
  dstA: usize,
  sizeA: i32,
  srcB: usize,
  lengthB: i32,
  dstB: usize,
  sizeB: i32,
): i32 {
  const endA = srcA + lengthA, endB = srcB + lengthB, dstEndA = dstA + sizeA, dstEndB = dstB + sizeB;
  const headA = preamble(srcA, endA), headB = preamble(srcB, endB);
  if (headA == 0 || (headA >> 32) != <u64>sizeA || headB == 0 || (headB >> 32) != <u64>sizeB) return -1;
  let s = srcA + <usize>(headA & 0xff), d = dstA;
  let S = srcB + <usize>(headB & 0xff), D = dstB;
  const sFast = <isize>(endA - 72), dFast = <isize>(dstEndA - 72);
  const SFast = <isize>(endB - 72), DFast = <isize>(dstEndB - 72);
  while (<isize>s < sFast && <isize>d < dFast && <isize>S < SFast && <isize>D < DFast) {
    const tag = <u32>load<u8>(s), Tag = <u32>load<u8>(S), kind = tag & 3, Kind = Tag & 3;
    const entry = load<u32>(TAGS + (tag << 2)), Entry = load<u32>(TAGS + (Tag << 2)), length = entry & 255, Length = Entry & 255;
    const offset = (entry >>> 16) + (load<u32>(s, 1) & offsetMask(kind));
    const Offset = (Entry >>> 16) + (load<u32>(S, 1) & offsetMask(Kind));
    if (length < 65 && <usize>offset <= d - dstA && offset != 0 && (offset >= 16 || offset >= length)) {
      const from = select<usize>(s + 1, d - offset, kind == 0);
      s += select<u32>((tag >> 2) + 2, kind + 1, kind == 0);
      move64(d, from, length);
      d += length;
    } else {
      const next = checkedTag(s, endA, d, dstA, dstEndA);
      if (next == 0) return -1;
      s = <usize>(next >> 32);
      d = <usize>(next & 0xffffffff);
    }
    if (Length < 65 && <usize>Offset <= D - dstB && Offset != 0 && (Offset >= 16 || Offset >= Length)) {
      const from = select<usize>(S + 1, D - Offset, Kind == 0);
      S += select<u32>((Tag >> 2) + 2, Kind + 1, Kind == 0);
      move64(D, from, Length);
      D += Length;
    } else {
      const next = checkedTag(S, endB, D, dstB, dstEndB);
      if (next == 0) return -1;
      S = <usize>(next >> 32);
      D = <usize>(next & 0xffffffff);
    }
  }
  if (runText(s, endA, d, dstA, dstEndA) < 0) return -1;
  return runText(S, endB, D, dstB, dstEndB);
}

/** Address of the bytes when the stream is one literal of `size` bytes, else 0. */
export function snappyLiteral(src: usize, length: i32, size: i32): usize {
  const end = src + length;
  const head = preamble(src, end);
  if (head == 0 || (head >> 32) != <u64>size) return 0;
  let s = src + <usize>(head & 0xff);
  if (s >= end) return 0;
  const tag = <u32>load<u8>(s++);
  if (tag & 3) return 0;
  let count: u32 = (tag >> 2) + 1;
  if (count > 60) {
    const bytes = count - 60;
    if (<usize>bytes > end - s) return 0;
    count = load<u32>(s);
    if (bytes < 4) count &= (1 << (bytes << 3)) - 1;
    count += 1;
    s += bytes;
  }
  return count == <u32>size && s + count == end ? s : 0;
}
