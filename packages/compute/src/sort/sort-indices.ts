/**
 * Row numbers in sorted order: stable, several keys, each with its direction and place of nulls.
 *
 * Every key column becomes 64-bit numbers whose unsigned order is the column's order; what does not fit (text, nested
 * values) becomes row-encoded strings, sorted on their own and replaced by their ranks. Then a radix sort from the least
 * to the most significant number, which skips bytes that all rows share. With a limit, rows that cannot be among the
 * first are dropped by a heap over the first key before anything is sorted.
 */
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { allRows } from '../structural/filter.js';
import { codesToRows, flatten } from '../structural/flatten.js';
import { takeFixed, takeVector } from '../structural/take.js';
import { widenDecimal } from '../structural/concat.js';
import { RowEncoder, type EncodedRows } from '../row/row-encoder.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { KEY_FLOAT, KEY_SIGNED, KEY_UNSIGNED } from '../twin/sort.js';

/** Direction and place of nulls of one key. */
export interface SortKeyOptions {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

const COUNTERS = 8 * 256 * 4;

/**
 * Address of the first `limit` (default: all) row numbers, u32 each, in the order of the columns, most significant
 * first. There are `min(limit, rows)` of them, rows being the length of the first column.
 */
export function sortIndices(
  columns: readonly ColumnVector[],
  options: readonly SortKeyOptions[],
  limit: number | undefined,
  arena: Arena,
): number {
  const count = columns[0]?.length ?? 0;
  const pairs = columns.map((column, i) => ({ column, option: options[i]! }));
  const varying = pairs.filter(({ column }) => column.encoding !== 'constant');
  if (count < 2 || varying.length === 0) return allRows(count, arena).rows;
  if (limit !== undefined && limit < count / 4) return topIndices(varying, count, limit, arena);
  return sortAll(varying, count, arena);
}

interface SortColumn {
  readonly column: ColumnVector;
  readonly option: SortKeyOptions;
}

function sortAll(columns: readonly SortColumn[], count: number, arena: Arena): number {
  const rows = allRows(count, arena).rows;
  const only = columns[0]!;
  if (columns.length === 1 && only.column.encoding === 'flat' && isByteString(only.column)) {
    sortRowsByBytes(encodeOne(only.column, only.option, arena), rows, arena);
    return rows;
  }
  const scratch = arena.alloc(count * 12 + 32 + COUNTERS);
  let sorted = false;
  for (const { column, option } of [...columns].reverse()) {
    for (const keys of keysOf(column, option, arena).reverse()) {
      const ordered = sorted ? takeFixed(keys, 8, rows, count, arena) : keys;
      kernels().radixSort(ordered, rows, count, scratch);
      sorted = true;
    }
  }
  return rows;
}

/** Sorts only rows whose first key is among the `limit` smallest. */
function topIndices(columns: readonly SortColumn[], count: number, limit: number, arena: Arena): number {
  if (limit <= 0) return arena.alloc(0);
  const first = columns[0]!;
  const keys = firstKey(first.column, first.option, arena);
  const heap = arena.alloc(limit * 8);
  const rows = arena.alloc(count * 4);
  const found = kernels().topRows(keys, count, limit, heap, rows);
  const candidates = columns.map(({ column, option }) => ({ column: takeVector(column, rows, found, arena), option }));
  return takeFixed(rows, 4, sortAll(candidates, found, arena), Math.min(limit, found), arena);
}

/** Keys whose order agrees with the column's except that different values may have equal keys; nulls included. */
function firstKey(column: ColumnVector, option: SortKeyOptions, arena: Arena): number {
  const flat = flatten(column, arena);
  if (isByteString(flat)) {
    const keys = arena.alloc(flat.length * 8);
    const rows = encodeOne(flat, option, arena);
    const all = allRows(flat.length, arena).rows;
    const skip = kernels().commonPrefix(all, flat.length, rows.offsets, rows.bytes, 0);
    kernels().prefixKeys(all, flat.length, rows.offsets, rows.bytes, skip, keys);
    return keys;
  }
  const parts = keysOf(flat, option, arena);
  if (flat.validity === 0 || parts.length === 1) return parts[0]!;
  return mergeNullKey(parts[0]!, parts[1]!, flat.length);
}

/** Puts the null key (0 or 1) into the top bit of the value key. */
function mergeNullKey(nulls: number, values: number, count: number): number {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    const at = (values >>> 2) + i * 2;
    const high = u32[at + 1]!;
    u32[at] = (u32[at]! >>> 1) | (high << 31);
    u32[at + 1] = (high >>> 1) | (u32[(nulls >>> 2) + i * 2]! << 31);
  }
  return values;
}

