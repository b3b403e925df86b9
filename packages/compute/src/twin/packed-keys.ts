/**
 * Twins of assembly/packed-keys.ts: several keys of a row in 64-bit numbers, which lie
 * `1 << rowShift` bytes apart. A key takes some bits at a shift: for
 * integers 0 for NULL, else 1 + value - lowest, with {lowest, highest} in `state`; for other values their number (id).
 *
 * With `add` 0 the first key is written over `to`, else others are added. Values that have no code clear the row's bit in
 * `present`, and what is written there means nothing.
 */
import { mem } from '../memory/engine-memory.js';
import { isNull } from './validity.js';

const NO_ID = 0xffff_ffff;

function put(to: number, row: number, rowShift: number, code: bigint, shift: number, add: number): void {
  const at = (to >>> 3) + (row << (rowShift - 3));
  mem.u64[at] = (code << BigInt(shift)) | (add === 0 ? 0n : mem.u64[at]!);
}

function clear(present: number, row: number): void {
  mem.u8[present + (row >>> 3)]! &= ~(1 << (row & 7));
}

/** An integer of a kind: its bytes, negative when it is signed. */
function integerAt(values: number, kind: number, row: number): bigint {
  switch (kind) {
    case -4:
      return BigInt(mem.i32[(values >>> 2) + row]!);
    case 4:
      return BigInt(mem.u32[(values >>> 2) + row]!);
    case -2:
      return BigInt(mem.i16[(values >>> 1) + row]!);
    case 2:
      return BigInt(mem.u16[(values >>> 1) + row]!);
    case -1:
      return BigInt(mem.i8[values + row]!);
    case 1:
      return BigInt(mem.u8[values + row]!);
    default:
      return mem.i64[(values >>> 3) + row]!;
  }
}

/** Widens {lowest, highest} in `state` by integers of a kind. */
export function keySpan(values: number, kind: number, validity: number, count: number, state: number): void {
  const at = state >>> 3;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) continue;
    const value = integerAt(values, kind, i);
    if (value < mem.i64[at]!) mem.i64[at] = value;
    if (value > mem.i64[at + 1]!) mem.i64[at + 1] = value;
  }
}

/** Adds a key of integers of a kind. */
export function keyPackInts(
  values: number,
  kind: number,
  validity: number,
  count: number,
  state: number,
  shift: number,
  add: number,
  to: number,
  rowShift: number,
  present: number,
): void {
  const low = mem.u64[state >>> 3]!;
  const range = BigInt.asUintN(64, mem.u64[(state >>> 3) + 1]! - low);
  for (let i = 0; i < count; i++) {
    let code = 0n;
    if (!isNull(validity, i)) {
      const at = BigInt.asUintN(64, integerAt(values, kind, i) - low);
      if (at <= range) code = at + 1n;
      else clear(present, i);
    }
    put(to, i, rowShift, code, shift, add);
  }
}

/** Adds a key of ids; 0xffffffff is none. */
export function keyPackIds(
  ids: number,
  count: number,
  shift: number,
  add: number,
  to: number,
  rowShift: number,
  present: number,
): void {
  for (let i = 0; i < count; i++) {
    const id = mem.u32[(ids >>> 2) + i]!;
    if (id === NO_ID) clear(present, i);
    else put(to, i, rowShift, BigInt(id), shift, add);
  }
}

const codeOf = (keys: number, rowShift: number, row: number, shift: number, bits: number): bigint =>
  BigInt.asUintN(bits, mem.u64[(keys >>> 3) + (row << (rowShift - 3))]! >> BigInt(shift));

/** The integers of a key again, `width` bytes each; clears the validity bits of nulls and counts them. */
export function keyUnpackInts(
  keys: number,
  rowShift: number,
  count: number,
  shift: number,
  bits: number,
  state: number,
  values: number,
  width: number,
  validity: number,
): number {
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    const code = codeOf(keys, rowShift, i, shift, bits);
    const value = code === 0n ? 0n : mem.u64[state >>> 3]! + code - 1n;
    if (width === 8) mem.u64[(values >>> 3) + i] = value;
    else if (width === 4) mem.u32[(values >>> 2) + i] = Number(BigInt.asUintN(32, value));
    else if (width === 2) mem.u16[(values >>> 1) + i] = Number(BigInt.asUintN(16, value));
    else mem.u8[values + i] = Number(BigInt.asUintN(8, value));
    if (code !== 0n) continue;
    clear(validity, i);
    nulls++;
  }
  return nulls;
}

/** The ids of a key again. */
export function keyUnpackIds(
  keys: number,
  rowShift: number,
  count: number,
  shift: number,
  bits: number,
  ids: number,
): void {
  for (let i = 0; i < count; i++) mem.u32[(ids >>> 2) + i] = Number(codeOf(keys, rowShift, i, shift, bits));
}

/** Texts of so many bytes lie in their views. */
const SHORT_TEXT = 12;
/** Stands for the length of NULL. */
const NULL_LENGTH = 0xffff_ffff;

/** Views of texts of up to twelve bytes as keys of 16 bytes; NULL has a length that no text has. 0 when some texts are longer. */
export function keyPackShortTexts(views: number, validity: number, count: number, keys: number): number {
  const { u32 } = mem;
  let fit = 1;
  for (let i = 0; i < count; i++) {
    const to = (keys >>> 2) + i * 4;
    if (isNull(validity, i)) {
      u32.fill(0, to, to + 4);
      u32[to] = NULL_LENGTH;
      continue;
    }
    const from = (views >>> 2) + i * 4;
    if (u32[from]! > SHORT_TEXT) fit = 0;
    u32.copyWithin(to, from, from + 4);
  }
  return fit;
}

/** The views again; rows that are NULL are cleared in `validity`. Gives the number of these. */
export function keyUnpackShortTexts(keys: number, count: number, views: number, validity: number): number {
  const { u8, u32 } = mem;
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    const from = (keys >>> 2) + i * 4;
    const to = (views >>> 2) + i * 4;
    u32.copyWithin(to, from, from + 4);
    if (u32[from] !== NULL_LENGTH) continue;
    u32.fill(0, to, to + 4);
    u8[validity + (i >>> 3)]! &= ~(1 << (i & 7));
    nulls++;
  }
  return nulls;
}
