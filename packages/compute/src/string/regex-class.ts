/** Character classes of Rust's `regex` as classes of JavaScript's `v` mode. */

const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';

/** Words, digits and spaces as Unicode defines them; usable inside and outside of brackets. */
export const PERL_CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\p{White_Space}',
  S: '\\P{White_Space}',
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
};

/** POSIX classes, ASCII only, as in `[[:alpha:]]`. */
export const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** The JavaScript name of a Unicode property; undefined when there is none. */
export function unicodeProperty(name: string): string | undefined {
  const [key, value] = name.split(/[=:]/);
  const candidates =
    value === undefined
      ? [
          name,
          `General_Category=${name}`,
          `Script=${name}`,
          `Script_Extensions=${name}`,
          titled(name),
          `Script=${titled(name)}`,
        ]
      : [`${longKey(key!)}=${value}`, `${longKey(key!)}=${titled(value)}`];
  if (name.toLowerCase() === 'any') return 'Any';
  return candidates.find(isProperty);
}

const longKey = (key: string): string => {
  const name = key.trim().toLowerCase();
  if (name === 'gc' || name === 'general_category') return 'General_Category';
  if (name === 'sc' || name === 'script') return 'Script';
  return name === 'scx' || name === 'script_extensions' ? 'Script_Extensions' : key;
};

const titled = (name: string): string =>
  name
    .split(/[_ -]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('_');

function isProperty(name: string): boolean {
  try {
    new RegExp(`\\p{${name}}`, 'u');
    return true;
  } catch {
    return false;
  }
}

/** A code point as it may stand in a class. */
export function escapeInClass(char: string): string {
  if (/[A-Za-z0-9]/.test(char)) return char;
  const code = char.codePointAt(0)!;
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : char;
}

/** A code point as it may stand outside of classes. */
export function escapeLiteral(char: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

/** The forms of a character that differ only in case, itself first. */
export function caseVariants(char: string): readonly string[] {
  const variants = new Set([char]);
  for (const other of [char.toLowerCase(), char.toUpperCase()]) if ([...other].length === 1) variants.add(other);
  if (/^[kK]$/.test(char)) variants.add('\u212a');
  if (/^[sS]$/.test(char)) variants.add('\u017f');
  return [...variants];
}

/** A range and, when it lies in ASCII, its letters in the other case. */
export function caseRange(from: string, to: string): string {
  let text = `${escapeInClass(from)}-${escapeInClass(to)}`;
  const [low, high] = [from.codePointAt(0)!, to.codePointAt(0)!];
  for (const [first, last, shift] of [
    [0x41, 0x5a, 32],
    [0x61, 0x7a, -32],
  ] as const) {
    const [a, b] = [Math.max(low, first), Math.min(high, last)];
    if (a <= b) text += `${String.fromCharCode(a + shift)}-${String.fromCharCode(b + shift)}`;
  }
  return text;
}
