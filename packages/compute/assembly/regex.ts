/**
 * Regular expressions: running a table-driven automaton over text, and a backtracking matcher for groups that never does the same
 * twice. Layouts: src/regex/engine/dfa-image.ts and program-image.ts.
 */
import { bytesOf } from './text';

/** The table does not know the next state: it is to be computed, then the run goes on. */
const UNKNOWN: i32 = -2;
/** The automaton can't tell. */
const QUIT: i32 = -3;

/** Notes where the run stopped. */
// @ts-ignore: decorator
@inline
function stop(dfa: usize, at: i32, row: u32, end: i32, byteClass: u32): void {
  store<i32>(dfa, at, 20);
  store<u32>(dfa, row, 24);
  store<i32>(dfa, end, 28);
  store<u32>(dfa, byteClass, 32);
}

/** Whether a match ends anywhere: 1, 0, UNKNOWN or QUIT. Goes on where the image says. */
export function regexTest(dfa: usize, text: usize, length: i32): i32 {
  const classes = <usize>load<u32>(dfa);
  const table = <usize>load<u32>(dfa, 4);
  const quit = load<i32>(dfa, 16);
  let row = load<u32>(dfa, 24);
  for (let at = load<i32>(dfa, 20); at <= length; at++) {
    const byteClass = at < length ? <u32>load<u8>(classes + load<u8>(text + at)) : load<u32>(dfa, 8);
    const entry = load<u32>(table + ((row + byteClass) << 2));
    if (<i32>entry <= quit) {
      if (<i32>entry < 0) return 1;
      if (entry == 0) {
        stop(dfa, at, row, -1, byteClass);
        return UNKNOWN;
      }
      return entry == <u32>quit ? QUIT : 0;
    }
    row = entry;
  }
  return 0;
}

/**
 * Sets a bit for each row from `row` on that has a match, among those with a bit in `rows`. Returns the row at which the run
 * stopped, with the reason in the image, or the count.
 */
export function regexTestViews(dfa: usize, start: u32, views: usize, row: i32, count: i32, rows: usize, to: usize): i32 {
  for (; row < count; row++) {
    if (((load<u8>(rows + (row >>> 3)) >>> (row & 7)) & 1) == 0) {
      if ((row & 7) == 0 && row + 8 <= count && load<u8>(rows + (row >>> 3)) == 0) row += 7;
      continue;
    }
    const view = views + (<usize>row << 4);
    const length = load<u32>(view);
    const result = regexTest(dfa, bytesOf(view, length), <i32>length);
    if (result == 1) {
      const byte = to + (row >>> 3);
      store<u8>(byte, load<u8>(byte) | <u8>(<i32>1 << (row & 7)));
    } else if (result < 0) {
      store<i32>(dfa, result, 36);
      return row;
    }
    store<i32>(dfa, 0, 20);
    store<u32>(dfa, start, 24);
  }
  return count;
}

/** End of the match that is wanted most, -1 for none, or UNKNOWN or QUIT. Goes on where the image says. */
export function regexEnd(dfa: usize, text: usize, length: i32): i32 {
  const classes = <usize>load<u32>(dfa);
  const table = <usize>load<u32>(dfa, 4);
  const dead = load<u32>(dfa, 12);
  const quit = load<i32>(dfa, 16);
  let row = load<u32>(dfa, 24);
  let end = load<i32>(dfa, 28);
  for (let at = load<i32>(dfa, 20); at <= length; at++) {
    const byteClass = at < length ? <u32>load<u8>(classes + load<u8>(text + at)) : load<u32>(dfa, 8);
    let entry = load<u32>(table + ((row + byteClass) << 2));
    if (<i32>entry <= quit) {
      if (entry == 0) {
        stop(dfa, at, row, end, byteClass);
        return UNKNOWN;
      }
      if (<i32>entry > 0) return entry == <u32>quit ? QUIT : end;
      end = at;
      entry &= 0x7fffffff;
      if (entry == dead) return end;
    }
    row = entry;
  }
  return end;
}

