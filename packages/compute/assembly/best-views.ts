/** The smallest or largest text of groups; src/twin/best-views.ts describes the state. */
import { groupOf, skipped } from './group-rows';
import { compareBytes } from './rows';
import { bytesOf } from './text';

const CHANGED: u8 = 2;

/** Below 0, 0 or above as the bytes of one view are in order before, equal to or after those of the other. */
@inline
function compareViews(a: usize, b: usize): i32 {
  const x = bswap(load<u32>(a, 4));
  const y = bswap(load<u32>(b, 4));
  if (x != y) return x < y ? -1 : 1;
  const aLength = load<u32>(a);
  const bLength = load<u32>(b);
  return compareBytes(bytesOf(a, aLength), aLength, bytesOf(b, bLength), bLength);
}

export function aggBestViews(
  views: usize,
  mask: usize,
  groups: usize,
  count: i32,
  best: usize,
  seen: usize,
  largest: i32,
  changed: usize,
): i32 {
  let next = changed;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = groupOf(groups, i);
    const view = views + (<usize>i << 4);
    const at = best + (group << 4);
    const flag = load<u8>(seen + group);
    if (flag != 0) {
      const order = compareViews(view, at);
      if (largest != 0 ? order <= 0 : order >= 0) continue;
    }
    v128.store(at, v128.load(view));
    if (flag == CHANGED) continue;
    store<u8>(seen + group, CHANGED);
    store<u32>(next, <u32>group);
    next += 4;
  }
  return <i32>((next - changed) >>> 2);
}

export function aggTextBytes(best: usize, changed: usize, count: i32): f64 {
  let total: u64 = 0;
  for (let i = 0; i < count; i++) {
    const length = load<u32>(best + (groupOf(changed, i) << 4));
    if (length > 12) total += length;
  }
  return <f64>total;
}

export function aggOwnTexts(best: usize, seen: usize, changed: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    const group = groupOf(changed, i);
    store<u8>(seen + group, 1);
    const view = best + (group << 4);
    const length = load<u32>(view);
    if (length <= 12) continue;
    memory.copy(to, load<u32>(view, 8), length);
    store<u32>(view, <u32>to, 8);
    to += length;
  }
}
