/** Twins of assembly/compare.ts: comparisons to bitmaps, search in text. */
import { mem } from '../memory/engine-memory.js';
import { compareBytes, compareViews } from '../compare/bytes.js';
import { viewBytes, viewLength } from '../vector/view.js';

type Comparison = (a: number, sa: number, b: number, sb: number, count: number, invert: number, to: number) => void;

/** Packs `test(row)` into bits. */
function pack(count: number, invert: number, to: number, test: (row: number) => boolean): void {
  const { u8 } = mem;
  for (let i = 0; i < count; i += 8) {
    let bits = 0;
    for (let j = 0; j < 8 && i + j < count; j++) if (test(i + j)) bits |= 1 << j;
    u8[to + (i >>> 3)] = bits ^ invert;
  }
}

type View = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32';

function equal(view: View, shift: number): Comparison {
  return (a, sa, b, sb, count, invert, to) => {
    const values = mem[view];
    const [x, y] = [a >>> shift, b >>> shift];
    pack(count, invert, to, (i) => values[x + i * sa] === values[y + i * sb]);
  };
}

function less(view: View, shift: number): Comparison {
  return (a, sa, b, sb, count, invert, to) => {
    const values = mem[view];
    const [x, y] = [a >>> shift, b >>> shift];
    pack(count, invert, to, (i) => values[x + i * sa]! < values[y + i * sb]!);
  };
}

export const eq8 = equal('u8', 0);
export const eq16 = equal('u16', 1);
export const eq32 = equal('u32', 2);
export const ltI8 = less('i8', 0);
export const ltU8 = less('u8', 0);
export const ltI16 = less('i16', 1);
export const ltU16 = less('u16', 1);
export const ltI32 = less('i32', 2);
export const ltU32 = less('u32', 2);

export const eq64: Comparison = (a, sa, b, sb, count, invert, to) => {
  const { i32 } = mem;
  const [x, y] = [a >>> 2, b >>> 2];
  pack(count, invert, to, (i) => {
    const [p, q] = [x + i * sa * 2, y + i * sb * 2];
    return i32[p] === i32[q] && i32[p + 1] === i32[q + 1];
  });
};

function less64(high: 'i32' | 'u32'): Comparison {
  return (a, sa, b, sb, count, invert, to) => {
    const { u32 } = mem;
    const highs = mem[high];
    const [x, y] = [a >>> 2, b >>> 2];
    pack(count, invert, to, (i) => {
      const [p, q] = [x + i * sa * 2, y + i * sb * 2];
      const [g, h] = [highs[p + 1]!, highs[q + 1]!];
      return g < h || (g === h && u32[p]! < u32[q]!);
    });
  };
}

export const ltI64 = less64('i32');
export const ltU64 = less64('u32');

/** Bits of a float as an integer that orders like the float. */
const order32 = (bits: number): number => bits ^ ((bits >> 31) >>> 1);

export const ltF32: Comparison = (a, sa, b, sb, count, invert, to) => {
  const { i32 } = mem;
  const [x, y] = [a >>> 2, b >>> 2];
  pack(count, invert, to, (i) => order32(i32[x + i * sa]!) < order32(i32[y + i * sb]!));
};

export const ltF64: Comparison = (a, sa, b, sb, count, invert, to) => {
  const { i32, u32 } = mem;
  const [x, y] = [a >>> 2, b >>> 2];
  pack(count, invert, to, (i) => {
    const [p, q] = [x + i * sa * 2, y + i * sb * 2];
    const [g, h] = [order32(i32[p + 1]!), order32(i32[q + 1]!)];
    if (g !== h) return g < h;
    // Low words of negative numbers count backwards.
    return i32[p + 1]! < 0 ? u32[p]! > u32[q]! : u32[p]! < u32[q]!;
  });
};

