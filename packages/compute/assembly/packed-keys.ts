/** Several keys of a row packed into 64 bits; src/twin/packed-keys.ts describes the codes. */

@inline
function isNull(validity: usize, row: i32): bool {
  return validity != 0 && ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) == 0;
}

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

export function keyPackInts(
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
      const at = load<u64>(values + (<usize>i << 3)) - low;
      if (at <= range) code = at + 1;
      else clear(present, i);
    }
    put(to, i, rowShift, code, shift, add);
  }
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

export function keyUnpackInts(
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
    store<u64>(values + (<usize>i << 3), code == 0 ? 0 : low + code - 1);
    if (code != 0) continue;
    clear(validity, i);
    nulls++;
  }
  return nulls;
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
