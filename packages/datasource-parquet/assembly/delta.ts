/** DELTA_BINARY_PACKED and what builds on it. */

/** Reads an unsigned varint of up to 64 bits; `state` holds the address, moved behind it (0: damaged). */
// @ts-ignore: decorator
@inline function varint(state: usize, end: usize): u64 {
  let s = <usize>load<u32>(state);
  let value: u64 = 0;
  for (let shift: u64 = 0; shift < 70; shift += 7) {
    if (s >= end) break;
    const byte = <u64>load<u8>(s++);
    value |= (byte & 127) << shift;
    if (byte < 128) {
      store<u32>(state, <u32>s);
      return value;
    }
  }
  store<u32>(state, 0);
  return 0;
}

// @ts-ignore: decorator
@inline function zigzag(value: u64): i64 {
  return <i64>(value >> 1) ^ -<i64>(value & 1);
}

/** `count` integers of `width` (4 or 8) bytes; gives the number of bytes read, or -1. `state` is 8 bytes of scratch. */
export function deltas(src: usize, end: usize, count: i32, width: i32, to: usize, state: usize): i32 {
  store<u32>(state, <u32>src);
  const blockSize = varint(state, end);
  if (load<u32>(state) == 0) return -1;
  const miniBlocks = varint(state, end);
  if (load<u32>(state) == 0) return -1;
  const total = varint(state, end);
  if (load<u32>(state) == 0) return -1;
  let value = zigzag(varint(state, end));
  if (load<u32>(state) == 0) return -1;
  if (total != <u64>count || blockSize == 0 || miniBlocks == 0 || miniBlocks > 512 || blockSize > 1 << 20) return -1;
  const perMini = <u32>(blockSize / miniBlocks);
  if (perMini == 0 || (perMini & 7) != 0) return -1;
  const all = <i64>total;
  if (all == 0) return <i32>(load<u32>(state) - <u32>src);
  let done: i64 = 0;
  if (count > 0) {
    if (width == 4) store<i32>(to, <i32>value);
    else store<i64>(to, value);
    to += width;
  }
  done = 1;
  while (done < all) {
    const minimum = zigzag(varint(state, end));
    let s = <usize>load<u32>(state);
    if (s == 0 || <usize>miniBlocks > end - s) return -1;
    const widths = s;
    s += <usize>miniBlocks;
    for (let m: u32 = 0; m < <u32>miniBlocks && done < all; m++) {
      const bitsPer = <u32>load<u8>(widths + m);
      if (bitsPer > 64) return -1;
      const bytes = (perMini >> 3) * bitsPer;
      const inMini = <u32>min<i64>(<i64>perMini, all - done);
      if ((<u64>inMini * bitsPer + 7) >> 3 > <u64>(end - s)) return -1;
      for (let i: u32 = 0; i < inMini; i++) {
        let delta: u64 = 0;
        if (bitsPer > 0) {
          const bit = i * bitsPer, at = s + (bit >> 3), phase = bit & 7;
          delta = load<u64>(at) >> <u64>phase;
          if (bitsPer + phase > 64) delta |= <u64>load<u8>(at, 8) << <u64>(64 - phase);
          if (bitsPer < 64) delta &= ((<u64>1) << <u64>bitsPer) - 1;
        }
        value += minimum + <i64>delta;
        if (done < <i64>count) {
          if (width == 4) store<i32>(to, <i32>value);
          else store<i64>(to, value);
          to += width;
        }
        done++;
      }
      s = <usize>bytes > end - s ? end : s + bytes;
    }
    store<u32>(state, <u32>s);
  }
  return <i32>(load<u32>(state) - <u32>src);
}

/** Bytes that prefixes and suffixes together make, as a double; -1 when a prefix is longer than the value before. */
export function joinedSize(prefixes: usize, suffixes: usize, count: i32): f64 {
  let total: f64 = 0, before: i64 = 0;
  for (let i = 0; i < count; i++) {
    const prefix = <i64>load<i32>(prefixes + (<usize>i << 2)), suffix = <i64>load<i32>(suffixes + (<usize>i << 2));
    if (prefix < 0 || suffix < 0 || prefix > before) return -1;
    before = prefix + suffix;
    total += <f64>before;
  }
  return total;
}

/** Joins prefixes of the value before with suffixes; writes lengths over `prefixes`. 0 or -1. */
export function joinPrefixes(prefixes: usize, suffixes: usize, count: i32, src: usize, end: usize, to: usize): i32 {
  let before = to;
  for (let i = 0; i < count; i++) {
    const prefix = load<u32>(prefixes + (<usize>i << 2)), suffix = load<u32>(suffixes + (<usize>i << 2));
    if (<usize>suffix > end - src) return -1;
    memory.copy(to, before, prefix);
    memory.copy(to + prefix, src, suffix);
    src += suffix;
    before = to;
    to += prefix + suffix;
    store<u32>(prefixes + (<usize>i << 2), prefix + suffix);
  }
  return 0;
}
