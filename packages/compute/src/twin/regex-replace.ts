/** Twin of assembly/regex-replace.ts: replacing the matches of a pattern in a whole column. */
import { mem } from '../memory/engine-memory.js';
import { viewBytes, viewLength, writeView } from '../vector/view.js';
import { regexMatchGroups } from './regex-groups.js';
import { regexMatches, regexReplace } from './regex.js';

const NEXT = 16;

/**
 * Views of the texts with their first match, or all of them, replaced. Begins at `row` and returns the row that it cannot do
 * (its state is unknown, its matches, its groups or its result need more room), or the count. `settings`: see
 * regex/column-replacer.ts.
 */
export function regexReplaceViews(settings: number, views: number, row: number, count: number, to: number): number {
  const { u8, u32, i32 } = mem;
  const words = settings >>> 2;
  const [forward, backward, fixed, atStart] = i32.subarray(words, words + 4) as unknown as Four;
  const [matches, stride, most, all] = u32.subarray(words + 4, words + 8) as unknown as Four;
  const [program, open, visited, visitedBytes] = u32.subarray(words + 8, words + 12) as unknown as Four;
  const [stack, depth, parts, partCount] = u32.subarray(words + 12, words + 16) as unknown as Four;
  let next = u32[words + NEXT]!;
  const [end, validity] = [u32[words + 17]!, u32[words + 18]!];
  let at = row;
  for (; at < count; at++) {
    const [view, out] = [views + at * 16, to + at * 16];
    if (validity !== 0 && ((u8[validity + (at >>> 3)]! >>> (at & 7)) & 1) === 0) {
      u8.fill(0, out, out + 16);
      continue;
    }
    const [text, length] = [viewBytes(view), viewLength(view)];
    const found = regexMatches(forward >>> 0, backward >>> 0, text, length, fixed, atStart, matches, stride, most);
    if (found < 0 || (all !== 0 && found === most)) break;
    if (found === 0) {
      u8.copyWithin(out, view, view + 16);
      continue;
    }
    const groups = (): number =>
      regexMatchGroups(program, text, length, matches, stride, 0, found, open, visited, visitedBytes, stack, depth);
    if (program !== 0 && groups() !== found) break;
    const size = regexReplace(text, length, matches, found, stride, parts, partCount, 0);
    if (size > end - next) break;
    regexReplace(text, length, matches, found, stride, parts, partCount, next);
    writeView(out, next, size);
    if (size > 12) next += size;
  }
  u32[words + NEXT] = next;
  return at;
}

type Four = readonly [number, number, number, number];
