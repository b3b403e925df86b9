/** Bitmaps, a word at a time. */

export function countBits(bitmap: usize, bits: i32): i32 {
  let count: i64 = 0;
  let at = bitmap;
  let left = bits;
  for (; left >= 64; left -= 64, at += 8) count += popcnt<i64>(load<i64>(at));
  if (left > 0) count += popcnt<i64>(load<i64>(at) & ((<i64>1 << left) - 1));
  return <i32>count;
}

export function andBits(a: usize, b: usize, bits: i32, to: usize): void {
  const bytes = <usize>((bits + 7) >>> 3);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.and(v128.load(a + i), v128.load(b + i)));
}

export function orBits(a: usize, b: usize, bits: i32, to: usize): void {
  const bytes = <usize>((bits + 7) >>> 3);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.or(v128.load(a + i), v128.load(b + i)));
}

export function notBits(a: usize, bits: i32, to: usize): void {
  const bytes = <usize>((bits + 7) >>> 3);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.not(v128.load(a + i)));
}

/** At most eight bits, inside one byte of the destination. */
@inline
function copyFew(from: usize, fromBit: i32, bits: i32, to: usize, toBit: i32): void {
  const word = <i32>load<u16>(from + (fromBit >>> 3)) >>> (fromBit & 7);
  const mask = (1 << bits) - 1;
  const shift = toBit & 7;
  const target = to + (toBit >>> 3);
  store<u8>(target, (<i32>load<u8>(target) & ~(mask << shift)) | ((word & mask) << shift));
}

export function copyBits(from: usize, fromBit: i32, bits: i32, to: usize, toBit: i32): void {
  let done = min(bits, (8 - (toBit & 7)) & 7);
  if (done > 0) copyFew(from, fromBit, done, to, toBit);
  const shift = (fromBit + done) & 7;
  let source = from + ((fromBit + done) >>> 3);
  let target = to + ((toBit + done) >>> 3);
  if (shift == 0) {
    const bytes = <usize>((bits - done) >>> 3);
    memory.copy(target, source, bytes);
    done += <i32>bytes << 3;
  } else {
    for (; bits - done >= 64; done += 64, source += 8, target += 8) {
      const word = (load<u64>(source) >> shift) | (<u64>load<u8>(source + 8) << (64 - shift));
      store<u64>(target, word);
    }
    for (; bits - done >= 8; done += 8) copyFew(from, fromBit + done, 8, to, toBit + done);
  }
  if (done < bits) copyFew(from, fromBit + done, bits - done, to, toBit + done);
}

export function bitsToRows(values: usize, validity: usize, bits: i32, rows: usize): i32 {
  let out = rows;
  for (let base = 0; base < bits; base += 64) {
    let word = load<u64>(values + (base >>> 3));
    if (validity != 0) word &= load<u64>(validity + (base >>> 3));
    if (bits - base < 64) word &= (<u64>1 << (bits - base)) - 1;
    if (word == ~(<u64>0)) {
      let four = i32x4.add(i32x4.splat(base), i32x4(0, 1, 2, 3));
      for (let i = 0; i < 16; i++, out += 16) {
        v128.store(out, four);
        four = i32x4.add(four, i32x4.splat(4));
      }
      continue;
    }
    for (; word != 0; word &= word - 1, out += 4) store<u32>(out, base + <i32>ctz(word));
  }
  return <i32>((out - rows) >>> 2);
}

/** The bit at a row number, in bit 0. */
@inline
function bitOf(bitmap: usize, at: usize): u32 {
  const row = load<u32>(at);
  return (<u32>load<u8>(bitmap + (row >>> 3)) >>> (row & 7)) & 1;
}

export function gatherBits(bitmap: usize, rows: usize, count: i32, to: usize): i32 {
  let set = 0;
  let base = 0;
  for (; base + 8 <= count; base += 8) {
    const at = rows + (<usize>base << 2);
    const low =
      bitOf(bitmap, at) | (bitOf(bitmap, at + 4) << 1) | (bitOf(bitmap, at + 8) << 2) | (bitOf(bitmap, at + 12) << 3);
    const high =
      bitOf(bitmap, at + 16) |
      (bitOf(bitmap, at + 20) << 1) |
      (bitOf(bitmap, at + 24) << 2) |
      (bitOf(bitmap, at + 28) << 3);
    const byte = low | (high << 4);
    store<u8>(to + (base >>> 3), byte);
    set += popcnt(byte);
  }
  if (base == count) return set;
  let byte: u32 = 0;
  for (let j = 0; base + j < count; j++) byte |= bitOf(bitmap, rows + (<usize>(base + j) << 2)) << j;
  store<u8>(to + (base >>> 3), byte);
  return set + popcnt(byte);
}

export function scatterBits(bitmap: usize, rows: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    const row = load<u32>(rows + (<usize>i << 2));
    const at = to + (row >>> 3);
    const shift = row & 7;
    const bit = (<u32>load<u8>(bitmap + (i >>> 3)) >>> (i & 7)) & 1;
    store<u8>(at, (<u32>load<u8>(at) & ~(<u32>1 << shift)) | (bit << shift));
  }
}

/** Validity of 16 bytes; without a bitmap all rows are valid. */
@inline
function validBits(validity: usize, i: usize): v128 {
  return validity == 0 ? i8x16.splat(-1) : v128.load(validity + i);
}

export function logicBits(
  a: usize,
  aValid: usize,
  b: usize,
  bValid: usize,
  bits: i32,
  decisive: i32,
  to: usize,
  validity: usize,
): void {
  const bytes = <usize>((bits + 7) >>> 3);
  const flip = i8x16.splat(decisive ? 0 : -1);
  for (let i: usize = 0; i < bytes; i += 16) {
    const va = validBits(aValid, i);
    const vb = validBits(bValid, i);
    const decided = v128.or(
      v128.and(va, v128.xor(v128.load(a + i), flip)),
      v128.and(vb, v128.xor(v128.load(b + i), flip)),
    );
    v128.store(to + i, v128.xor(decided, flip));
    v128.store(validity + i, v128.or(v128.and(va, vb), decided));
  }
}

export function bytesToBits(bytes: usize, count: i32, bits: usize): i32 {
  let ones = 0;
  let i = 0;
  for (; count - i >= 16; i += 16) {
    const word = ~i8x16.bitmask(i8x16.eq(v128.load(bytes + i), i8x16.splat(0))) & 0xffff;
    store<u16>(bits + (i >>> 3), <u16>word);
    ones += popcnt<i32>(word);
  }
  let word = 0;
  for (let k = 0; i + k < count; k++) word |= <i32>(load<u8>(bytes + i + k) != 0) << k;
  if (i < count) store<u16>(bits + (i >>> 3), <u16>word);
  return ones + popcnt<i32>(word);
}
