/** Twins of assembly/nulls.ts. */
import { getBit, mem, setBit } from '@datafusion-ts/compute';

/** Values of any width over the slots that a bitmap marks; gives the number of values used. */
export function spreadBytes(from: number, width: number, validity: number, count: number, to: number): number {
  const { u8 } = mem;
  let used = 0;
  for (let i = 0; i < count; i++) {
    const place = to + i * width;
    if (getBit(validity, i)) u8.copyWithin(place, from + used * width, from + ++used * width);
    else u8.fill(0, place, place + width);
  }
  return used;
}

export const spread1 = (from: number, validity: number, count: number, to: number): number =>
  spreadBytes(from, 1, validity, count, to);
export const spread2 = (from: number, validity: number, count: number, to: number): number =>
  spreadBytes(from, 2, validity, count, to);
export const spread4 = (from: number, validity: number, count: number, to: number): number =>
  spreadBytes(from, 4, validity, count, to);
export const spread8 = (from: number, validity: number, count: number, to: number): number =>
  spreadBytes(from, 8, validity, count, to);
export const spread16 = (from: number, validity: number, count: number, to: number): number =>
  spreadBytes(from, 16, validity, count, to);

/** Bits into a zeroed bitmap. */
export function spreadBits(from: number, validity: number, count: number, to: number): number {
  let used = 0;
  for (let i = 0; i < count; i++) {
    if (!getBit(validity, i)) continue;
    if (getBit(from, used)) setBit(to, i);
    used++;
  }
  return used;
}

/**
 * Of ascending rows of a page whose first row is `first`, those that are not null, to `valid`, and to `ranks` how many rows
 * of the page before each are not null. Gives their number.
 */
export function rankRows(
  validity: number,
  rows: number,
  count: number,
  first: number,
  ranks: number,
  valid: number,
): number {
  const { u32 } = mem;
  let kept = 0;
  for (let i = 0, place = 0, rank = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    for (; place < row - first; place++) if (getBit(validity, place)) rank++;
    if (!getBit(validity, place)) continue;
    u32[(ranks >>> 2) + kept] = rank;
    u32[(valid >>> 2) + kept++] = row;
  }
  return kept;
}

/** A bitmap of the bytes that are at least `limit`; gives the number of set bits. */
export function atLeast(bytes: number, count: number, limit: number, to: number): number {
  const { u8 } = mem;
  u8.fill(0, to, to + ((count + 7) >>> 3));
  let set = 0;
  for (let i = 0; i < count; i++) {
    if (u8[bytes + i]! < limit) continue;
    setBit(to, i);
    set++;
  }
  return set;
}
