/** Replacement texts of `regexp_replace`. */
import {
  encodeUtf8,
  kernels,
  mem,
  utf8Bound,
  type Arena,
  type Regex,
  type RegexMatcher,
  type ReplacementParts,
  type StringBuilder,
} from '@datafusion-ts/compute';
import { reserveText } from '../utils/byte-texts.js';

/** `\1` of POSIX as `${1}`; how many backslashes there are does not matter. */
const fromPosix = (replacement: string): string => replacement.replace(/\\+(\d+)/g, '$${$1}');

/**
 * The parts of a replacement: `\1`, `$1`, `${1}`, `$name`, `${name}`, `$$`. Groups that do not exist are empty. Texts are put into
 * the arena.
 */
export function replacementParts(replacement: string, regex: Regex, arena: Arena): ReplacementParts {
  const parts: (readonly [group: number, address: number, length: number])[] = [];
  for (const match of fromPosix(replacement).matchAll(/\$\$|\$\{([^}]*)\}|\$([0-9A-Za-z_]+)|[^$]+|\$/g)) {
    const key = match[1] ?? match[2];
    if (key === undefined) {
      const text = match[0] === '$$' ? '$' : match[0];
      const address = arena.alloc(utf8Bound(text));
      parts.push([-1, address, encodeUtf8(text, address)]);
    } else {
      const index = /^\+?\d+$/.test(key) ? Number(key) : regex.names.indexOf(key);
      if (index >= 0 && index < regex.groupCount) parts.push([index, 0, 0]);
    }
  }
  const address = arena.alloc(parts.length * 12);
  mem.u32.set(parts.flat(), address >>> 2);
  return { address, count: parts.length, needsGroups: parts.some(([group]) => group > 0) };
}

/** What is replaced by what. */
export interface Replacing {
  readonly matcher: RegexMatcher;
  readonly parts: ReplacementParts;
  readonly all: boolean;
}

/** Appends a text with its first match or all matches replaced. */
export function appendReplaced(
  text: number,
  length: number,
  { matcher, parts, all }: Replacing,
  builder: StringBuilder,
): void {
  const count = matcher.matches(text, length, all, parts.needsGroups);
  if (count === 0) {
    builder.appendCopy(text, length);
    return;
  }
  const { matchesAt, matchStride } = matcher;
  const replace = kernels().regexReplace;
  const size = replace(text, length, matchesAt, count, matchStride, parts.address, parts.count, 0);
  const to = reserveText(builder, size);
  replace(text, length, matchesAt, count, matchStride, parts.address, parts.count, to);
  builder.commit(size);
}
