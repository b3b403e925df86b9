/** Replacing the matches of a pattern in a whole column, as far as tables know the way. */
import { regexMatches, regexMatchGroups, regexReplace } from './regex';
import { bytesOf, writeView } from './text';

/** Words of `settings`, by byte; src/regex/column-replacer.ts writes them. */
// @ts-ignore: decorator
@inline const NEXT: usize = 64;

/**
 * Views of the texts with their first match, or all of them, replaced. Begins at `row` and returns the row that it cannot do
 * (its state is unknown, its matches, its groups or its result need more room), or the count.
 */
export function regexReplaceViews(settings: usize, views: usize, row: i32, count: i32, to: usize): i32 {
  const forward = <usize>load<u32>(settings);
  const backward = <usize>load<u32>(settings, 4);
  const fixed = load<i32>(settings, 8);
  const atStart = load<i32>(settings, 12);
  const matches = <usize>load<u32>(settings, 16);
  const stride = load<i32>(settings, 20);
  const most = load<i32>(settings, 24);
  const all = load<i32>(settings, 28);
  const program = <usize>load<u32>(settings, 32);
  const open = load<i32>(settings, 36);
  const visited = <usize>load<u32>(settings, 40);
  const visitedBytes = load<i32>(settings, 44);
  const stack = <usize>load<u32>(settings, 48);
  const depth = load<i32>(settings, 52);
  const parts = <usize>load<u32>(settings, 56);
  const partCount = load<i32>(settings, 60);
  let next = <usize>load<u32>(settings, NEXT);
  const end = <usize>load<u32>(settings, 68);
  const validity = <usize>load<u32>(settings, 72);
  for (; row < count; row++) {
    const view = views + (<usize>row << 4);
    const out = to + (<usize>row << 4);
    if (validity != 0 && ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) == 0) {
      v128.store(out, i32x4(0, 0, 0, 0));
      continue;
    }
    const length = load<u32>(view);
    const text = bytesOf(view, length);
    const found = regexMatches(forward, backward, text, <i32>length, fixed, atStart, matches, stride, most);
    if (found < 0 || (all != 0 && found == most)) break;
    if (found == 0) {
      v128.store(out, v128.load(view));
      continue;
    }
    if (
      program != 0 &&
      regexMatchGroups(
        program, text, <i32>length, matches, stride, 0, found, open, visited, visitedBytes, stack, depth,
      ) != found
    ) break;
    const size = regexReplace(text, <i32>length, matches, found, stride, parts, partCount, 0);
    if (size > <f64>(end - next)) break;
    regexReplace(text, <i32>length, matches, found, stride, parts, partCount, next);
    writeView(out, next, <u32>size);
    if (size > 12) next += <usize>size;
  }
  store<u32>(settings, <u32>next, NEXT);
  return row;
}
