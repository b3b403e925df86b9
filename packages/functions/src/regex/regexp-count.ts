import { ArrowError, DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { sliceChars } from '../utils/text.js';
import { compileShort } from './compile.js';

const TYPES = [DataTypes.Utf8View, DataTypes.LargeUtf8, DataTypes.Utf8];

function countMatches(text: string, pattern: string, start: number, flags: string): number {
  if (start < 1) throw new ArrowError('Compute error', 'regexp_count() requires start to be 1 based');
  const regex = compileShort(pattern, flags);
  const rest = sliceChars(text, start - 1);
  regex.lastIndex = 0;
  let count = 0;
  for (const _ of rest.matchAll(regex)) count++;
  return count;
}

/** `regexp_count(x, p[, start[, flags]])`: number of matches that do not overlap; 0 for NULLs. */
export const regexpCount: ScalarUDF = {
  name: 'regexp_count',
  signature: Signature.oneOf(
    [
      { kind: 'Uniform', count: 2, types: TYPES },
      ...TYPES.map((text) => ({ kind: 'Exact' as const, types: [text, text, DataTypes.Int64] })),
      ...TYPES.map((text) => ({ kind: 'Exact' as const, types: [text, text, DataTypes.Int64, text] })),
    ],
    'Immutable',
  ),
  returnType: () => DataTypes.Int64,
  invoke: (call) =>
    numberRows(
      call,
      ([text, pattern, start, flags], arena) => {
        const [read, readPattern] = [stringReader(text!), stringReader(pattern!)];
        const readStart = start === undefined ? () => 1 : numberReader(start, arena);
        const readFlags = flags === undefined ? () => '' : stringReader(flags);
        return (row) => {
          const [value, wanted] = [read(row), readPattern(row)];
          if (value === null || wanted === null) return 0;
          return countMatches(value, wanted, readStart(row) ?? 1, readFlags(row) ?? '');
        };
      },
      'values',
    ),
  documentation: doc(
    Sections.regex,
    'Counts the matches of a regular expression in a text.',
    'regexp_count(str, regexp[, start, flags])',
    "SELECT regexp_count('abcAbAbc', 'abc', 2, 'i')",
    [
      ['str', 'Text to look into.'],
      ['regexp', 'Regular expression.'],
      ['start', 'Character to start at, from 1.'],
      ['flags', 'As for regexp_like.'],
    ],
  ),
};
