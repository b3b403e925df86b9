/** Twin of assembly/regex.ts: the backtracking matcher for groups (layout: regex/engine/program-image.ts). */
import { mem } from '../memory/engine-memory.js';
import { lookHolds } from '../regex/engine/text-look.js';
import type { Look } from '../regex/syntax/node.js';

const RESTORE = 0x8000_0000;

/**
 * Finds the match that is wanted most and notes its groups in `slots` (i32, -1 for none): one that starts at `from`, or with
 * `search` at the first place that has one. It ends at or before `to`. Each Split is tried once at each place (`visited` bits,
 * cleared by the caller). Returns 1, 0, or -1 when the stack of `depth` entries is too small.
 */
export function regexGroups(
  program: number,
  text: number,
  length: number,
  from: number,
  to: number,
  search: number,
  slots: number,
  slotCount: number,
  visited: number,
  stack: number,
  depth: number,
): number {
  const { i32, u8 } = mem;
  const isWord = wordTest(program);
  const run = (begin: number): number =>
    attempt({ program, text, length, from, to, slots: slots >>> 2, visited, stack: stack >>> 2, depth, isWord }, begin);
  for (let begin = from; begin <= to; begin++) {
    if (begin > from && begin < length && (u8[text + begin]! & 0xc0) === 0x80) continue;
    i32.fill(-1, slots >>> 2, (slots >>> 2) + slotCount);
    const result = run(begin);
    if (result !== 0 || search === 0) return result;
  }
  return 0;
}

function wordTest(program: number): (code: number) => boolean {
  const { u32 } = mem;
  const [ranges, count] = [u32[(program >>> 2) + 2]! >>> 2, u32[(program >>> 2) + 3]!];
  return (code) => {
    for (let i = 0; i < count; i++) if (u32[ranges + i * 2]! <= code && code <= u32[ranges + i * 2 + 1]!) return true;
    return false;
  };
}

interface Run {
  readonly program: number;
  readonly text: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
  readonly slots: number;
  readonly visited: number;
  readonly stack: number;
  readonly depth: number;
  readonly isWord: (code: number) => boolean;
}

function attempt(run: Run, begin: number): number {
  const { u32, i32, u16, u8 } = mem;
  const { text, length, from, to, slots, visited, stack, depth } = run;
  const code = u32[run.program >>> 2]!;
  const ranges = u32[(run.program >>> 2) + 1]!;
  const decisions = u32[(run.program >>> 2) + 5]!;
  const width = to - from + 1;
  let [pc, at, sp] = [u32[(run.program >>> 2) + 4]!, begin, 0];
  const push = (entry: number, value: number): boolean => {
    if (sp === depth) return false;
    u32[stack + sp * 2] = entry;
    i32[stack + sp * 2 + 1] = value;
    sp++;
    return true;
  };
  for (;;) {
    const inst = code + pc * 16;
    const words = inst >>> 2;
    let alive = false;
    switch (u8[inst]) {
      case 1:
        return 1;
      case 2:
        alive = at < to && u8[text + at]! >= u8[inst + 1]! && u8[text + at]! <= u8[inst + 2]!;
        if (alive) [pc, at] = [u32[words + 1]!, at + 1];
        break;
      case 3:
        for (let i = 0; i < u32[words + 2]! && at < to && !alive; i++) {
          const range = ranges + (u32[words + 1]! + i) * 8;
          alive = u8[text + at]! >= u8[range]! && u8[text + at]! <= u8[range + 1]!;
          if (alive) pc = u32[(range + 4) >>> 2]!;
        }
        if (alive) at++;
        break;
      case 4: {
        const row = u16[(inst + 2) >>> 1]!;
        const decision = (): number => u8[decisions + (row - 1) * 257 + (at < to ? u8[text + at]! : 256)]!;
        let ways = row === 0 ? 3 : decision();
        for (; ways === 4; ways = decision()) at++;
        if (ways === 3) {
          const bit = u32[words + 3]! * width + at - from;
          const mark = visited + Math.floor(bit / 8);
          alive = (u8[mark]! & (1 << (bit & 7))) === 0;
          if (!alive) break;
          u8[mark]! |= 1 << (bit & 7);
          if (!push(u32[words + 2]!, at)) return -1;
          pc = u32[words + 1]!;
        } else if (ways !== 0) {
          alive = true;
          pc = u32[words + ways]!;
        }
        break;
      }
      case 5:
        alive = lookHolds(u8[inst + 1]! as Look, text, length, at, run.isWord);
        if (alive) pc = u32[words + 1]!;
        break;
      case 6: {
        const slot = u32[words + 2]!;
        if (sp > 0 && !push((RESTORE | slot) >>> 0, i32[slots + slot]!)) return -1;
        i32[slots + slot] = at;
        pc = u32[words + 1]!;
        alive = true;
        break;
      }
    }
    if (alive) continue;
    for (;;) {
      if (sp === 0) return 0;
      const entry = u32[stack + --sp * 2]!;
      const value = i32[stack + sp * 2 + 1]!;
      if (entry < RESTORE) {
        [pc, at] = [entry, value];
        break;
      }
      i32[slots + (entry & 0x7fff_ffff)] = value;
    }
  }
}

/**
 * Notes the groups of matches that are known, in place of their bounds (see `regexMatches`), from match `first` on. Stops at a
 * match for which `visitedBytes` or the stack are too small. Returns how many matches are done.
 */
export function regexMatchGroups(
  program: number,
  text: number,
  length: number,
  matches: number,
  stride: number,
  first: number,
  count: number,
  open: number,
  visited: number,
  visitedBytes: number,
  stack: number,
  depth: number,
): number {
  const { i32, u8 } = mem;
  for (let i = first; i < count; i++) {
    const slots = matches + i * stride;
    const [start, end] = [i32[slots >>> 2]!, i32[(slots >>> 2) + 1]!];
    const bytes = Math.floor((open * (end - start + 1) + 7) / 8);
    if (bytes > visitedBytes) return i;
    u8.fill(0, visited, visited + bytes);
    const result = regexGroups(program, text, length, start, end, 0, slots, stride / 4, visited, stack, depth);
    if (result < 0) {
      i32.set([start, end], slots >>> 2);
      return i;
    }
  }
  return count;
}