/** The 64-bit keys of a column, most significant first; a key for nulls comes first when there are any. */
function keysOf(column: ColumnVector, option: SortKeyOptions, arena: Arena): number[] {
  if (column.encoding === 'dictionary' && column.values.column.length <= column.length) {
    return [dictionaryRanks(column, option, arena)];
  }
  const flat = flatten(column, arena);
  if (isByteString(flat)) return [byteRanks(flat, option, arena)];
  const values = valueKeys(flat, option, arena);
  if (flat.validity === 0) return values;
  const keys = arena.alloc(flat.length * 8);
  kernels().bitKeys(flat.validity, flat.length, option.nullsFirst ? 0 : 1, option.nullsFirst ? 1 : 0, keys);
  clearNulls(flat, values);
  return [keys, ...values];
}

/** Nulls must tie, whatever lies in their slots. */
function clearNulls(flat: FlatVector, values: readonly number[]): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < flat.length; i++) {
    if (((u8[flat.validity + (i >>> 3)]! >>> (i & 7)) & 1) === 1) continue;
    for (const keys of values) {
      u32[(keys >>> 2) + i * 2] = 0;
      u32[(keys >>> 2) + i * 2 + 1] = 0;
    }
  }
}

/** True for values that are sorted by encoded rows of bytes, and not by {@link valueKeys}. */
export function isByteString(flat: FlatVector): boolean {
  switch (physicalTypeOf(flat.type)) {
    case 'null':
    case 'view':
    case 'fixedBinary':
    case 'dayTime':
    case 'monthDayNano':
    case 'list':
    case 'fixedList':
    case 'struct':
    case 'union':
      return true;
    default:
      return false;
  }
}

/** Addresses of unsigned 64-bit keys in the order of the values, most significant first; those of nulls say nothing. */
export function valueKeys(flat: FlatVector, option: SortKeyOptions, arena: Arena): number[] {
  const descending = option.descending ? 1 : 0;
  const { length } = flat;
  const k = kernels();
  const physical = physicalTypeOf(flat.type);
  if (physical === 'boolean') {
    const keys = arena.alloc(length * 8);
    k.bitKeys(flat.values, length, descending, 1 - descending, keys);
    return [keys];
  }
  if (physical === 'decimal') return decimalKeys(widenDecimal(flat, 8, arena), descending, arena);
  const kind = physical.startsWith('uint') ? KEY_UNSIGNED : physical.startsWith('float') ? KEY_FLOAT : KEY_SIGNED;
  const keys = arena.alloc(length * 8);
  k.sortKeys(flat.values, flat.width, flat.width, kind, length, descending, keys);
  return [keys];
}

function decimalKeys(flat: FlatVector, descending: number, arena: Arena): number[] {
  const words: number[] = [];
  for (let offset = flat.width - 8; offset >= 0; offset -= 8) {
    const keys = arena.alloc(flat.length * 8);
    const kind = offset === flat.width - 8 ? KEY_SIGNED : KEY_UNSIGNED;
    kernels().sortKeys(flat.values + offset, 8, flat.width, kind, flat.length, descending, keys);
    words.push(keys);
  }
  return words;
}

