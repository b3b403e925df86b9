/** Views and the bytes they point to. */
import { isValid } from './validity';

/** Copies bytes in steps of 16; reads and writes up to 15 bytes too many. */
@inline
export function copyLoose(to: usize, from: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
}

/** Where the bytes of a view lie. */
@inline
export function bytesOf(view: usize, length: u32): usize {
  return length <= 12 ? view + 4 : <usize>load<u32>(view + 8);
}

/** A sum beyond 32 bits stays right: many views may share one text. */
export function longTextBytes(views: usize, count: i32): f64 {
  let total: u64 = 0;
  for (let i = 0; i < count; i++) {
    const length = load<u32>(views + (<usize>i << 4));
    if (length > 12) total += length;
  }
  return <f64>total;
}

export function moveText(views: usize, count: i32, to: usize): u32 {
  let at = to;
  for (let i = 0; i < count; i++, views += 16) {
    const length = load<u32>(views);
    if (length <= 12) continue;
    copyLoose(at, load<u32>(views + 8), length);
    store<u32>(views + 8, <u32>at);
    at += length;
  }
  return <u32>(at - to);
}

/** Writes a view of bytes that stay where they are; reads up to 12 bytes. */
@inline
export function writeView(view: usize, start: usize, length: u32): void {
  // Both forms are made and one is chosen: lengths around the limit make a branch guess badly.
  const low = load<u64>(start), high = <u64>load<u32>(start, 8), bits = <u64>length << 3, isInline = length <= 12;
  const l = length >= 8 ? low : low & ((<u64>1 << bits) - 1);
  const h = length <= 8 ? 0 : high & ((<u64>1 << (bits - 64)) - 1);
  store<u64>(view, <u64>length | (select<u64>(l, low, isInline) << 32));
  store<u64>(view, select<u64>((l >> 32) | (h << 32), <u64>start, isInline), 8);
}

export function viewsFromOffsets(offsets: usize, data: usize, count: i32, views: usize): void {
  for (let i = 0; i < count; i++, views += 16, offsets += 4) {
    const start = load<u32>(offsets);
    writeView(views, data + start, load<u32>(offsets + 4) - start);
  }
}

export function offsetsFromViews(views: usize, validity: usize, count: i32, offsets: usize): u32 {
  let total: u32 = 0;
  for (let i = 0; i < count; i++, views += 16) {
    store<u32>(offsets + (<usize>i << 2), total);
    if (validity != 0 && ((load<u8>(validity + (i >>> 3)) >>> (i & 7)) & 1) == 0) continue;
    total += load<u32>(views);
  }
  store<u32>(offsets + (<usize>count << 2), total);
  return total;
}

export function textFromViews(views: usize, offsets: usize, count: i32, data: usize): void {
  for (let i = 0; i < count; i++, views += 16, offsets += 4) {
    const start = load<u32>(offsets);
    const length = load<u32>(offsets + 4) - start;
    copyLoose(data + start, bytesOf(views, length), length);
  }
}

export function viewAddresses(views: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++, views += 16) store<u32>(to + (<usize>i << 2), <u32>bytesOf(views, load<u32>(views)));
}

export function arrowTextBytes(views: usize, validity: usize, count: i32): f64 {
  let total: u64 = 0;
  for (let i = 0; i < count; i++) {
    const length = load<u32>(views + (<usize>i << 4));
    if (length > 12 && isValid(validity, i)) total += length;
  }
  return <f64>total;
}

export function arrowViews(views: usize, validity: usize, count: i32, data: usize, to: usize): void {
  let at = data;
  for (let i = 0; i < count; i++, views += 16, to += 16) {
    if (!isValid(validity, i)) {
      v128.store(to, i64x2.splat(0));
      continue;
    }
    v128.store(to, v128.load(views));
    const length = load<u32>(views);
    if (length <= 12) continue;
    store<u64>(to + 8, <u64>(at - data) << 32);
    copyLoose(at, load<u32>(views + 8), length);
    at += length;
  }
}
