/**
 * Snappy. Most tags are handled without looking at bounds more than once: while 72 bytes are left on both sides, up to 64
 * bytes are moved whatever the length says. The rest, and long literals, go through a checked path.
 */

/**
 * tag -> length, least offset that a loose move allows << 8, the offset's high part << 16 (of literals 16), mask of its
 * other bytes << 32, bytes to the next tag << 56. What takes the checked path has offset 0, which is too small.
 */
const TAGS: usize = memory.data<u64>([
  0x200000000100101, 0x20000ff00000404, 0x300ffff00000101, 0x1ff, 0x300000000100202, 0x20000ff00000505,
  0x300ffff00000202, 0x1ff, 0x400000000100303, 0x20000ff00000606, 0x300ffff00000303, 0x1ff, 0x500000000100404,
  0x20000ff00000707, 0x300ffff00000404, 0x1ff, 0x600000000100505, 0x20000ff00000808, 0x300ffff00000505, 0x1ff,
  0x700000000100606, 0x20000ff00000909, 0x300ffff00000606, 0x1ff, 0x800000000100707, 0x20000ff00000a0a,
  0x300ffff00000707, 0x1ff, 0x900000000100808, 0x20000ff00000b0b, 0x300ffff00000808, 0x1ff, 0xa00000000100909,
  0x20000ff01000404, 0x300ffff00000909, 0x1ff, 0xb00000000100a0a, 0x20000ff01000505, 0x300ffff00000a0a, 0x1ff,
  0xc00000000100b0b, 0x20000ff01000606, 0x300ffff00000b0b, 0x1ff, 0xd00000000100c0c, 0x20000ff01000707,
  0x300ffff00000c0c, 0x1ff, 0xe00000000100d0d, 0x20000ff01000808, 0x300ffff00000d0d, 0x1ff, 0xf00000000100e0e,
  0x20000ff01000909, 0x300ffff00000e0e, 0x1ff, 0x1000000000100f0f, 0x20000ff01000a0a, 0x300ffff00000f0f, 0x1ff,
  0x1100000000101010, 0x20000ff01000b0b, 0x300ffff00001010, 0x1ff, 0x1200000000101011, 0x20000ff02000404,
  0x300ffff00001011, 0x1ff, 0x1300000000101012, 0x20000ff02000505, 0x300ffff00001012, 0x1ff,
  0x1400000000101013, 0x20000ff02000606, 0x300ffff00001013, 0x1ff, 0x1500000000101014, 0x20000ff02000707,
  0x300ffff00001014, 0x1ff, 0x1600000000101015, 0x20000ff02000808, 0x300ffff00001015, 0x1ff,
  0x1700000000101016, 0x20000ff02000909, 0x300ffff00001016, 0x1ff, 0x1800000000101017, 0x20000ff02000a0a,
  0x300ffff00001017, 0x1ff, 0x1900000000101018, 0x20000ff02000b0b, 0x300ffff00001018, 0x1ff,
  0x1a00000000101019, 0x20000ff03000404, 0x300ffff00001019, 0x1ff, 0x1b0000000010101a, 0x20000ff03000505,
  0x300ffff0000101a, 0x1ff, 0x1c0000000010101b, 0x20000ff03000606, 0x300ffff0000101b, 0x1ff,
  0x1d0000000010101c, 0x20000ff03000707, 0x300ffff0000101c, 0x1ff, 0x1e0000000010101d, 0x20000ff03000808,
  0x300ffff0000101d, 0x1ff, 0x1f0000000010101e, 0x20000ff03000909, 0x300ffff0000101e, 0x1ff,
  0x200000000010101f, 0x20000ff03000a0a, 0x300ffff0000101f, 0x1ff, 0x2100000000101020, 0x20000ff03000b0b,
  0x300ffff00001020, 0x1ff, 0x2200000000101021, 0x20000ff04000404, 0x300ffff00001021, 0x1ff,
  0x2300000000101022, 0x20000ff04000505, 0x300ffff00001022, 0x1ff, 0x2400000000101023, 0x20000ff04000606,
  0x300ffff00001023, 0x1ff, 0x2500000000101024, 0x20000ff04000707, 0x300ffff00001024, 0x1ff,
  0x2600000000101025, 0x20000ff04000808, 0x300ffff00001025, 0x1ff, 0x2700000000101026, 0x20000ff04000909,
  0x300ffff00001026, 0x1ff, 0x2800000000101027, 0x20000ff04000a0a, 0x300ffff00001027, 0x1ff,
  0x2900000000101028, 0x20000ff04000b0b, 0x300ffff00001028, 0x1ff, 0x2a00000000101029, 0x20000ff05000404,
  0x300ffff00001029, 0x1ff, 0x2b0000000010102a, 0x20000ff05000505, 0x300ffff0000102a, 0x1ff,
  0x2c0000000010102b, 0x20000ff05000606, 0x300ffff0000102b, 0x1ff, 0x2d0000000010102c, 0x20000ff05000707,
  0x300ffff0000102c, 0x1ff, 0x2e0000000010102d, 0x20000ff05000808, 0x300ffff0000102d, 0x1ff,
  0x2f0000000010102e, 0x20000ff05000909, 0x300ffff0000102e, 0x1ff, 0x300000000010102f, 0x20000ff05000a0a,
  0x300ffff0000102f, 0x1ff, 0x3100000000101030, 0x20000ff05000b0b, 0x300ffff00001030, 0x1ff,
  0x3200000000101031, 0x20000ff06000404, 0x300ffff00001031, 0x1ff, 0x3300000000101032, 0x20000ff06000505,
  0x300ffff00001032, 0x1ff, 0x3400000000101033, 0x20000ff06000606, 0x300ffff00001033, 0x1ff,
  0x3500000000101034, 0x20000ff06000707, 0x300ffff00001034, 0x1ff, 0x3600000000101035, 0x20000ff06000808,
  0x300ffff00001035, 0x1ff, 0x3700000000101036, 0x20000ff06000909, 0x300ffff00001036, 0x1ff,
  0x3800000000101037, 0x20000ff06000a0a, 0x300ffff00001037, 0x1ff, 0x3900000000101038, 0x20000ff06000b0b,
  0x300ffff00001038, 0x1ff, 0x3a00000000101039, 0x20000ff07000404, 0x300ffff00001039, 0x1ff,
  0x3b0000000010103a, 0x20000ff07000505, 0x300ffff0000103a, 0x1ff, 0x3c0000000010103b, 0x20000ff07000606,
  0x300ffff0000103b, 0x1ff, 0x3d0000000010103c, 0x20000ff07000707, 0x300ffff0000103c, 0x1ff, 0x1ff,
  0x20000ff07000808, 0x300ffff0000103d, 0x1ff, 0x1ff, 0x20000ff07000909, 0x300ffff0000103e, 0x1ff, 0x1ff,
  0x20000ff07000a0a, 0x300ffff0000103f, 0x1ff, 0x1ff, 0x20000ff07000b0b, 0x300ffff00001040, 0x1ff,
]);

