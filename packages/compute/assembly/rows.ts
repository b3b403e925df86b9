/** Row encoding, column by column; src/twin/rows.ts describes the format. */
import { bytesOf } from './text';
import { isNull } from './validity';

const ROW_RAW: i32 = 0;
const ROW_UNSIGNED: i32 = 1;
const ROW_FLOAT: i32 = 3;

export function rowFixed(
  values: usize,
  width: i32,
  validity: usize,
  count: i32,
  cursors: usize,
  kind: i32,
  invert: i32,
  nullMarker: i32,
): void {
  for (let i = 0; i < count; i++, cursors += 4, values += width) {
    const to = <usize>load<u32>(cursors);
    store<u32>(cursors, <u32>(to + 1 + width));
    if (isNull(validity, i)) {
      store<u8>(to, nullMarker);
      memory.fill(to + 1, 0, width);
      continue;
    }
    store<u8>(to, 1);
    if (width == 8) eight(values, to + 1, kind, invert);
    else if (width == 4) four(values, to + 1, kind, invert);
    else any(values, to + 1, width, kind, invert);
  }
}

@inline
function eight(from: usize, to: usize, kind: i32, invert: i32): void {
  let value = load<u64>(from);
  if (kind != ROW_RAW) {
    if (kind == ROW_FLOAT) value = <i64>value < 0 ? ~value : value ^ 0x8000000000000000;
    else if (kind != ROW_UNSIGNED) value ^= 0x8000000000000000;
    value = bswap<u64>(value);
  }
  store<u64>(to, invert == 0 ? value : ~value);
}

@inline
function four(from: usize, to: usize, kind: i32, invert: i32): void {
  let value = load<u32>(from);
  if (kind != ROW_RAW) {
    if (kind == ROW_FLOAT) value = <i32>value < 0 ? ~value : value ^ 0x80000000;
    else if (kind != ROW_UNSIGNED) value ^= 0x80000000;
    value = bswap<u32>(value);
  }
  store<u32>(to, invert == 0 ? value : ~value);
}

function any(from: usize, to: usize, width: i32, kind: i32, invert: i32): void {
  if (kind == ROW_RAW) {
    for (let j = 0; j < width; j++) store<u8>(to + j, <i32>load<u8>(from + j) ^ invert);
    return;
  }
  const negative = (load<u8>(from + width - 1) & 0x80) != 0;
  const flipAll = kind == ROW_FLOAT && negative;
  const rest = flipAll ? 0xff ^ invert : invert;
  const first = kind == ROW_UNSIGNED || flipAll ? rest : 0x80 ^ invert;
  store<u8>(to, <i32>load<u8>(from + width - 1) ^ first);
  for (let j = 1; j < width; j++) store<u8>(to + j, <i32>load<u8>(from + width - 1 - j) ^ rest);
}

export function rowBits(
  bits: usize,
  validity: usize,
  count: i32,
  cursors: usize,
  invert: i32,
  nullMarker: i32,
): void {
  for (let i = 0; i < count; i++, cursors += 4) {
    const to = <usize>load<u32>(cursors);
    store<u32>(cursors, <u32>(to + 2));
    const none = isNull(validity, i);
    store<u8>(to, none ? nullMarker : 1);
    store<u8>(to + 1, none ? 0 : ((<i32>load<u8>(bits + (i >>> 3)) >>> (i & 7)) & 1) ^ invert);
  }
}

/** Zero bytes among `length`; reads up to 15 bytes too many. */
function countZeros(from: usize, length: u32): u32 {
  let zeros: u32 = 0;
  for (let i: u32 = 0; i < length; i += 16) {
    let mask = i8x16.bitmask(i8x16.eq(v128.load(from + i), i8x16.splat(0)));
    if (length - i < 16) mask &= (1 << (length - i)) - 1;
    zeros += popcnt(mask);
  }
  return zeros;
}

export function rowTextOrderedLengths(views: usize, validity: usize, count: i32, lengths: usize): void {
  for (let i = 0; i < count; i++, views += 16, lengths += 4) {
    if (isNull(validity, i)) {
      store<u32>(lengths, load<u32>(lengths) + 1);
      continue;
    }
    const length = load<u32>(views);
    store<u32>(lengths, load<u32>(lengths) + 3 + length + countZeros(bytesOf(views, length), length));
  }
}

