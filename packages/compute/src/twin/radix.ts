/**
 * Twins of assembly/radix.ts: rows dealt out to partitions, so that the groups of each fit a cache. A row's partition is
 * given by the low bits of the hash of its key (the high ones number the slots of tables). Every partition has a cursor a
 * column: the address where its next value goes.
 */
import { mem } from '../memory/engine-memory.js';
import { narrowHash, wideHash } from './hash.js';

/** Partition (u32) of every row by its key of `1 << rowShift` bytes, and the rows of each of the `mask + 1` partitions. */
export function radixParts(
  keys: number,
  rowShift: number,
  count: number,
  mask: number,
  parts: number,
  counts: number,
): void {
  const u32 = mem.u32;
  u32.fill(0, counts >>> 2, (counts >>> 2) + mask + 1);
  for (let i = 0; i < count; i++) {
    const at = (keys >>> 2) + (i << (rowShift - 2));
    const [a, b] = [u32[at]!, u32[at + 1]!];
    const hash = rowShift === 3 ? narrowHash(a, b) : wideHash(a, b, u32[at + 2]!, u32[at + 3]!);
    const part = hash & mask;
    u32[(parts >>> 2) + i] = part;
    u32[(counts >>> 2) + part]!++;
  }
}

/** Where the next value of a partition goes; the cursor moves on. */
function place(cursors: number, part: number, width: number): number {
  const u32 = mem.u32;
  const at = u32[(cursors >>> 2) + part]!;
  u32[(cursors >>> 2) + part] = at + width;
  return at;
}

/**
 * Deals values of 1, 2, 4, 8 or 16 bytes out; cursors are multiples of the width. `lines` is room for 64 bytes a partition,
 * and the bytes around what is written, within 64 of it, must be there, too.
 */
export function radixScatter(
  values: number,
  width: number,
  parts: number,
  count: number,
  cursors: number,
  _partitions: number,
  _lines: number,
): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const from = values + i * width;
    u8.copyWithin(place(cursors, u32[(parts >>> 2) + i]!, width), from, from + width);
  }
}

/** Deals bits out as bytes of 0 or 1; without a bitmap all are 1. */
export function radixScatterBits(bits: number, parts: number, count: number, cursors: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const to = place(cursors, u32[(parts >>> 2) + i]!, 1);
    u8[to] = bits === 0 ? 1 : (u8[bits + (i >>> 3)]! >>> (i & 7)) & 1;
  }
}

/** A bitmap of bytes of 0 or 1; gives the number of zeros. */
export function radixBits(bytes: number, count: number, to: number): number {
  const { u8 } = mem;
  let zeros = 0;
  u8.fill(0, to, to + ((count + 7) >>> 3));
  for (let i = 0; i < count; i++) {
    if ((u8[bytes + i]! & 1) === 0) zeros++;
    else u8[to + (i >>> 3)]! |= 1 << (i & 7);
  }
  return zeros;
}