/**
 * The second tag of a pair of integers -> the tag of the literal that makes eight bytes with it (none: 0xffff), the
 * offset's high part less 8 << 16, mask of the offset's bytes << 32, length << 56 (255: no copy of four bytes or more with
 * an offset of one byte or two).
 */
const COPIES: usize = memory.data<u64>([
  0xff0000000000ffff, 0x40000fffff8000c, 0xff0000000000ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x50000fffff80008, 0xff0000000000ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x60000fffff80004,
  0xff0000000000ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x70000fffff80000, 0x400fffffff8000c,
  0xff0000000000ffff, 0xff0000000000ffff, 0x80000fffff8ffff, 0x500fffffff80008, 0xff0000000000ffff,
  0xff0000000000ffff, 0x90000fffff8ffff, 0x600fffffff80004, 0xff0000000000ffff, 0xff0000000000ffff,
  0xa0000fffff8ffff, 0x700fffffff80000, 0xff0000000000ffff, 0xff0000000000ffff, 0xb0000fffff8ffff,
  0x800fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x40000ff00f8000c, 0x900fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x50000ff00f80008, 0xa00fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x60000ff00f80004, 0xb00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x70000ff00f80000, 0xc00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x80000ff00f8ffff,
  0xd00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x90000ff00f8ffff, 0xe00fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0xa0000ff00f8ffff, 0xf00fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0xb0000ff00f8ffff, 0x1000fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x40000ff01f8000c, 0x1100fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x50000ff01f80008,
  0x1200fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x60000ff01f80004, 0x1300fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x70000ff01f80000, 0x1400fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x80000ff01f8ffff, 0x1500fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x90000ff01f8ffff, 0x1600fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0xa0000ff01f8ffff,
  0x1700fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0xb0000ff01f8ffff, 0x1800fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x40000ff02f8000c, 0x1900fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x50000ff02f80008, 0x1a00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x60000ff02f80004, 0x1b00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x70000ff02f80000,
  0x1c00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x80000ff02f8ffff, 0x1d00fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x90000ff02f8ffff, 0x1e00fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0xa0000ff02f8ffff, 0x1f00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0xb0000ff02f8ffff, 0x2000fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x40000ff03f8000c,
  0x2100fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x50000ff03f80008, 0x2200fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x60000ff03f80004, 0x2300fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x70000ff03f80000, 0x2400fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x80000ff03f8ffff, 0x2500fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x90000ff03f8ffff,
  0x2600fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0xa0000ff03f8ffff, 0x2700fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0xb0000ff03f8ffff, 0x2800fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x40000ff04f8000c, 0x2900fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x50000ff04f80008, 0x2a00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x60000ff04f80004,
  0x2b00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x70000ff04f80000, 0x2c00fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x80000ff04f8ffff, 0x2d00fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x90000ff04f8ffff, 0x2e00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0xa0000ff04f8ffff, 0x2f00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0xb0000ff04f8ffff,
  0x3000fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x40000ff05f8000c, 0x3100fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x50000ff05f80008, 0x3200fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x60000ff05f80004, 0x3300fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x70000ff05f80000, 0x3400fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x80000ff05f8ffff,
  0x3500fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x90000ff05f8ffff, 0x3600fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0xa0000ff05f8ffff, 0x3700fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0xb0000ff05f8ffff, 0x3800fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x40000ff06f8000c, 0x3900fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x50000ff06f80008,
  0x3a00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0x60000ff06f80004, 0x3b00fffffff8ffff,
  0xff0000000000ffff, 0xff0000000000ffff, 0x70000ff06f80000, 0x3c00fffffff8ffff, 0xff0000000000ffff,
  0xff0000000000ffff, 0x80000ff06f8ffff, 0x3d00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff,
  0x90000ff06f8ffff, 0x3e00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0xa0000ff06f8ffff,
  0x3f00fffffff8ffff, 0xff0000000000ffff, 0xff0000000000ffff, 0xb0000ff06f8ffff, 0x4000fffffff8ffff,
  0xff0000000000ffff,
]);