export function rowTextOrdered(
  views: usize,
  validity: usize,
  count: i32,
  cursors: usize,
  invert: i32,
  nullMarker: i32,
): void {
  const flip = i8x16.splat(<i8>invert);
  for (let i = 0; i < count; i++, views += 16, cursors += 4) {
    let to = <usize>load<u32>(cursors);
    if (isNull(validity, i)) {
      store<u8>(to, nullMarker);
      store<u32>(cursors, <u32>(to + 1));
      continue;
    }
    store<u8>(to++, 1);
    const length = load<u32>(views);
    const from = bytesOf(views, length);
    for (let done: u32 = 0; done < length; ) {
      const left = length - done;
      const bytes = v128.load(from + done);
      let zeros = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0)));
      if (left < 16) zeros &= (1 << left) - 1;
      const plain = zeros == 0 ? min(left, 16) : <u32>ctz(zeros);
      // The row's own end marker follows, so only whole pieces may be written loosely.
      if (left >= 16) v128.store(to, v128.xor(bytes, flip));
      else for (let j: u32 = 0; j < plain; j++) store<u8>(to + j, <i32>load<u8>(from + done + j) ^ invert);
      to += plain;
      done += plain;
      if (zeros != 0) {
        store<u8>(to, invert);
        store<u8>(to + 1, 0xff ^ invert);
        to += 2;
        done++;
      }
    }
    store<u8>(to, invert);
    store<u8>(to + 1, invert);
    store<u32>(cursors, <u32>(to + 2));
  }
}

export function rowTextEqualLengths(views: usize, validity: usize, count: i32, lengths: usize): void {
  for (let i = 0; i < count; i++, views += 16, lengths += 4) {
    const length = isNull(validity, i) ? 0 : load<u32>(views);
    store<u32>(lengths, load<u32>(lengths) + (length < 254 ? 1 + length : 5 + length));
  }
}

export function rowTextEqual(views: usize, validity: usize, count: i32, cursors: usize): void {
  for (let i = 0; i < count; i++, views += 16, cursors += 4) {
    let to = <usize>load<u32>(cursors);
    if (isNull(validity, i)) {
      store<u8>(to, 0);
      store<u32>(cursors, <u32>(to + 1));
      continue;
    }
    const length = load<u32>(views);
    if (length < 254) {
      store<u8>(to++, length + 1);
    } else {
      store<u8>(to, 255);
      store<u32>(to + 1, length);
      to += 5;
    }
    // Exactly the bytes: what lies behind may be a part of the next row already.
    if (length <= 12) {
      for (let j: u32 = 0; j < length; j++) store<u8>(to + j, load<u8>(views + 4 + j));
    } else {
      memory.copy(to, load<u32>(views + 8), length);
    }
    store<u32>(cursors, <u32>(to + length));
  }
}

export function prefixSum(lengths: usize, count: i32, offsets: usize): u32 {
  let sum: u32 = 0;
  for (let i = 0; i < count; i++, lengths += 4, offsets += 4) {
    const length = load<u32>(lengths);
    store<u32>(offsets, sum);
    sum += length;
  }
  store<u32>(offsets, sum);
  return sum;
}

export function addU32(values: usize, count: i32, summand: u32, to: usize): void {
  const all = i32x4.splat(summand);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = <usize>i << 2;
    v128.store(to + at, i32x4.add(v128.load(values + at), all));
    v128.store(to + at, i32x4.add(v128.load(values + at, 16), all), 16);
  }
  for (; i < count; i++) store<u32>(to + (<usize>i << 2), load<u32>(values + (<usize>i << 2)) + summand);
}

export function compareBytes(a: usize, aLength: u32, b: usize, bLength: u32): i32 {
  const common = min(aLength, bLength);
  let i: u32 = 0;
  for (; i + 8 <= common; i += 8) {
    const x = load<u64>(a + i);
    const y = load<u64>(b + i);
    if (x != y) return bswap<u64>(x) < bswap<u64>(y) ? -1 : 1;
  }
  for (; i < common; i++) {
    const difference = <i32>load<u8>(a + i) - <i32>load<u8>(b + i);
    if (difference != 0) return difference;
  }
  return aLength < bLength ? -1 : aLength > bLength ? 1 : 0;
}