/** Least start, not below `floor`, of a match of which the end is known; as `regexEnd`, against the text. */
export function regexStart(dfa: usize, text: usize, floor: i32): i32 {
  const classes = <usize>load<u32>(dfa);
  const table = <usize>load<u32>(dfa, 4);
  const dead = load<u32>(dfa, 12);
  const quit = load<i32>(dfa, 16);
  let row = load<u32>(dfa, 24);
  let start = load<i32>(dfa, 28);
  for (let at = load<i32>(dfa, 20); at >= floor; at--) {
    const byteClass = at > 0 ? <u32>load<u8>(classes + load<u8>(text + at - 1)) : load<u32>(dfa, 8);
    let entry = load<u32>(table + ((row + byteClass) << 2));
    if (<i32>entry <= quit) {
      if (entry == 0) {
        stop(dfa, at, row, start, byteClass);
        return UNKNOWN;
      }
      if (<i32>entry > 0) return entry == <u32>quit ? QUIT : start;
      start = at;
      entry &= 0x7fffffff;
      if (entry == dead) return start;
    }
    row = entry;
  }
  return start;
}

/** Row to start from behind or in front of a byte (-1 for an end of the text); 0 when it is not known. */
// @ts-ignore: decorator
@inline
function startRow(dfa: usize, neighbour: i32): u32 {
  return load<u32>(<usize>load<u32>(dfa, 40) + (<usize>(neighbour + 1) << 2));
}

// @ts-ignore: decorator
@inline
function begin(dfa: usize, at: i32, row: u32): void {
  store<i32>(dfa, at, 20);
  store<u32>(dfa, row, 24);
  store<i32>(dfa, -1, 28);
}

/**
 * Writes start and end (i32 each, `stride` bytes from match to match) of the matches that do not overlap, up to `most` of them.
 * Matches have `fixed` bytes; -1 when that differs; `atStart` when they start at the start of the text only. Returns how many there
 * are, or UNKNOWN or QUIT.
 */
export function regexMatches(
  forward: usize,
  backward: usize,
  text: usize,
  length: i32,
  fixed: i32,
  atStart: i32,
  out: usize,
  stride: i32,
  most: i32,
): i32 {
  let found = 0;
  let previous = -1;
  for (let from = 0; from <= length && found < most; ) {
    const row = startRow(forward, from > 0 ? <i32>load<u8>(text + from - 1) : -1);
    if (row == 0) return UNKNOWN;
    begin(forward, from, row);
    const end = regexEnd(forward, text, length);
    if (end < 0) return end == -1 ? found : end;
    let start = atStart ? 0 : end - fixed;
    if (!atStart && fixed < 0) {
      const last = startRow(backward, end < length ? <i32>load<u8>(text + end) : -1);
      if (last == 0) return UNKNOWN;
      begin(backward, end, last);
      start = regexStart(backward, text, from);
      if (start < 0) return start;
    }
    if (start == end && end == previous) {
      from++;
      while (from < length && (load<u8>(text + from) & 0xc0) == 0x80) from++;
      continue;
    }
    store<i32>(out, start);
    store<i32>(out, end, 4);
    out += stride;
    found++;
    previous = end;
    from = end;
    if (atStart) return found;
  }
  return found;
}

/** Copies bytes, never more than asked for. */
function copy(to: usize, from: usize, length: i32): void {
  if (length > 32) memory.copy(to, from, length);
  else for (let i = 0; i < length; i++) store<u8>(to + i, load<u8>(from + i));
}

/**
 * Writes a text with its matches (`count` times the slots of the groups, `stride` bytes from match to match) replaced by parts: of 12
 * bytes each, an index of a group and two words unused, or -1, address and length of a text. Gives the bytes written; with `to` 0
 * only counts them, as far as 32 bits go.
 */
export function regexReplace(
  text: usize,
  length: i32,
  matches: usize,
  count: i32,
  stride: i32,
  parts: usize,
  partCount: i32,
  to: usize,
): f64 {
  let copied = 0;
  let size: f64 = 0;
  let at = to;
  for (let i = 0; i < count; i++, matches += stride) {
    const start = load<i32>(matches);
    for (let k = -1; k < partCount; k++) {
      let from = text + copied;
      let bytes = start - copied;
      if (k >= 0) {
        const part = parts + <usize>k * 12;
        const group = load<i32>(part);
        if (group < 0) {
          from = <usize>load<u32>(part, 4);
          bytes = load<i32>(part, 8);
        } else {
          const slot = matches + (<usize>group << 3);
          const first = load<i32>(slot);
          from = text + first;
          bytes = first < 0 ? 0 : load<i32>(slot, 4) - first;
        }
      }
      size += <f64>bytes;
      if (to != 0) {
        copy(at, from, bytes);
        at += bytes;
      }
    }
    copied = load<i32>(matches, 4);
  }
  if (to != 0) copy(at, text + copied, length - copied);
  return size + <f64>(length - copied);
}

