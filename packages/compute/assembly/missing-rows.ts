/** Row lists in which 0xffffffff stands for no row: the padded side of outer joins. Twins: src/twin/missing-rows.ts. */

const NO_ROW: u32 = 0xffffffff;

export function presentRows(rows: usize, count: i32, to: usize, present: usize): i32 {
  const none = i32x4.splat(-1);
  let missing = 0;
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = <usize>i << 2;
    const low = v128.load(rows + at);
    const high = v128.load(rows + at, 16);
    const noLow = i32x4.eq(low, none);
    const noHigh = i32x4.eq(high, none);
    v128.store(to + at, v128.andnot(low, noLow));
    v128.store(to + at, v128.andnot(high, noHigh), 16);
    const absent = i32x4.bitmask(noLow) | (i32x4.bitmask(noHigh) << 4);
    store<u8>(present + (i >>> 3), ~absent);
    missing += popcnt(absent);
  }
  if (i == count) return missing;
  let byte: u32 = 0;
  for (let bit = 0; i + bit < count; bit++) {
    const at = <usize>(i + bit) << 2;
    const row = load<u32>(rows + at);
    const is: u32 = row != NO_ROW ? 1 : 0;
    store<u32>(to + at, is ? row : 0);
    byte |= is << bit;
    missing += 1 - is;
  }
  store<u8>(present + (i >>> 3), byte);
  return missing;
}

export function unmatchedRows(matched: usize, from: i32, end: i32, left: usize, right: usize): i32 {
  let count = 0;
  for (let row = from; row < end; row++) {
    const byte = <u32>load<u8>(matched + (row >>> 3));
    if ((row & 7) == 0 && byte == 0xff) {
      row += 7;
      continue;
    }
    store<u32>(right + (<usize>count << 2), row);
    count += ((byte >>> (row & 7)) & 1) ^ 1;
  }
  for (let i = 0; i < count; i++) store<u32>(left + (<usize>i << 2), NO_ROW);
  return count;
}

export function padPairs(
  pairsLeft: usize,
  pairsRight: usize,
  pairs: i32,
  matched: usize,
  from: i32,
  end: i32,
  left: usize,
  right: usize,
): i32 {
  let count: usize = 0;
  let at: usize = 0;
  const last = <usize>pairs;
  for (let row = from; row < end; row++) {
    for (; at < last && load<u32>(pairsRight + (at << 2)) <= <u32>row; at++, count++) {
      store<u32>(left + (count << 2), load<u32>(pairsLeft + (at << 2)));
      store<u32>(right + (count << 2), load<u32>(pairsRight + (at << 2)));
    }
    if (((<u32>load<u8>(matched + (row >>> 3)) >>> (row & 7)) & 1) != 0) continue;
    store<u32>(left + (count << 2), NO_ROW);
    store<u32>(right + (count << 2), row);
    count++;
  }
  for (; at < last; at++, count++) {
    store<u32>(left + (count << 2), load<u32>(pairsLeft + (at << 2)));
    store<u32>(right + (count << 2), load<u32>(pairsRight + (at << 2)));
  }
  return <i32>count;
}