function encodeOne(flat: FlatVector, option: SortKeyOptions, arena: Arena): EncodedRows {
  return new RowEncoder([{ type: flat.type, ...option }]).encode([flat], flat.length, arena);
}

/** Runs of at most so many rows are merge-sorted by the whole strings. */
const SMALL_RUN = 24;

/**
 * Sorts row numbers by encoded rows, stable: what all share is skipped, then a radix sort by the next eight bytes, then
 * each run of equal ones in the same way. Encoded rows are prefix-free, so runs that share all bytes of one row are equal.
 */
function sortRowsByBytes(encoded: EncodedRows, rows: number, arena: Arena): void {
  const count = encoded.rowCount;
  const { offsets, bytes } = encoded;
  const keys = arena.alloc(count * 8);
  const scratch = arena.alloc(count * 12 + 32 + COUNTERS);
  const k = kernels();
  const runs: [start: number, count: number, skip: number][] = [[0, count, 0]];
  for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
    const [start, size, shared] = run;
    const own = rows + start * 4;
    if (size <= SMALL_RUN) {
      k.mergeSortRows(own, size, offsets, bytes, scratch);
      continue;
    }
    const skip = k.commonPrefix(own, size, offsets, bytes, shared);
    const first = (offsets >>> 2) + mem.u32[own >>> 2]!;
    if (skip >= mem.u32[first + 1]! - mem.u32[first]!) continue;
    k.prefixKeys(own, size, offsets, bytes, skip, keys);
    k.radixSort(keys, own, size, scratch);
    const found = k.equalRuns(keys, size, scratch);
    for (let i = 0, at = scratch >>> 2; i < found; i++, at += 2)
      runs.push([start + mem.u32[at]!, mem.u32[at + 1]!, skip + 8]);
  }
}

/** Ranks of byte strings as u64 keys. */
function byteRanks(flat: FlatVector, option: SortKeyOptions, arena: Arena): number {
  const count = flat.length;
  const encoded = encodeOne(flat, option, arena);
  const rows = allRows(count, arena).rows;
  sortRowsByBytes(encoded, rows, arena);
  const ranks = arena.alloc(count * 4);
  kernels().denseRanks(rows, count, encoded.offsets, encoded.bytes, ranks);
  const keys = arena.alloc(count * 8);
  kernels().widenTo8(ranks, 4, count, keys);
  return keys;
}

/** Ranks of the entries at the rows' codes; null rows rank before or behind all. */
function dictionaryRanks(vector: DictionaryVector, option: SortKeyOptions, arena: Arena): number {
  const entries = vector.values.column;
  const ranks = arena.alloc(entries.length * 4);
  const encoded = encodeOne(flatten(entries, arena), option, arena);
  const order = allRows(entries.length, arena).rows;
  sortRowsByBytes(encoded, order, arena);
  kernels().denseRanks(order, entries.length, encoded.offsets, encoded.bytes, ranks);
  const { u8, u32 } = mem;
  // Entries may be null themselves; they must tie with null rows.
  const nullRank = option.nullsFirst ? 0 : 0xffff_ffff;
  for (let i = 0; i < entries.length; i++) {
    const isNull = entries.validity !== 0 && ((u8[entries.validity + (i >>> 3)]! >>> (i & 7)) & 1) === 0;
    u32[(ranks >>> 2) + i] = isNull ? nullRank : u32[(ranks >>> 2) + i]! + 1;
  }
  const rows = codesToRows(vector, arena);
  const own = takeFixed(ranks, 4, rows, vector.length, arena);
  if (vector.validity !== 0) {
    for (let i = 0; i < vector.length; i++) {
      if (((mem.u8[vector.validity + (i >>> 3)]! >>> (i & 7)) & 1) === 0) mem.u32[(own >>> 2) + i] = nullRank;
    }
  }
  const keys = arena.alloc(vector.length * 8);
  kernels().widenTo8(own, 4, vector.length, keys);
  return keys;
}
