/**
 * Twins of assembly/best-views.ts: the smallest or largest text of groups, as views (16 bytes a group in `best`). `seen`
 * has a byte a group: 0 without a text, 1 with one, 2 when the view still points into the rows it came from.
 */
import { mem } from '../memory/engine-memory.js';

const CHANGED = 2;

function bytesOf(view: number): Uint8Array {
  const length = mem.u32[view >>> 2]!;
  const at = length <= 12 ? view + 4 : mem.u32[(view >>> 2) + 2]!;
  return mem.u8.subarray(at, at + length);
}

function compareViews(a: number, b: number): number {
  const [x, y] = [bytesOf(a), bytesOf(b)];
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

const isSkipped = (mask: number, row: number): boolean =>
  mask !== 0 && ((mem.u8[mask + (row >>> 3)]! >>> (row & 7)) & 1) === 0;

/** Compares the rows of the mask (0: all) with the best of their groups; lists the groups that have a new one. */
export function aggBestViews(
  views: number,
  mask: number,
  groups: number,
  count: number,
  best: number,
  seen: number,
  largest: number,
  changed: number,
): number {
  const { u8, u32 } = mem;
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (isSkipped(mask, i)) continue;
    const group = u32[(groups >>> 2) + i]!;
    const view = views + i * 16;
    if (u8[seen + group] !== 0) {
      const order = compareViews(view, best + group * 16);
      if (largest !== 0 ? order <= 0 : order >= 0) continue;
    }
    u32.copyWithin((best >>> 2) + group * 4, view >>> 2, (view >>> 2) + 4);
    if (u8[seen + group] === CHANGED) continue;
    u8[seen + group] = CHANGED;
    u32[(changed >>> 2) + next++] = group;
  }
  return next;
}

/** Bytes of the texts of some groups that do not lie in their views. */
export function aggTextBytes(best: number, changed: number, count: number): number {
  const u32 = mem.u32;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const length = u32[(best >>> 2) + u32[(changed >>> 2) + i]! * 4]!;
    if (length > 12) total += length;
  }
  return total;
}

/** Copies the texts of some groups to `to`, one after the other, and marks them as no longer changed. */
export function aggOwnTexts(best: number, seen: number, changed: number, count: number, to: number): void {
  const { u8, u32 } = mem;
  let at = to;
  for (let i = 0; i < count; i++) {
    const group = u32[(changed >>> 2) + i]!;
    u8[seen + group] = 1;
    const view = (best >>> 2) + group * 4;
    const length = u32[view]!;
    if (length <= 12) continue;
    u8.copyWithin(at, u32[view + 2]!, u32[view + 2]! + length);
    u32[view + 2] = at;
    at += length;
  }
}
