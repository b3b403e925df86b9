import { ArrowError, DataTypes, type DataType } from '@datafusion-ts/common';
import { stringReader, withMatchers, type ColumnVector, type RegexMatcher } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader, type Row } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { compileShort } from './compile.js';
import { bytesOfChars, charsIn, textsOf } from '../utils/byte-texts.js';

const TYPES = [DataTypes.Utf8View, DataTypes.LargeUtf8, DataTypes.Utf8];
const { Int64 } = DataTypes;

const LISTS: readonly ((text: DataType) => readonly DataType[])[] = [
  (text) => [text, text, Int64],
  (text) => [text, text, Int64, Int64],
  (text) => [text, text, Int64, Int64, text],
  (text) => [text, text, Int64, Int64, text, Int64],
];

interface Search {
  readonly start: number;
  readonly nth: number;
  readonly group: number;
}

/** Place (from 1) of the nth match, or of a group in it; 0 when there is none. */
function placeOf(matcher: RegexMatcher, address: number, length: number, { start, nth, group }: Search): number {
  if (start > charsIn(address, length)) return 0;
  const skipped = bytesOfChars(address, length, start - 1);
  const [text, size] = [address + skipped, length - skipped];
  const groups = group > 0;
  let seen = 0;
  for (let end = -1; matcher.next(text, size, end, groups); end = matcher.end) {
    if (++seen < nth) continue;
    if (group >= matcher.regex.groupCount) return 0;
    const place = groups ? matcher.groupStart(group) : matcher.start;
    return place < 0 ? 0 : charsIn(text, place) + start;
  }
  return 0;
}

function checkPlaces({ start, nth }: Search): void {
  if (start < 1) throw new ArrowError('Compute error', 'regexp_instr() requires start to be 1-based');
  if (nth < 1) throw new ArrowError('Compute error', 'N must be 1 or greater');
}

/** `regexp_instr(x, p[, start[, n[, flags[, group]]]])`: the place of a match. */
export const regexpInstr: ScalarUDF = {
  name: 'regexp_instr',
  signature: Signature.oneOf(
    [
      { kind: 'Uniform', count: 2, types: TYPES },
      ...LISTS.flatMap((list) => TYPES.map((text) => ({ kind: 'Exact' as const, types: list(text) }))),
    ],
    'Immutable',
  ),
  returnType: () => Int64,
  invoke: (call) =>
    withMatchers((matcherOf) =>
      numberRows(call, ([text, pattern, start, nth, flags, group], arena) => {
        const [texts, readPattern] = [textsOf(text!, arena), stringReader(pattern!)];
        const read = (arg: ColumnVector | undefined, otherwise: number): Row<number> =>
          arg === undefined ? () => otherwise : numberReader(arg, arena);
        const [readStart, readNth, readGroup] = [read(start, 1), read(nth, 1), read(group, 0)];
        const readFlags = flags === undefined ? () => null : stringReader(flags);
        return (row) => {
          const wanted = readPattern(row);
          if (texts.isNull(row) || wanted === null) return null;
          const search = { start: readStart(row) ?? 0, nth: readNth(row) ?? 0, group: readGroup(row) ?? 0 };
          checkPlaces(search);
          const matcher = matcherOf(compileShort(wanted, readFlags(row)));
          return placeOf(matcher, texts.address(row), texts.length(row), search);
        };
      }),
    ),
  documentation: doc(
    Sections.regex,
    'Gives the place of a match of a regular expression in a text, 0 when there is none.',
    'regexp_instr(str, regexp[, start[, N[, flags[, subexpr]]]])',
    "SELECT regexp_instr('ABCDEF', 'C(.)(..)')",
    [
      ['str', 'Text to look into.'],
      ['regexp', 'Regular expression.'],
      ['start', 'Character to start at, from 1.'],
      ['N', 'Which match, from 1.'],
      ['flags', 'As for regexp_like.'],
      ['subexpr', 'Group whose place is wanted; 0 for the whole match.'],
    ],
  ),
};
