/** Twins of assembly/runs.ts. */
import { mem } from '@datafusion-ts/compute';
import { bitsAt, u32At, varintAt } from './bytes.js';

/** Takes `count` equal values, or bit-packed ones at `packed` when given; a negative result ends the walk. */
type RunVisitor = (first: number, count: number, value: number, packed: number) => number;

/** Walks the runs of `width`-bit values. 0, or a negative number. */
function walkRuns(src: number, end: number, width: number, count: number, visit: RunVisitor): number {
  const valueBytes = (width + 7) >>> 3;
  let s = src;
  for (let done = 0; done < count;) {
    const head = varintAt(s, end);
    if (head === undefined) return -1;
    s = head.next;
    const packed = (head.value & 1) === 1;
    const run = Math.min(packed ? (head.value >>> 1) * 8 : head.value >>> 1, count - done);
    const needed = packed ? Math.ceil((run * width) / 8) : valueBytes;
    if (run === 0 || needed > end - s) return -1;
    const value = packed ? 0 : valueBytes === 4 ? u32At(s) : u32At(s) & ((1 << (valueBytes * 8)) - 1);
    const result = visit(done, run, value, packed ? s : 0);
    if (result < 0) return result;
    s = packed ? Math.min(end, s + (head.value >>> 1) * width) : s + valueBytes;
    done += run;
  }
  return 0;
}

function walkCodes(
  src: number,
  end: number,
  count: number,
  size: number,
  put: (index: number, code: number) => void,
): number {
  if (count === 0) return 0;
  if (src >= end || size === 0) return -1;
  const width = mem.u8[src]!;
  if (width > 32) return -1;
  return walkRuns(src + 1, end, width, count, (first, run, value, packed) => {
    for (let i = 0; i < run; i++) {
      const code = packed === 0 ? value : bitsAt(packed, i * width, width);
      if (code >= size) return -2;
      put(first + i, code);
    }
    return 0;
  });
}

/** Codes as bytes; `src` points at the bit width. 0, -1 for damaged runs, -2 for codes beyond the dictionary. */
export function codes1(src: number, end: number, count: number, to: number, size: number): number {
  const { u8 } = mem;
  return walkCodes(src, end, count, size, (i, code) => (u8[to + i] = code));
}

export function codes2(src: number, end: number, count: number, to: number, size: number): number {
  const { u16 } = mem;
  return walkCodes(src, end, count, size, (i, code) => (u16[(to >>> 1) + i] = code));
}

export function codes4(src: number, end: number, count: number, to: number, size: number): number {
  const { u32 } = mem;
  return walkCodes(src, end, count, size, (i, code) => (u32[(to >>> 2) + i] = code));
}

function dictionary(
  src: number,
  end: number,
  count: number,
  entries: number,
  size: number,
  to: number,
  width: number,
): number {
  const { u32 } = mem;
  const words = width >>> 2;
  return walkCodes(src, end, count, size, (i, code) => {
    for (let k = 0; k < words; k++) u32[(to >>> 2) + i * words + k] = u32[(entries >>> 2) + code * words + k]!;
  });
}

/** Values of 4, 8 and 16 bytes through a dictionary. */
export function dictionary4(
  src: number,
  end: number,
  count: number,
  entries: number,
  size: number,
  to: number,
): number {
  return dictionary(src, end, count, entries, size, to, 4);
}

export function dictionary8(
  src: number,
  end: number,
  count: number,
  entries: number,
  size: number,
  to: number,
): number {
  return dictionary(src, end, count, entries, size, to, 8);
}

export function dictionary16(
  src: number,
  end: number,
  count: number,
  entries: number,
  size: number,
  to: number,
): number {
  return dictionary(src, end, count, entries, size, to, 16);
}

/** Levels as bytes. 0 or -1. */
export function levels(src: number, end: number, width: number, count: number, to: number): number {
  const { u8 } = mem;
  return walkRuns(src, end, width, count, (first, run, value, packed) => {
    for (let i = 0; i < run; i++) u8[to + first + i] = packed === 0 ? value : bitsAt(packed, i * width, width);
    return 0;
  });
}

/** Runs of one bit as a bitmap, `to` being zeroed; gives the number of set bits or -1. */
export function bits(src: number, end: number, count: number, to: number): number {
  const { u8 } = mem;
  let set = 0;
  const result = walkRuns(src, end, 1, count, (first, run, value, packed) => {
    for (let i = 0; i < run; i++) {
      if (((packed === 0 ? value : bitsAt(packed, i, 1)) & 1) === 0) continue;
      set++;
      u8[to + ((first + i) >>> 3)]! |= 1 << ((first + i) & 7);
    }
    return 0;
  });
  return result < 0 ? result : set;
}
