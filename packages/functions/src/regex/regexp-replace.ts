import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { textRows } from '../utils/rows.js';
import { compileExternal } from './compile.js';

const TYPES = [DataTypes.Utf8View, DataTypes.LargeUtf8, DataTypes.Utf8];

/** `\1` of POSIX as `${1}`; backslashes before it do not matter. */
const fromPosix = (replacement: string): string => replacement.replace(/\\+(\d+)/g, '$${$1}');

type Replacer = (match: string, ...rest: unknown[]) => string;

/** Rust's replacement text: `$1`, `${1}`, `$name`, `${name}`, `$$`; groups that do not exist are empty. */
function replacer(replacement: string): Replacer {
  if (!replacement.includes('$')) return () => replacement;
  const parts = [...replacement.matchAll(/\$\$|\$\{([^}]+)\}|\$([0-9A-Za-z_]+)|[^$]+|\$/g)];
  return (match, ...rest) => {
    const names = rest.at(-1);
    const named = typeof names === 'object' && names !== null ? (names as Record<string, string | undefined>) : {};
    const group = (key: string): string => {
      if (!/^\d+$/.test(key)) return named[key] ?? '';
      if (key === '0') return match;
      const value = rest[Number(key) - 1];
      return typeof value === 'string' && Number(key) <= groupCount(rest) ? value : '';
    };
    return parts.map(([text, braced, bare]) => partText(text, braced ?? bare, group)).join('');
  };
}

function partText(text: string, key: string | undefined, group: (key: string) => string): string {
  if (key !== undefined) return group(key);
  return text === '$$' ? '$' : text;
}

/** Groups come before the offset, the first number. */
const groupCount = (rest: readonly unknown[]): number => rest.findIndex((value) => typeof value === 'number');

/** `regexp_replace(x, p, r[, flags])`: the first match, or with flag `g` every match, replaced. */
export const regexpReplace: ScalarUDF = {
  name: 'regexp_replace',
  signature: Signature.oneOf(
    [3, 4].map((count) => ({ kind: 'Uniform', count, types: TYPES })),
    'Immutable',
  ),
  returnType: ([type]) => type!,
  invoke: (call) =>
    textRows(call, (args) => {
      const [read, readPattern, readReplacement, readFlags] = args.map(stringReader);
      let known: readonly (string | null)[] | undefined;
      let regex: RegExp = /(?:)/;
      let replace: Replacer = () => '';
      return (row) => {
        const [value, pattern, replacement] = [read!(row), readPattern!(row), readReplacement!(row)];
        const flags = readFlags === undefined ? '' : readFlags(row);
        if (value === null || pattern === null || replacement === null || flags === null) return null;
        if (known?.[0] !== pattern || known[1] !== replacement || known[2] !== flags) {
          known = [pattern, replacement, flags];
          regex = compileExternal(pattern, flags);
          replace = replacer(fromPosix(replacement));
        }
        regex.lastIndex = 0;
        return value.replace(regex, replace);
      };
    }),
  documentation: doc(
    Sections.regex,
    'Replaces the first match of a regular expression, or all matches.',
    'regexp_replace(str, regexp, replacement[, flags])',
    "SELECT regexp_replace('foobarbaz', 'b(..)', 'X\\\\1Y', 'g')",
    [
      ['str', 'Text to change.'],
      ['regexp', 'Regular expression.'],
      ['replacement', 'Text in place of matches; \\1 or $1 stand for groups.'],
      ['flags', 'g: every match; i: case does not matter; and others as for regexp_like.'],
    ],
  ),
};
