/** Replacement texts of `regexp_replace`. */
import { encodeUtf8, mem, utf8Bound, type Arena, type Regex } from '@datafusion-ts/compute';

/** What a match is replaced by, for the kernel `regexReplace`. */
export interface ReplacementParts {
  /** Where the parts lie: an index of a group, or -1, address and length of a text; i32 each. */
  readonly address: number;
  readonly count: number;
  /** True when a part is a group other than the whole match. */
  readonly needsGroups: boolean;
}

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
