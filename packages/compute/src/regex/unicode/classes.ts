/** The classes that have names: Perl's, POSIX's (ASCII only) and Unicode's properties. */
import { NotImplementedError } from '@datafusion-ts/common';
import { EVERYTHING, intersection, setOf, type CodePointSet } from './code-point-set.js';
import { scan } from './scan.js';

const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';
const ASCII: CodePointSet = [0, 0x7f];

/** `\d`, `\s`, `\w` of Unicode or, without Unicode, of ASCII. */
export function perlClass(letter: 'd' | 's' | 'w', unicode: boolean): CodePointSet {
  if (!unicode) return POSIX_CLASSES[letter === 'd' ? 'digit' : letter === 's' ? 'space' : 'word']!;
  if (letter === 's') return WHITE_SPACE;
  return scan(letter === 'd' ? '\\p{Nd}' : WORD);
}

const WHITE_SPACE: CodePointSet = setOf([
  ...[9, 13, 0x20, 0x20, 0x85, 0x85, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029],
  ...[0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000],
]);

const ranges = (text: string): CodePointSet => setOf([...text].map((char) => char.charCodeAt(0)));

/** POSIX classes as in `[[:alpha:]]`. */
export const POSIX_CLASSES: Readonly<Record<string, CodePointSet>> = {
  alnum: ranges('09AZaz'),
  alpha: ranges('AZaz'),
  ascii: ASCII,
  blank: ranges('\t\t  '),
  cntrl: ranges('\0\x1f\x7f\x7f'),
  digit: ranges('09'),
  graph: ranges('!~'),
  lower: ranges('az'),
  print: ranges(' ~'),
  punct: ranges('!/:@[`{~'),
  space: ranges('\t\r  '),
  upper: ranges('AZ'),
  word: ranges('09AZaz__'),
  xdigit: ranges('09AFaf'),
};

/** What is wrong with a property. */
export type PropertyError = 'Unicode property not found' | 'Unicode property value not found';

/** The set of a property (`Greek`, `Lu`) or, with a value, of `script=Greek`; a text says what is not known. */
export function propertySet(name: string, value?: string): CodePointSet | PropertyError {
  if (value !== undefined) return valueSet(loose(name), value);
  const plain = loose(name);
  if (plain === 'any') return EVERYTHING;
  if (plain === 'ascii') return ASCII;
  // These short names of other properties are categories first.
  const binary = plain === 'cf' || plain === 'sc' || plain === 'lc' ? [] : spellings(name);
  const candidates = [
    ...binary,
    ...spellings(name).map((spelling) => `General_Category=${spelling}`),
    ...spellings(name).map((spelling) => `Script=${spelling}`),
  ];
  return firstOf(candidates) ?? 'Unicode property not found';
}

function valueSet(key: string, value: string): CodePointSet | PropertyError {
  const property = PROPERTIES[key];
  if (property !== undefined) {
    return firstOf(spellings(value).map((spelling) => `${property}=${spelling}`)) ?? 'Unicode property value not found';
  }
  if (UNKNOWN_TO_JAVASCRIPT.has(key)) throw new NotImplementedError(`Unicode property ${key} in regular expressions`);
  return 'Unicode property not found';
}

const PROPERTIES: Readonly<Record<string, string>> = {
  gc: 'General_Category',
  generalcategory: 'General_Category',
  sc: 'Script',
  script: 'Script',
  scx: 'Script_Extensions',
  scriptextensions: 'Script_Extensions',
};

const UNKNOWN_TO_JAVASCRIPT = new Set([
  ...['age', 'gcb', 'graphemeclusterbreak', 'wb', 'wordbreak', 'sb', 'sentencebreak'],
]);

/** Names are compared without case, blanks, hyphens and underscores. */
const loose = (name: string): string => {
  const plain = name.toLowerCase().replace(/[ _-]/g, '');
  return plain.startsWith('is') && plain !== 'is' && plain !== 'isc' ? plain.slice(2) : plain;
};

/** How Unicode may spell a name that was given loosely. */
function spellings(name: string): readonly string[] {
  const bare = name.replace(/^is[ _-]?(?=.)/i, '');
  return [...new Set([name, titled(name), name.toUpperCase(), bare, titled(bare)])];
}

const titled = (name: string): string =>
  name
    .split(/[_ -]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('_');

function firstOf(candidates: readonly string[]): CodePointSet | undefined {
  const known = candidates.find(isProperty);
  return known === undefined ? undefined : scan(`\\p{${known}}`);
}

function isProperty(name: string): boolean {
  try {
    new RegExp(`\\p{${name}}`, 'u');
    return /^[\w=]+$/.test(name);
  } catch {
    return false;
  }
}

/** The part of a set that is ASCII. */
export const asciiOnly = (set: CodePointSet): CodePointSet => intersection(set, ASCII);
