import { ArrowError, DataTypes } from '@datafusion-ts/common';
import { stringReader, withMatchers, type RegexMatcher } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { compileShort } from './compile.js';
import { bytesOfChars, textsOf } from '../utils/byte-texts.js';

const TYPES = [DataTypes.Utf8View, DataTypes.LargeUtf8, DataTypes.Utf8];

function countMatches(matcher: RegexMatcher, address: number, length: number): number {
  let count = 0;
  for (let end = -1; matcher.next(address, length, end, false); end = matcher.end) count++;
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
    withMatchers((matcherOf) =>
      numberRows(
        call,
        ([text, pattern, start, flags], arena) => {
          const [texts, readPattern] = [textsOf(text!, arena), stringReader(pattern!)];
          const readStart = start === undefined ? () => 1 : numberReader(start, arena);
          const readFlags = flags === undefined ? () => null : stringReader(flags);
          return (row) => {
            const wanted = readPattern(row);
            if (texts.isNull(row) || wanted === null) return 0;
            const from = readStart(row) ?? 0;
            if (from < 1) throw new ArrowError('Compute error', 'regexp_count() requires start to be 1 based');
            const matcher = matcherOf(compileShort(wanted, readFlags(row)));
            const [address, length] = [texts.address(row), texts.length(row)];
            const skipped = bytesOfChars(address, length, from - 1);
            return countMatches(matcher, address + skipped, length - skipped);
          };
        },
        'values',
      ),
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
