/**
 * Replaces the matches of one pattern in columns of text: a kernel goes through the rows and stops at one it cannot do,
 * because the automaton has not learned the way yet or room is short; such a row is done here, and teaches on the way.
 */
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import type { FlatVector } from '../vector/column-vector.js';
import { viewBytes, viewLength, writeView } from '../vector/view.js';
import type { RegexMatcher } from './matcher.js';

/** What takes the place of a match. */
export interface ReplacementParts {
  /** Where the parts lie: an index of a group, or -1, address and length of a text; i32 each. */
  readonly address: number;
  readonly count: number;
  /** True when a part is a group other than the whole match. */
  readonly needsGroups: boolean;
}

const SETTINGS_BYTES = 80;
const NEXT_WORD = 16;
const FIRST_ROOM = 16 * 1024;
const MOST_ROOM = 1024 * 1024;

/**
 * Address of views of the texts with the first match, or with `all` every match, replaced. Results lie in `arena` or are the
 * texts themselves. `checkSize` may refuse the bytes of a result.
 */
export function replaceInColumn(
  flat: FlatVector,
  matcher: RegexMatcher,
  parts: ReplacementParts,
  all: boolean,
  arena: Arena,
  checkSize: (bytes: number) => void,
): number {
  const { length, values: views, validity } = flat;
  const to = arena.alloc(length * 16);
  const settings = arena.alloc(SETTINGS_BYTES);
  let [next, end, room] = [0, 0, FIRST_ROOM];
  for (let row = 0; ; row++) {
    mem.u32.set(matcher.settings(all, parts.needsGroups), settings >>> 2);
    mem.u32.set([parts.address, parts.count, next, end, validity], (settings >>> 2) + 14);
    row = kernels().regexReplaceViews(settings, views, row, length, to);
    if (row === length) return to;
    next = mem.u32[(settings >>> 2) + NEXT_WORD]!;
    const view = views + row * 16;
    const [text, bytes] = [viewBytes(view), viewLength(view)];
    const found = matcher.matches(text, bytes, all, parts.needsGroups);
    if (found === 0) {
      mem.u8.copyWithin(to + row * 16, view, view + 16);
      continue;
    }
    const { matchesAt, matchStride } = matcher;
    const replace = (target: number): number =>
      kernels().regexReplace(text, bytes, matchesAt, found, matchStride, parts.address, parts.count, target);
    const size = replace(0);
    checkSize(size);
    if (size > end - next) {
      room = Math.min(room * 2, MOST_ROOM);
      next = arena.alloc(Math.max(size, room));
      end = next + Math.max(size, room);
    }
    replace(next);
    writeView(to + row * 16, next, size);
    if (size > 12) next += size;
  }
}