/** True when the code point is in one of the ranges, two u32 each, ascending. */
function inRanges(ranges: usize, count: i32, code: u32): bool {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<u32>(ranges + (<usize>middle << 3), 4) < code) low = middle + 1;
    else high = middle;
  }
  return low < count && load<u32>(ranges + (<usize>low << 3)) <= code;
}

// @ts-ignore: decorator
@inline
function isWordByte(byte: u32): bool {
  return byte - 0x30 <= 9 || (byte | 32) - 0x61 <= 25 || byte == 0x5f;
}

/** Whether a word character ends at a place (not 0). */
function wordBefore(program: usize, text: usize, at: i32): bool {
  let byte = <u32>load<u8>(text + at - 1);
  if (byte < 0x80) return isWordByte(byte);
  let code: u32 = 0;
  let shift: u32 = 0;
  let i = at - 1;
  while (i > 0 && (byte & 0xc0) == 0x80 && shift < 18) {
    code |= (byte & 0x3f) << shift;
    shift += 6;
    i--;
    byte = <u32>load<u8>(text + i);
  }
  code |= (byte & (<u32>0x3f >>> (shift / 6))) << shift;
  return inRanges(<usize>load<u32>(program, 8), load<i32>(program, 12), code);
}

/** Whether a word character starts at a place (not the end). */
function wordAfter(program: usize, text: usize, length: i32, at: i32): bool {
  const byte = <u32>load<u8>(text + at);
  if (byte < 0x80) return isWordByte(byte);
  const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
  if (at + more >= length) return false;
  let code = byte & (<u32>0x3f >>> more);
  for (let i = 1; i <= more; i++) code = (code << 6) | (<u32>load<u8>(text + at + i) & 0x3f);
  return inRanges(<usize>load<u32>(program, 8), load<i32>(program, 12), code);
}

/** Whether a Look (src/regex/syntax/node.ts) holds at a place. */
function lookHolds(program: usize, look: i32, text: usize, length: i32, at: i32): bool {
  const before: i32 = at > 0 ? <i32>load<u8>(text + at - 1) : -1;
  const after: i32 = at < length ? <i32>load<u8>(text + at) : -1;
  if (look == 0) return before < 0;
  if (look == 1) return after < 0;
  if (look == 2) return before < 0 || before == 10;
  if (look == 3) return after < 0 || after == 10;
  if (look == 4) return before < 0 || before == 10 || (before == 13 && after != 10);
  if (look == 5) return after < 0 || after == 13 || (after == 10 && before != 13);
  let behind: bool;
  let ahead: bool;
  let kind = look - 6;
  if (kind < 6) {
    behind = before >= 0 && wordBefore(program, text, at);
    ahead = after >= 0 && wordAfter(program, text, length, at);
  } else {
    behind = before >= 0 && isWordByte(<u32>before);
    ahead = after >= 0 && isWordByte(<u32>after);
    kind -= 6;
  }
  if (kind == 0) return behind != ahead;
  if (kind == 1) return behind == ahead;
  if (kind == 2) return !behind && ahead;
  if (kind == 3) return behind && !ahead;
  return kind == 4 ? !behind : !ahead;
}

/** A stack entry that puts a slot back. */
const RESTORE: u32 = 0x80000000;

/**
 * Finds the match that is wanted most and notes its groups in `slots` (i32, -1 for none): one that starts at `from`, or with `search`
 * at the first place that has one. It ends at or before `to`. Each Split is tried once at each place (`visited` bits, cleared
 * by the caller). Returns 1, 0, or -1 when the stack of `depth` entries is too small.
 */
