/** Twins of assembly/code-groups.ts: groups by codes of dictionaries, instead of by the keys that these stand for. */
import { mem } from '../memory/engine-memory.js';
import { isNull } from './validity.js';

const NO_GROUP = 0xffff_ffff;
/** Group of a code whose key is about to be inserted. */
const PENDING = 0xffff_fffe;

/**
 * One number for the codes of several columns: `to` (or `to` plus, with `add`) code times stride. Null rows have code
 * `nullCode`.
 */
export function composeCodes(
  codes: number,
  width: number,
  validity: number,
  count: number,
  nullCode: number,
  stride: number,
  add: number,
  to: number,
): void {
  const { u8, u16, u32 } = mem;
  for (let i = 0; i < count; i++) {
    let code = width === 1 ? u8[codes + i]! : width === 2 ? u16[(codes >>> 1) + i]! : u32[(codes >>> 2) + i]!;
    if (isNull(validity, i)) code = nullCode;
    u32[(to >>> 2) + i] = code * stride + (add === 0 ? 0 : u32[(to >>> 2) + i]!);
  }
}

/**
 * Groups of the rows by the codes (1 or 2 bytes each) of two columns, or one when `bWidth` is 0: `table[a + b * stride]`, u32,
 * of `size` entries.
 * Codes without a group (NO_GROUP) become pending in the table: NO_GROUP is written for the first row of each, which `rows`
 * lists, and PENDING for the others. Gives the number of such codes.
 */
export function groupsOfCodes(
  a: number,
  aWidth: number,
  b: number,
  bWidth: number,
  stride: number,
  count: number,
  table: number,
  _size: number,
  groups: number,
  rows: number,
): number {
  const { u8, u16, u32 } = mem;
  const codeOf = (codes: number, width: number, row: number): number =>
    width === 1 ? u8[codes + row]! : u16[(codes >>> 1) + row]!;
  let fresh = 0;
  for (let i = 0; i < count; i++) {
    const second = bWidth === 0 ? 0 : codeOf(b, bWidth, i) * stride;
    const at = (table >>> 2) + codeOf(a, aWidth, i) + second;
    const group = u32[at]!;
    u32[(groups >>> 2) + i] = group;
    if (group !== NO_GROUP) continue;
    u32[at] = PENDING;
    u32[(rows >>> 2) + fresh++] = i;
  }
  return fresh;
}

/**
 * Numbers rows by a table from bytes `a + stride * b` (`b` 0: `a` alone), fewer than 64 in number, to groups, fewer than 255: as
 * bytes. Rows whose byte of the mask is 0, and those whose code has no group, get the number `none`, which is not below
 * any group. `rows` lists the first of the rows that count for each code without a group, which becomes pending in the
 * table; gives the number of such codes. There is room for 64 groups at least.
 */
export function groupBytesOfCodes(
  a: number,
  b: number,
  stride: number,
  count: number,
  mask: number,
  table: number,
  _size: number,
  none: number,
  groups: number,
  rows: number,
): number {
  const { u8, u32 } = mem;
  let fresh = 0;
  for (let i = 0; i < count; i++) {
    const at = (table >>> 2) + u8[a + i]! + (b === 0 ? 0 : u8[b + i]! * stride);
    const counts = u8[mask + i] !== 0;
    u8[groups + i] = counts ? Math.min(u32[at]!, none) : none;
    if (!counts || u32[at] !== NO_GROUP) continue;
    u32[at] = PENDING;
    u32[(rows >>> 2) + fresh++] = i;
  }
  return fresh;
}

/** Row numbers where a code appears for the first time, which is noted in `seen` (a byte each); returns how many. */
export function freshCodes(codes: number, count: number, seen: number, rows: number): number {
  const { u8, u32 } = mem;
  let fresh = 0;
  for (let i = 0; i < count; i++) {
    const at = seen + u32[(codes >>> 2) + i]!;
    if (u8[at] !== 0) continue;
    u8[at] = 1;
    u32[(rows >>> 2) + fresh++] = i;
  }
  return fresh;
}

/**
 * Adds a column to combinations of codes: `places` has a u32 for each of `count` combinations, and gets one for each of them
 * with each of the `codes` codes, the number (u32) of the code times `stride` more. Codes of the new column change slowest.
 */
export function combineCodes(places: number, count: number, numbers: number, codes: number, stride: number): void {
  const { u32 } = mem;
  for (let code = codes - 1; code >= 0; code--) {
    const number = Math.imul(u32[(numbers >>> 2) + code]!, stride);
    const to = (places >>> 2) + code * count;
    for (let i = 0; i < count; i++) u32[to + i] = u32[(places >>> 2) + i]! + number;
  }
}

/** Groups (u32) at places among `known` ones, and whether there is one (a byte each, `seen`). */
export function recallGroups(known: number, places: number, count: number, groups: number, seen: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const group = u32[(known >>> 2) + u32[(places >>> 2) + i]!]!;
    u32[(groups >>> 2) + i] = group;
    u8[seen + i] = group === NO_GROUP ? 0 : 1;
  }
}