/** The offset of the copy at `s` by the address of its tag's entry in TAGS. */
// @ts-ignore: decorator
@inline function offsetAt(s: usize, entry: usize): u32 {
  return <u32>load<u16>(entry, 2) + (<u32>load<u16>(s, 1) & <u32>load<u16>(entry, 4));
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

/** Repeats the eight bytes before `to`, as equal numbers one after the other give. */
// @ts-ignore: decorator
@inline function repeat8(to: usize, length: u32): void {
  const twice = i64x2.splat(load<i64>(to - 8));
  v128.store(to, twice);
  v128.store(to, twice, 16);
  if (length > 32) {
    v128.store(to, twice, 32);
    v128.store(to, twice, 48);
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

/** The address below which `bytes` are left before `end`; 0 when there are not so many from `start` on. */
// @ts-ignore: decorator
@inline function looseUpTo(start: usize, end: usize, bytes: usize): usize {
  return end - start > bytes ? end - bytes : 0;
}

/** Where the bytes of the literal of `tag` begin behind it, and how many they are; 0 when they end behind `end`. */
function literalAt(tag: u32, s: usize, end: usize): u64 {
  let length: u64 = tag >> 2;
  if (length >= 60) {
    const from = s;
    s += <usize>length - 59;
    if (s > end) return 0;
    length = 0;
    for (let at = s; at > from;) length = (length << 8) | <u64>load<u8>(--at);
  }
  return length < <u64>(end - s) ? pack(s, <usize>length + 1) : 0;
}

function checkedTag(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): u64 {
  const tag = <u32>load<u8>(s++);
  const kind = tag & 3;
  if (kind == 0) {
    const literal = literalAt(tag, s, end), from = <usize>(literal >> 32), count = <usize>(literal & 0xffffffff);
    if (literal == 0 || count > dstEnd - d) return 0;
    memory.copy(d, from, count);
    return pack(from + count, d + count);
  }
  let length: u32 = (tag >> 2) + 1;
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
  else if (offset >= 8 && dstEnd - e >= 8) {
    for (; d < e; d += 8, p += 8) store<u64>(d, load<u64>(p));
  } else while (d < e) store<u8>(d++, load<u8>(p++));
  return pack(s, e);
}

/** Text: literal or copy by selection instead of a branch. */
function runText(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): i32 {
  const sFast = looseUpTo(s, end, 72), dFast = looseUpTo(dst, dstEnd, 72);
  while (s < end) {
    if (s < sFast && d < dFast) {
      const tag = <u32>load<u8>(s), entry = TAGS + (tag << 3), offset = offsetAt(s, entry);
      if (offset >= <u32>load<u8>(entry, 1)) {
        const length = <u32>load<u8>(entry);
        if (<usize>offset <= d - dst) {
          move64(d, select<usize>(s + 1, d - offset, (tag & 3) == 0), length);
          s += <usize>load<u8>(entry, 7);
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
  if (end - s > 72 && dstEnd - d > 72) {
    const tag = <u32>load<u8>(s), entry = TAGS + (tag << 3), length = <u32>load<u8>(entry);
    if ((tag & 3) == 0 && length < 65) {
      move64(d, s + 1, length);
      return pack(s + 1 + length, d + length);
    }
    const offset = offsetAt(s, entry);
    if ((tag & 3) != 0 && offset >= <u32>load<u8>(entry, 1) && <usize>offset <= d - dst) {
      move64(d, d - offset, length);
      return pack(s + (tag & 3) + 1, d + length);
    }
    if (offset == 8 && d - dst >= 8) {
      repeat8(d, length);
      return pack(s + (tag & 3) + 1, d + length);
    }
  }
  return checkedTag(s, end, d, dst, dstEnd);
}

/** Bytes that a pair of tags reads and writes at most, and some. */
const PAIR_READS: usize = 32;
const PAIR_WRITES: usize = 104;

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
function ascending(s: usize, sFast: usize, d: usize, dFast: usize): u32 {
  const high = load<u64>(d - 8) & ~(<u64>0xff), mask = i32x4.splat(NEXT_MASK), next = i32x4.splat(NEXT);
  const from = d;
  for (; s < sFast && d < dFast; s += 16, d += 32) {
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

/** Masks of the bytes above a literal of one to four bytes. */
const ABOVE: usize = memory.data<u64>([0xffffffffffffff00, 0xffffffffffff0000, 0xffffffffff000000, 0xffffffff00000000]);

/** The offset less 8 of a copy of four bytes or more, by the address of its tag's entry in COPIES. */
// @ts-ignore: decorator
@inline function beyond8(second: u32, entry: usize): u32 {
  return <u32><i32>load<i16>(entry, 2) + ((second >> 8) & <u32>load<u16>(entry, 4));
}

/** `above` with as many low bytes of `low` as the literal of `tag` has. */
// @ts-ignore: decorator
@inline function withLow(above: u64, low: u64, tag: u32): u64 {
  return low ^ ((low ^ above) & load<u64>(ABOVE + (tag << 1)));
}

/**
 * Equal numbers one after the other: a copy of any length from eight bytes back, or one behind a literal of up to four
 * bytes. The place behind, or 0 when it is another pair of tags. At least eight bytes are before `d`.
 */
// @ts-ignore: decorator
@inline function equals(word: u64, s: usize, d: usize): u64 {
  let value = load<u64>(d - 8), length: u32 = 0, tags = <u32>word;
  if ((tags & 0xf3) == 0) {
    length = (tags >>> 2) & 3;
    value = withLow(value, word >> 8, length << 2);
    length++;
    s += <usize>length + 1;
    tags = <u32>(word >> <u64>((length << 3) + 8));
  }
  const kind = tags & 3;
  if (!(kind == 2 ? (tags & 0xffff00) == 0x800 : (tags & 0xffe3) == 0x801)) return 0;
  length += ((tags >>> 2) & 0x3f) + select<u32>(1, 4, kind == 2);
  const twice = i64x2.splat(value);
  v128.store(d, twice);
  v128.store(d, twice, 16);
  if (length > 32) {
    v128.store(d, twice, 32);
    v128.store(d, twice, 48);
    v128.store(d, twice, 64);
  }
  return pack(s + <usize>kind + 1, d + <usize>length);
}

/** A literal of up to four bytes, then a copy of up to eight from at least eight bytes back; else any tag. */
function loosePair(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): u64 {
  if (end - s > PAIR_READS && dstEnd - d > PAIR_WRITES) {
    const word = load<u64>(s), tag = <u32>word & 0xff, more = tag >> 2;
    const same = d - dst >= 8 ? equals(word, s, d) : 0;
    if (same != 0) return same;
    const second = <u32>(word >> <u64>((tag << 1) + 16));
    const entry = COPIES + ((second & 0xff) << 3), length = <u32>load<u8>(entry, 7);
    const offset = beyond8(second, entry) + 8, to = d + more + 1;
    if ((tag & 0xf3) == 0 && length <= 8 && offset >= 8 && <usize>offset <= to - dst) {
      store<u64>(d, word >> 8);
      store<u64>(to, load<u64>(to - offset));
      return pack(s + more + 3 + (second & 3), to + length);
    }
  }
  return anyTag(s, end, d, dst, dstEnd);
}

/**
 * Integers: a literal, then a copy from an earlier number, eight bytes in all, as little-endian numbers with equal upper
 * bytes give. Both tags come out of one load, so that only that load's latency lies between a pair and the next; the
 * number is written by one store, so that a later one can be read back before it has reached the cache.
 */
function runPairs(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): i32 {
  const sFast = looseUpTo(s, end, PAIR_READS), dFast = looseUpTo(dst, dstEnd, PAIR_WRITES), first = dst + 8;
  const room = dFast > first ? dFast - first : 0;
  while (s < end) {
    if (s < sFast && d - first < room) {
      const word = load<u64>(s);
      if (areNext(word)) {
        const written = ascending(s, sFast, d, dFast);
        if (written != 0) {
          s += written << 2;
          d += written << 3;
          continue;
        }
      }
      const tag = <u32>word & 0xff, second = <u32>(word >> <u64>((tag << 1) + 16));
      const entry = COPIES + ((second & 0xff) << 3);
      if (<u32>load<u16>(entry) == tag) {
        const beyond = beyond8(second, entry);
        if (<usize>beyond <= d - first) {
          store<u64>(d, withLow(load<u64>(d - 8 - beyond), word >> 8, tag));
          s += (tag >> 2) + 3 + (second & 3);
          d += 8;
          continue;
        }
      }
    }
    const next = loosePair(s, end, d, dst, dstEnd);
    if (next == 0) return -1;
    s = <usize>(next >> 32);
    d = <usize>(next & 0xffffffff);
  }
  return d == dstEnd ? 0 : -1;
}

/** Bytes that pairs of tags wrote until there was none, from which on they are many. */
const MANY_PAIRS: usize = 64;

/** Tags that are no pair, up to where a number ends. */
// @ts-ignore: decorator
@inline function otherTags(s: usize, end: usize, d: usize, dst: usize, dstEnd: usize): u64 {
  const next = loosePair(s, end, d, dst, dstEnd), after = <usize>(next >> 32), to = <usize>(next & 0xffffffff);
  if (next == 0 || ((to - d) & 7) == 0 || after >= end) return next;
  return loosePair(after, end, to, dst, dstEnd);
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
  const sFast = endA - PAIR_READS, dFast = dstEndA - PAIR_WRITES, firstA = dstA + 8;
  const SFast = endB - PAIR_READS, DFast = dstEndB - PAIR_WRITES, firstB = dstB + 8;
  // Offsets less 8 up to this are within both outputs, of which ever more is written.
  let limit: u32 = 0;
  for (;;) {
    // A pair takes at most eight bytes and gives eight.
    let pairs = min<isize>(
      min<isize>(sFast - s, SFast - S),
      min<isize>(dFast - d, DFast - D),
    ) >> 3;
    if (pairs <= 0 || areManyNext(s)) break;
    if (d < firstA || D < firstB) pairs = 0;
    // Conditions stay apart, with something between them: made one, they would take three times the instructions.
    const from = d;
    let p = d - 8, P = D - 8, stuck: u32 = 0;
    for (; pairs > 0; pairs--) {
      const word = load<u64>(s), tag = <u32>word & 0xff, second = <u32>(word >> <u64>((tag << 1) + 16));
      const entry = COPIES + ((second & 0xff) << 3);
      if (<u32>load<u16>(entry) != tag) {
        stuck = 1;
        break;
      }
      const beyond = beyond8(second, entry);
      if (beyond > limit) {
        stuck = 1;
        break;
      }
      store<u64>(p, withLow(load<u64>(p - beyond), word >> 8, tag), 8);
      s += (tag >> 2) + 3 + (second & 3);
      p += 8;
      const Word = load<u64>(S), Tag = <u32>Word & 0xff, Second = <u32>(Word >> <u64>((Tag << 1) + 16));
      const Entry = COPIES + ((Second & 0xff) << 3);
      if (<u32>load<u16>(Entry) != Tag) {
        stuck = 2;
        break;
      }
      const Beyond = beyond8(Second, Entry);
      if (Beyond > limit) {
        stuck = 2;
        break;
      }
      store<u64>(P, withLow(load<u64>(P - Beyond), Word >> 8, Tag), 8);
      S += (Tag >> 2) + 3 + (Second & 3);
      P += 8;
    }
    d = p + 8;
    D = P + 8;
    if (d - from < MANY_PAIRS) {
      const next = loosePair(s, endA, d, dstA, dstEndA), Next = loosePair(S, endB, D, dstB, dstEndB);
      if (next == 0 || Next == 0) return -1;
      s = <usize>(next >> 32);
      d = <usize>(next & 0xffffffff);
      S = <usize>(Next >> 32);
      D = <usize>(Next & 0xffffffff);
    } else if (stuck == 1) {
      const next = otherTags(s, endA, d, dstA, dstEndA);
      if (next == 0) return -1;
      s = <usize>(next >> 32);
      d = <usize>(next & 0xffffffff);
    } else if (stuck == 2) {
      const next = otherTags(S, endB, D, dstB, dstEndB);
      if (next == 0) return -1;
      S = <usize>(next >> 32);
      D = <usize>(next & 0xffffffff);
    }
    limit = <u32>min<usize>(min<usize>(d - firstA, D - firstB), 0xffff);
  }
  if (runPairs(s, endA, d, dstA, dstEndA) < 0) return -1;
  return runPairs(S, endB, D, dstB, dstEndB);
}

/** Decompresses to exactly `size` bytes; `content` chooses the decoder: 0 integers, 1 text and anything else. 0, or -1 for damaged input. */
export function snappy(src: usize, length: i32, dst: usize, size: i32, content: i32): i32 {
  const end = src + length;
  const head = preamble(src, end);
  if (head == 0 || (head >> 32) != <u64>size) return -1;
  const s = src + <usize>(head & 0xff), dstEnd = dst + size;
  return content == 0 ? runPairs(s, end, dst, dst, dstEnd) : runText(s, end, dst, dst, dstEnd);
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
  const sFast = endA - 72, dFast = dstEndA - 72, SFast = endB - 72, DFast = dstEndB - 72;
  for (;;) {
    // A tag takes and gives at most 64 bytes, and offsets up to the limit are within both outputs.
    let tags = min<isize>(
      min<isize>(sFast - s, SFast - S),
      min<isize>(dFast - d, DFast - D),
    ) >> 6;
    if (tags <= 0) break;
    const limit = <u32>min<usize>(d - dstA, D - dstB);
    for (; tags > 0; tags--) {
      const tag = <u32>load<u8>(s), entry = TAGS + (tag << 3), offset = offsetAt(s, entry);
      if (offset < <u32>load<u8>(entry, 1)) break;
      const length = <u32>load<u8>(entry);
      if (offset > limit) break;
      move64(d, select<usize>(s + 1, d - offset, (tag & 3) == 0), length);
      s += <usize>load<u8>(entry, 7);
      d += length;
      const Tag = <u32>load<u8>(S), Entry = TAGS + (Tag << 3), Offset = offsetAt(S, Entry);
      if (Offset < <u32>load<u8>(Entry, 1)) break;
      const Length = <u32>load<u8>(Entry);
      if (Offset > limit) break;
      move64(D, select<usize>(S + 1, D - Offset, (Tag & 3) == 0), Length);
      S += <usize>load<u8>(Entry, 7);
      D += Length;
    }
    if (tags == 0) continue;
    const next = anyTag(s, endA, d, dstA, dstEndA), Next = anyTag(S, endB, D, dstB, dstEndB);
    if (next == 0 || Next == 0) return -1;
    s = <usize>(next >> 32);
    d = <usize>(next & 0xffffffff);
    S = <usize>(Next >> 32);
    D = <usize>(Next & 0xffffffff);
  }
  if (runText(s, endA, d, dstA, dstEndA) < 0) return -1;
  return runText(S, endB, D, dstB, dstEndB);
}

/** Address of the bytes when the stream is one literal of `size` bytes, else 0. */
export function snappyLiteral(src: usize, length: i32, size: i32): usize {
  const end = src + length;
  const head = preamble(src, end);
  if (head == 0 || (head >> 32) != <u64>size) return 0;
  const s = src + <usize>(head & 0xff);
  if (s >= end) return 0;
  const tag = <u32>load<u8>(s);
  if (tag & 3) return 0;
  const literal = literalAt(tag, s + 1, end), from = <usize>(literal >> 32), count = <usize>(literal & 0xffffffff);
  return count == <usize>size && from + count == end ? from : 0;
}
