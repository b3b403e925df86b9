/** Twins of assembly/best.ts: the row of the smallest or largest value of a column. */
import { mem } from '../memory/engine-memory.js';
import { getBit, setBit } from '../vector/bits.js';

type Compare = (a: number, b: number) => number;

/** The first row that no other valid row is better than, -1 when none is valid. */
function bestRow(validity: number, count: number, largest: number, compare: Compare): number {
  let best = -1;
  for (let row = 0; row < count; row++) {
    if (validity !== 0 && !getBit(validity, row)) continue;
    const order = best === -1 ? 1 : compare(row, best);
    if (best === -1 || (largest !== 0 ? order > 0 : order < 0)) best = row;
  }
  return best;
}

/** Rows compared by values of one array. */
const numbers =
  (view: () => ArrayLike<number | bigint> & { readonly BYTES_PER_ELEMENT: number }) =>
  (values: number, validity: number, count: number, largest: number): number => {
    const array = view();
    const at = values / array.BYTES_PER_ELEMENT;
    return bestRow(validity, count, largest, (a, b) => {
      const [x, y] = [array[at + a]!, array[at + b]!];
      return x < y ? -1 : x > y ? 1 : 0;
    });
  };

/** The smallest or largest of integers, by width and sign: row, or -1 when all are null. */
export const bestI8 = numbers(() => mem.i8);
export const bestI16 = numbers(() => mem.i16);
export const bestI32 = numbers(() => mem.i32);
export const bestI64 = numbers(() => mem.i64);
export const bestU8 = numbers(() => mem.u8);
export const bestU16 = numbers(() => mem.u16);
export const bestU32 = numbers(() => mem.u32);
export const bestU64 = numbers(() => mem.u64);

/** The best double in total order: -0 below 0, NaN at the ends by its sign. */
export function bestF64(values: number, validity: number, count: number, largest: number): number {
  const key = (row: number): bigint => {
    const bits = mem.i64[(values >>> 3) + row]!;
    return bits < 0n ? bits ^ 0x7fff_ffff_ffff_ffffn : bits;
  };
  return bestRow(validity, count, largest, (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** The best Float32 in total order. */
export function bestF32(values: number, validity: number, count: number, largest: number): number {
  const key = (row: number): number => {
    const bits = mem.i32[(values >>> 2) + row]!;
    return bits < 0 ? bits ^ 0x7fff_ffff : bits;
  };
  return bestRow(validity, count, largest, (a, b) => key(a) - key(b));
}

/** The best text or binary by its bytes. */
export function bestView(views: number, validity: number, count: number, largest: number): number {
  const bytes = (row: number): Uint8Array => {
    const view = views + row * 16;
    const length = mem.u32[view >>> 2]!;
    const at = length <= 12 ? view + 4 : mem.u32[(view >>> 2) + 2]!;
    return mem.u8.subarray(at, at + length);
  };
  return bestRow(validity, count, largest, (a, b) => {
    const [x, y] = [bytes(a), bytes(b)];
    for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
    return x.length - y.length;
  });
}

/** Sets the bits of the entries that valid rows of a dictionary column use; codes have `width` bytes. */
export function markCodes(
  codes: number,
  width: number,
  validity: number,
  count: number,
  _entries: number,
  _scratch: number,
  marks: number,
): void {
  const view = width === 1 ? mem.u8 : width === 2 ? mem.u16 : mem.u32;
  for (let row = 0; row < count; row++)
    if (validity === 0 || getBit(validity, row)) setBit(marks, view[codes / width + row]!);
}

/**
 * Lists the rows (u32) that may be among the `k` smallest keys of their groups: all but those behind `k` smaller ones.
 * `best` has the `k` smallest keys (u64) of each group so far in order, the largest number for those there are not.
 */
export function bestPerGroup(
  keys: number,
  groups: number,
  count: number,
  k: number,
  best: number,
  rows: number,
): number {
  const { u32, u64 } = mem;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const key = u64[(keys >>> 3) + i]!;
    const first = (best >>> 3) + u32[(groups >>> 2) + i]! * k;
    let at = first + k - 1;
    const worst = u64[at]!;
    if (key > worst) continue;
    u32[(rows >>> 2) + found++] = i;
    if (key === worst) continue;
    for (; at > first && u64[at - 1]! > key; at--) u64[at] = u64[at - 1]!;
    u64[at] = key;
  }
  return found;
}
