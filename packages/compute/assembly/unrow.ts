/** Columns back from encoded rows: the inverse of rows.ts. All move the cursors behind what they read and return the nulls they met. */
import { writeView } from './text';

const ROW_RAW: i32 = 0;
const ROW_UNSIGNED: i32 = 1;
const ROW_FLOAT: i32 = 3;

// @ts-ignore: decorator
@inline
function clearBit(validity: usize, row: i32): void {
  const at = validity + (row >>> 3);
  store<u8>(at, load<u8>(at) & ~(<i32>1 << (row & 7)));
}

// @ts-ignore: decorator
@inline
function eight(from: usize, kind: i32, flip: u64): u64 {
  const value = load<u64>(from) ^ flip;
  if (kind == ROW_RAW) return value;
  const word = bswap<u64>(value);
  if (kind == ROW_UNSIGNED) return word;
  return kind == ROW_FLOAT && <i64>word >= 0 ? ~word : word ^ 0x8000000000000000;
}

// @ts-ignore: decorator
@inline
function four(from: usize, kind: i32, flip: u32): u32 {
  const value = load<u32>(from) ^ flip;
  if (kind == ROW_RAW) return value;
  const word = bswap<u32>(value);
  if (kind == ROW_UNSIGNED) return word;
  return kind == ROW_FLOAT && <i32>word >= 0 ? ~word : word ^ 0x80000000;
}

function any(from: usize, to: usize, width: i32, kind: i32, invert: i32): void {
  if (kind == ROW_RAW) {
    for (let j = 0; j < width; j++) store<u8>(to + j, <i32>load<u8>(from + j) ^ invert);
    return;
  }
  const lead = <i32>load<u8>(from) ^ invert;
  const negative = kind == ROW_FLOAT && (lead & 0x80) == 0;
  store<u8>(to + width - 1, lead ^ (kind == ROW_UNSIGNED ? 0 : negative ? 0xff : 0x80));
  const rest = negative ? invert ^ 0xff : invert;
  for (let j = 1; j < width; j++) store<u8>(to + width - 1 - j, <i32>load<u8>(from + j) ^ rest);
}

export function unrowFixed(
  cursors: usize, count: i32, width: i32, kind: i32, invert: i32, values: usize, validity: usize,
): i32 {
  const flip: u64 = invert == 0 ? 0 : u64.MAX_VALUE;
  let nulls = 0;
  for (let i = 0; i < count; i++, cursors += 4, values += width) {
    const at = <usize>load<u32>(cursors);
    store<u32>(cursors, <u32>(at + 1 + width));
    if (load<u8>(at) != 1) {
      clearBit(validity, i);
      nulls++;
      memory.fill(values, 0, width);
      continue;
    }
    if (width == 8) store<u64>(values, eight(at + 1, kind, flip));
    else if (width == 4) store<u32>(values, four(at + 1, kind, <u32>flip));
    else any(at + 1, values, width, kind, invert);
  }
  return nulls;
}

/** Texts written for equality only; the views point into the rows. */
export function unrowText(cursors: usize, count: i32, views: usize, validity: usize): i32 {
  let nulls = 0;
  for (let i = 0; i < count; i++, cursors += 4, views += 16) {
    let at = <usize>load<u32>(cursors);
    const marker = <u32>load<u8>(at++);
    if (marker == 0) {
      clearBit(validity, i);
      nulls++;
      v128.store(views, i32x4(0, 0, 0, 0));
      store<u32>(cursors, <u32>at);
      continue;
    }
    let length = marker - 1;
    if (marker == 255) {
      length = load<u32>(at);
      at += 4;
    }
    writeView(views, at, length);
    store<u32>(cursors, <u32>at + length);
  }
  return nulls;
}