export function regexGroups(
  program: usize,
  text: usize,
  length: i32,
  from: i32,
  to: i32,
  search: i32,
  slots: usize,
  slotCount: i32,
  visited: usize,
  stack: usize,
  depth: i32,
): i32 {
  const code = <usize>load<u32>(program);
  const ranges = <usize>load<u32>(program, 4);
  const start = load<u32>(program, 16);
  const decisions = <usize>load<u32>(program, 20);
  const width = <u32>(to - from + 1);
  const top = stack + (<usize>depth << 3);
  for (let begin = from; begin <= to; begin++) {
    if (begin > from && begin < length && (load<u8>(text + begin) & 0xc0) == 0x80) continue;
    memory.fill(slots, 0xff, <usize>slotCount << 2);
    let sp = stack;
    let pc = start;
    let at = begin;
    for (;;) {
      const inst = code + (<usize>pc << 4);
      const op = load<u8>(inst);
      let alive = false;
      if (op == 2) {
        if (at < to) {
          const byte = load<u8>(text + at);
          alive = byte >= load<u8>(inst, 1) && byte <= load<u8>(inst, 2);
          if (alive) {
            pc = load<u32>(inst, 4);
            at++;
          }
        }
      } else if (op == 4) {
        const row = <usize>load<u16>(inst, 2);
        let ways = 3;
        if (row != 0) {
          const table = decisions + (row - 1) * 257;
          ways = <i32>load<u8>(table + (at < to ? <usize>load<u8>(text + at) : 256));
          while (ways == 4) {
            at++;
            ways = <i32>load<u8>(table + (at < to ? <usize>load<u8>(text + at) : 256));
          }
        }
        if (ways == 3) {
          const bit = load<u32>(inst, 12) * width + <u32>(at - from);
          const mark = visited + (bit >>> 3);
          const bits = <u32>load<u8>(mark);
          const one = <u32>1 << (bit & 7);
          alive = (bits & one) == 0;
          if (alive) {
            store<u8>(mark, <u8>(bits | one));
            if (sp == top) return -1;
            store<u32>(sp, load<u32>(inst, 8));
            store<i32>(sp, at, 4);
            sp += 8;
            pc = load<u32>(inst, 4);
          }
        } else if (ways != 0) {
          pc = ways == 1 ? load<u32>(inst, 4) : load<u32>(inst, 8);
          alive = true;
        }
      } else if (op == 3) {
        if (at < to) {
          const byte = load<u8>(text + at);
          let range = ranges + (<usize>load<u32>(inst, 4) << 3);
          const end = range + (<usize>load<u32>(inst, 8) << 3);
          for (; range < end; range += 8) {
            if (byte > load<u8>(range, 1)) continue;
            if (byte >= load<u8>(range)) {
              alive = true;
              pc = load<u32>(range, 4);
              at++;
            }
            break;
          }
        }
      } else if (op == 6) {
        const slot = load<u32>(inst, 8);
        if (sp > stack) {
          if (sp == top) return -1;
          store<u32>(sp, RESTORE | slot);
          store<i32>(sp, load<i32>(slots + (<usize>slot << 2)), 4);
          sp += 8;
        }
        store<i32>(slots + (<usize>slot << 2), at);
        pc = load<u32>(inst, 4);
        alive = true;
      } else if (op == 5) {
        alive = lookHolds(program, load<u8>(inst, 1), text, length, at);
        if (alive) pc = load<u32>(inst, 4);
      } else if (op == 1) return 1;
      if (alive) continue;
      let found = false;
      while (sp > stack) {
        sp -= 8;
        const entry = load<u32>(sp);
        if ((entry & RESTORE) == 0) {
          pc = entry;
          at = load<i32>(sp, 4);
          found = true;
          break;
        }
        store<i32>(slots + (<usize>(entry & 0x7fffffff) << 2), load<i32>(sp, 4));
      }
      if (!found) break;
    }
    if (search == 0) return 0;
  }
  return 0;
}

/**
 * Notes the groups of matches that are known, in place of their bounds (see `regexMatches`), from match `first` on. Stops at a match
 * for which `visitedBytes` or the stack are too small. Returns how many matches are done.
 */
export function regexMatchGroups(
  program: usize,
  text: usize,
  length: i32,
  matches: usize,
  stride: i32,
  first: i32,
  count: i32,
  open: i32,
  visited: usize,
  visitedBytes: i32,
  stack: usize,
  depth: i32,
): i32 {
  for (let i = first; i < count; i++) {
    const slots = matches + <usize>i * stride;
    const start = load<i32>(slots);
    const end = load<i32>(slots, 4);
    const bytes = (<i64>open * (end - start + 1) + 7) >>> 3;
    if (bytes > visitedBytes) return i;
    if (bytes > 0) memory.fill(visited, 0, <usize>bytes);
    const result = regexGroups(program, text, length, start, end, 0, slots, stride >>> 2, visited, stack, depth);
    if (result < 0) {
      store<i32>(slots, start);
      store<i32>(slots, end, 4);
      return i;
    }
  }
  return count;
}
