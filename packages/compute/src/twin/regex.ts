/** Twin of assembly/regex.ts: running the table-driven automaton of regular expressions (layout: regex/engine/dfa-image.ts). */
import { mem } from '../memory/engine-memory.js';
import { viewBytes, viewLength } from '../vector/view.js';

const UNKNOWN = -2;
const QUIT = -3;

function stop(dfa: number, at: number, row: number, end: number, byteClass: number): number {
  const { i32 } = mem;
  i32.set([at, row, end, byteClass], (dfa >>> 2) + 5);
  return UNKNOWN;
}

/** Whether a match ends anywhere: 1, 0, UNKNOWN or QUIT. Goes on where the image says. */
export function regexTest(dfa: number, text: number, length: number): number {
  const { u32, u8 } = mem;
  const [classes, table, end] = [u32[dfa >>> 2]!, u32[(dfa >>> 2) + 1]! >>> 2, u32[(dfa >>> 2) + 2]!];
  const quit = u32[(dfa >>> 2) + 4]!;
  let row = u32[(dfa >>> 2) + 6]!;
  for (let at = u32[(dfa >>> 2) + 5]!; at <= length; at++) {
    const byteClass = at < length ? u8[classes + u8[text + at]!]! : end;
    const entry = u32[table + row + byteClass]!;
    if (entry > 0x7fff_ffff) return 1;
    if (entry === 0) return stop(dfa, at, row, -1, byteClass);
    if (entry <= quit) return entry === quit ? QUIT : 0;
    row = entry;
  }
  return 0;
}

/**
 * Sets a bit for each row from `row` on that has a match, among those with a bit in `rows`. Returns the row at which the run
 * stopped, with the reason in the image, or the count.
 */
export function regexTestViews(
  dfa: number,
  start: number,
  views: number,
  row: number,
  count: number,
  rows: number,
  to: number,
): number {
  const { u32, i32, u8 } = mem;
  for (let at = row; at < count; at++) {
    if (((u8[rows + (at >>> 3)]! >>> (at & 7)) & 1) === 0) continue;
    const view = views + at * 16;
    const result = regexTest(dfa, viewBytes(view), viewLength(view));
    if (result < 0) {
      i32[(dfa >>> 2) + 9] = result;
      return at;
    }
    if (result === 1) u8[to + (at >>> 3)]! |= 1 << (at & 7);
    u32[(dfa >>> 2) + 5] = 0;
    u32[(dfa >>> 2) + 6] = start;
  }
  return count;
}

/** End of the match that is wanted most, -1 for none, or UNKNOWN or QUIT. Goes on where the image says. */
export function regexEnd(dfa: number, text: number, length: number): number {
  const { u32, i32, u8 } = mem;
  const [classes, table, last] = [u32[dfa >>> 2]!, u32[(dfa >>> 2) + 1]! >>> 2, u32[(dfa >>> 2) + 2]!];
  const [dead, quit] = [u32[(dfa >>> 2) + 3]!, u32[(dfa >>> 2) + 4]!];
  let row = u32[(dfa >>> 2) + 6]!;
  let end = i32[(dfa >>> 2) + 7]!;
  for (let at = u32[(dfa >>> 2) + 5]!; at <= length; at++) {
    const byteClass = at < length ? u8[classes + u8[text + at]!]! : last;
    const entry = u32[table + row + byteClass]!;
    if (entry === 0) return stop(dfa, at, row, end, byteClass);
    if (entry <= quit) return entry === quit ? QUIT : end;
    if (entry > 0x7fff_ffff) end = at;
    row = entry & 0x7fff_ffff;
    if (row === dead) return end;
  }
  return end;
}