export const eq128: Comparison = (a, sa, b, sb, count, invert, to) => {
  const { i32 } = mem;
  const [x, y] = [a >>> 2, b >>> 2];
  pack(count, invert, to, (i) => {
    const [p, q] = [x + i * sa * 4, y + i * sb * 4];
    return i32[p] === i32[q] && i32[p + 1] === i32[q + 1] && i32[p + 2] === i32[q + 2] && i32[p + 3] === i32[q + 3];
  });
};

export const ltI128: Comparison = (a, sa, b, sb, count, invert, to) => {
  const { i32, u32 } = mem;
  const [x, y] = [a >>> 2, b >>> 2];
  pack(count, invert, to, (i) => {
    const [p, q] = [x + i * sa * 4, y + i * sb * 4];
    if (i32[p + 3] !== i32[q + 3]) return i32[p + 3]! < i32[q + 3]!;
    for (let word = 2; word >= 0; word--) if (u32[p + word] !== u32[q + word]) return u32[p + word]! < u32[q + word]!;
    return false;
  });
};

export const eqView: Comparison = (a, sa, b, sb, count, invert, to) => {
  const { u32 } = mem;
  pack(count, invert, to, (i) => {
    const [p, q] = [a + i * sa * 16, b + i * sb * 16];
    return u32[p >>> 2] === u32[q >>> 2] && compareViews(p, q) === 0;
  });
};

export const ltView: Comparison = (a, sa, b, sb, count, invert, to) => {
  pack(count, invert, to, (i) => compareViews(a + i * sa * 16, b + i * sb * 16) < 0);
};

type Search = (views: number, count: number, needle: number, size: number, invert: number, to: number) => void;

function search(test: (text: number, length: number, needle: number, size: number) => boolean): Search {
  return (views, count, needle, size, invert, to) => {
    pack(count, invert, to, (i) => {
      const view = views + i * 16;
      const length = viewLength(view);
      return length >= size && test(viewBytes(view), length, needle, size);
    });
  };
}

const same = (a: number, b: number, length: number): boolean => compareBytes(a, length, b, length) === 0;

export const containsView = search((text, length, needle, size) => {
  const { u8 } = mem;
  for (let i = 0; i <= length - size; i++) if (u8[text + i] === u8[needle] && same(text + i, needle, size)) return true;
  return false;
});
export const startsView = search((text, _length, needle, size) => same(text, needle, size));
export const endsView = search((text, length, needle, size) => same(text + length - size, needle, size));

/** First place at or behind `from` where the bytes lie; -1 when there is none. */
function find(text: number, end: number, from: number, needle: number, size: number): number {
  const { u8 } = mem;
  for (let i = from; i <= end - size; i++) if (u8[text + i] === u8[needle] && same(text + i, needle, size)) return i;
  return -1;
}

function matches(
  text: number,
  length: number,
  segments: readonly (readonly [number, number])[],
  open: readonly [boolean, boolean],
): boolean {
  let from = 0;
  let end = length;
  let middle = segments;
  if (!open[0]) {
    const [address, size] = segments[0]!;
    if (size > length || !same(text, address, size)) return false;
    from = size;
    middle = middle.slice(1);
  }
  if (!open[1]) {
    const [address, size] = segments.at(-1)!;
    if (size > length - from || !same(text + length - size, address, size)) return false;
    end = length - size;
    middle = middle.slice(0, -1);
  }
  for (const [address, size] of middle) {
    const position = find(text, end, from, address, size);
    if (position < 0) return false;
    from = position + size;
  }
  return true;
}

/** Views that match a LIKE pattern of at least two texts with `%` between; `segments` holds address and length of each, u32. */
export function likeView(
  views: number,
  rows: number,
  segments: number,
  count: number,
  openStart: number,
  openEnd: number,
  invert: number,
  to: number,
): void {
  const { u32 } = mem;
  const parts = Array.from(
    { length: count },
    (_, i) => [u32[(segments >>> 2) + i * 2]!, u32[(segments >>> 2) + i * 2 + 1]!] as const,
  );
  pack(rows, invert, to, (i) => {
    const view = views + i * 16;
    return matches(viewBytes(view), viewLength(view), parts, [openStart !== 0, openEnd !== 0]);
  });
}
