/** Twin of assembly/snappy.ts. */
import { mem } from '@datafusion-ts/compute';
import { u32At, varintAt } from './bytes.js';

/** Decompresses to exactly `size` bytes; 0, or -1 for damaged input. */
export function snappy(src: number, length: number, dst: number, size: number, _content: number): number {
  const { u8 } = mem;
  const end = src + length;
  const head = varintAt(src, end);
  if (head?.value !== size) return -1;
  let s = head.next;
  let d = dst;
  const dstEnd = dst + size;
  while (s < end) {
    const tag = readTag(s, end);
    if (tag === undefined || tag.count > dstEnd - d) return -1;
    s = tag.next;
    if (tag.offset === 0) {
      if (tag.count > end - s) return -1;
      u8.copyWithin(d, s, s + tag.count);
      s += tag.count;
      d += tag.count;
    } else {
      if (tag.offset > d - dst) return -1;
      for (let i = 0; i < tag.count; i++, d++) u8[d] = u8[d - tag.offset]!;
    }
  }
  return d === dstEnd ? 0 : -1;
}

/** Two streams; 0, or -1 when either is damaged. */
export function snappyTwo(
  srcA: number,
  lengthA: number,
  dstA: number,
  sizeA: number,
  srcB: number,
  lengthB: number,
  dstB: number,
  sizeB: number,
): number {
  return snappy(srcA, lengthA, dstA, sizeA, 1) < 0 ? -1 : snappy(srcB, lengthB, dstB, sizeB, 1);
}

/** Two streams of integers. */
export function snappyTwoPairs(
  srcA: number,
  lengthA: number,
  dstA: number,
  sizeA: number,
  srcB: number,
  lengthB: number,
  dstB: number,
  sizeB: number,
): number {
  return snappyTwo(srcA, lengthA, dstA, sizeA, srcB, lengthB, dstB, sizeB);
}

/** A tag: literals have offset 0. */
function readTag(
  s: number,
  end: number,
): { readonly count: number; readonly offset: number; readonly next: number } | undefined {
  const tag = mem.u8[s]!;
  const kind = tag & 3;
  const extra = kind === 0 ? Math.max(0, (tag >>> 2) - 59) : kind === 3 ? 4 : kind;
  if (extra > end - s - 1) return undefined;
  const next = s + 1 + extra;
  const number = extra === 0 ? 0 : extra === 4 ? u32At(s + 1) : u32At(s + 1) & ((1 << (extra * 8)) - 1);
  if (kind === 0) {
    const count = extra === 0 ? (tag >>> 2) + 1 : number + 1;
    return count > 0xffff_ffff ? undefined : { count, offset: 0, next };
  }
  if (kind === 1) {
    const offset = ((tag >>> 5) << 8) | number;
    return offset === 0 ? undefined : { count: ((tag >>> 2) & 7) + 4, offset, next };
  }
  return number === 0 ? undefined : { count: (tag >>> 2) + 1, offset: number, next };
}

/** Address of the bytes when the stream is one literal of `size` bytes, else 0. */
export function snappyLiteral(src: number, length: number, size: number): number {
  const end = src + length;
  const head = varintAt(src, end);
  if (head?.value !== size || head.next >= end) return 0;
  const tag = readTag(head.next, end);
  return tag?.offset === 0 && tag.count === size && tag.next + size === end ? tag.next : 0;
}