/** Least start, not below `floor`, of a match of which the end is known; as `regexEnd`, against the text. */
export function regexStart(dfa: number, text: number, floor: number): number {
  const { u32, i32, u8 } = mem;
  const [classes, table, last] = [u32[dfa >>> 2]!, u32[(dfa >>> 2) + 1]! >>> 2, u32[(dfa >>> 2) + 2]!];
  const [dead, quit] = [u32[(dfa >>> 2) + 3]!, u32[(dfa >>> 2) + 4]!];
  let row = u32[(dfa >>> 2) + 6]!;
  let start = i32[(dfa >>> 2) + 7]!;
  for (let at = i32[(dfa >>> 2) + 5]!; at >= floor; at--) {
    const byteClass = at > 0 ? u8[classes + u8[text + at - 1]!]! : last;
    const entry = u32[table + row + byteClass]!;
    if (entry === 0) return stop(dfa, at, row, start, byteClass);
    if (entry <= quit) return entry === quit ? QUIT : start;
    if (entry > 0x7fff_ffff) start = at;
    row = entry & 0x7fff_ffff;
    if (row === dead) return start;
  }
  return start;
}

function startRow(dfa: number, neighbour: number): number {
  const { u32 } = mem;
  return u32[(u32[(dfa >>> 2) + 10]! >>> 2) + neighbour + 1]!;
}

/**
 * Writes start and end (i32 each, `stride` bytes from match to match) of the matches that do not overlap, up to `most` of them.
 * Matches have `fixed` bytes; -1 when that differs; `atStart` when they start at the start of the text only. Returns how many
 * there are, or UNKNOWN or QUIT.
 */
export function regexMatches(
  forward: number,
  backward: number,
  text: number,
  length: number,
  fixed: number,
  atStart: number,
  out: number,
  stride: number,
  most: number,
): number {
  const { i32, u8 } = mem;
  let [found, previous, from] = [0, -1, 0];
  while (from <= length && found < most) {
    const row = startRow(forward, from > 0 ? u8[text + from - 1]! : -1);
    if (row === 0) return UNKNOWN;
    i32.set([from, row, -1], (forward >>> 2) + 5);
    const end = regexEnd(forward, text, length);
    if (end < 0) return end === -1 ? found : end;
    let start = atStart === 0 ? end - fixed : 0;
    if (atStart === 0 && fixed < 0) {
      const last = startRow(backward, end < length ? u8[text + end]! : -1);
      if (last === 0) return UNKNOWN;
      i32.set([end, last, -1], (backward >>> 2) + 5);
      start = regexStart(backward, text, from);
      if (start < 0) return start;
    }
    if (start === end && end === previous) {
      from++;
      while (from < length && (u8[text + from]! & 0xc0) === 0x80) from++;
      continue;
    }
    i32.set([start, end], (out + found * stride) >>> 2);
    found++;
    previous = end;
    from = end;
    if (atStart !== 0) return found;
  }
  return found;
}

/**
 * Writes a text with its matches (`count` times the slots of the groups, `stride` bytes from match to match) replaced by parts: of
 * 12 bytes each, an index of a group and two words unused, or -1, address and length of a text. Gives the bytes written; with
 * `to` 0 only counts them, as far as 32 bits go.
 */
export function regexReplace(
  text: number,
  length: number,
  matches: number,
  count: number,
  stride: number,
  parts: number,
  partCount: number,
  to: number,
): number {
  const { i32, u32, u8 } = mem;
  let [copied, size] = [0, 0];
  const append = (from: number, bytes: number): void => {
    if (to !== 0) u8.copyWithin(to + size, from, from + bytes);
    size += bytes;
  };
  for (let i = 0; i < count; i++) {
    const slots = (matches + i * stride) >>> 2;
    append(text + copied, i32[slots]! - copied);
    for (let k = 0; k < partCount; k++) {
      const part = (parts >>> 2) + k * 3;
      const group = i32[part]!;
      const first = i32[slots + group * 2]!;
      if (group < 0) append(u32[part + 1]!, i32[part + 2]!);
      else if (first >= 0) append(text + first, i32[slots + group * 2 + 1]! - first);
    }
    copied = i32[slots + 1]!;
  }
  append(text + copied, length - copied);
  return size;
}
