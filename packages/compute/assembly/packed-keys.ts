/** Several keys of a row packed into 64 bits; src/twin/packed-keys.ts describes the codes. */
import { joinMinMax } from './join';
import { isNull } from './validity';

@inline
function put(to: usize, row: i32, rowShift: i32, code: u64, shift: i32, add: i32): void {
  const at = to + (<usize>row << rowShift);
  store<u64>(at, (code << <u64>shift) | (add == 0 ? 0 : load<u64>(at)));
}

@inline
function clear(present: usize, row: i32): void {
  const byte = present + (row >>> 3);
  store<u8>(byte, <u8>(<u32>load<u8>(byte) & ~(<u32>1 << (row & 7))));
}

/** Integers of narrow types (kind: bytes, negative when signed) as 64-bit ones. */
@inline
function widen<T>(at: usize): u64 {
  return isSigned<T>() ? <u64>(<i64>load<T>(at)) : <u64>load<T>(at);
}

@inline
function span<T>(values: usize, validity: usize, count: i32, state: usize): void {
  let low = load<i64>(state);
  let high = load<i64>(state + 8);
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) continue;
    const value = <i64>widen<T>(values + <usize>i * sizeof<T>());
    low = min(low, value);
    high = max(high, value);
  }
  store<i64>(state, low);
  store<i64>(state + 8, high);
}

export function keySpan(values: usize, kind: i32, validity: usize, count: i32, state: usize): void {
  if (kind == -4) span<i32>(values, validity, count, state);
  else if (kind == 4) span<u32>(values, validity, count, state);
  else if (kind == -2) span<i16>(values, validity, count, state);
  else if (kind == 2) span<u16>(values, validity, count, state);
  else if (kind == -1) span<i8>(values, validity, count, state);
  else if (kind == 1) span<u8>(values, validity, count, state);
  else joinMinMax(values, validity, count, state);
}

@inline
function pack<T>(
  values: usize,
  validity: usize,
  count: i32,
  state: usize,
  shift: i32,
  add: i32,
  to: usize,
  rowShift: i32,
  present: usize,
): void {
  const low = load<u64>(state);
  const range = load<u64>(state + 8) - low;
  for (let i = 0; i < count; i++) {
    let code: u64 = 0;
    if (!isNull(validity, i)) {
      const at = widen<T>(values + <usize>i * sizeof<T>()) - low;
      if (at <= range) code = at + 1;
      else clear(present, i);
    }
    put(to, i, rowShift, code, shift, add);
  }
}

export function keyPackInts(
  values: usize,
  kind: i32,
  validity: usize,
  count: i32,
  state: usize,
  shift: i32,
  add: i32,
  to: usize,
  rowShift: i32,
  present: usize,
): void {
  if (kind == -4) pack<i32>(values, validity, count, state, shift, add, to, rowShift, present);
  else if (kind == 4) pack<u32>(values, validity, count, state, shift, add, to, rowShift, present);
  else if (kind == -2) pack<i16>(values, validity, count, state, shift, add, to, rowShift, present);
  else if (kind == 2) pack<u16>(values, validity, count, state, shift, add, to, rowShift, present);
  else if (kind == -1) pack<i8>(values, validity, count, state, shift, add, to, rowShift, present);
  else if (kind == 1) pack<u8>(values, validity, count, state, shift, add, to, rowShift, present);
  else pack<i64>(values, validity, count, state, shift, add, to, rowShift, present);
}

export function keyPackIds(
  ids: usize,
  count: i32,
  shift: i32,
  add: i32,
  to: usize,
  rowShift: i32,
  present: usize,
): void {
  for (let i = 0; i < count; i++) {
    const id = load<u32>(ids + (<usize>i << 2));
    if (id == 0xffffffff) clear(present, i);
    else put(to, i, rowShift, id, shift, add);
  }
}

@inline
function unpack<T>(
  keys: usize,
  rowShift: i32,
  count: i32,
  shift: i32,
  bits: i32,
  state: usize,
  values: usize,
  validity: usize,
): i32 {
  const low = load<u64>(state);
  const mask = bits == 64 ? u64.MAX_VALUE : ((<u64>1 << <u64>bits) - 1);
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    const code = (load<u64>(keys + (<usize>i << rowShift)) >>> <u64>shift) & mask;
    store<T>(values + <usize>i * sizeof<T>(), <T>(code == 0 ? 0 : low + code - 1));
    if (code != 0) continue;
    clear(validity, i);
    nulls++;
  }
  return nulls;
}

export function keyUnpackInts(
  keys: usize,
  rowShift: i32,
  count: i32,
  shift: i32,
  bits: i32,
  state: usize,
  values: usize,
  width: i32,
  validity: usize,
): i32 {
  if (width == 4) return unpack<u32>(keys, rowShift, count, shift, bits, state, values, validity);
  if (width == 2) return unpack<u16>(keys, rowShift, count, shift, bits, state, values, validity);
  if (width == 1) return unpack<u8>(keys, rowShift, count, shift, bits, state, values, validity);
  return unpack<u64>(keys, rowShift, count, shift, bits, state, values, validity);
}

export function keyUnpackIds(
  keys: usize,
  rowShift: i32,
  count: i32,
  shift: i32,
  bits: i32,
  ids: usize,
): void {
  const mask = ((<u64>1 << <u64>bits) - 1);
  for (let i = 0; i < count; i++) {
    store<u32>(ids + (<usize>i << 2), <u32>((load<u64>(keys + (<usize>i << rowShift)) >>> <u64>shift) & mask));
  }
}

/** Texts of so many bytes lie in their views. */
const SHORT_TEXT: u32 = 12;
/** Stands for the length of NULL. */
const NULL_LENGTH: u32 = 0xffffffff;

export function keyPackShortTexts(views: usize, validity: usize, count: i32, keys: usize): i32 {
  let longest: u32 = 0;
  for (let i = 0; i < count; i++, views += 16, keys += 16) {
    if (isNull(validity, i)) {
      v128.store(keys, i32x4(NULL_LENGTH, 0, 0, 0));
      continue;
    }
    longest = max(longest, load<u32>(views));
    v128.store(keys, v128.load(views));
  }
  return longest <= SHORT_TEXT ? 1 : 0;
}

export function keyUnpackShortTexts(keys: usize, count: i32, views: usize, validity: usize): i32 {
  let nulls = 0;
  for (let i = 0; i < count; i++, keys += 16, views += 16) {
    if (load<u32>(keys) != NULL_LENGTH) {
      v128.store(views, v128.load(keys));
      continue;
    }
    v128.store(views, i32x4.splat(0));
    clear(validity, i);
    nulls++;
  }
  return nulls;
}
