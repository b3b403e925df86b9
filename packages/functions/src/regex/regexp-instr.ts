import { ArrowError, DataTypes, type DataType } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { charCount, sliceChars } from '../utils/text.js';
import { compileShort } from './compile.js';

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
  readonly flags: string;
  readonly group: number;
}

/** Place (from 1) of the nth match, or of a group in it; 0 when there is none. */
function placeOf(text: string, pattern: string, { start, nth, flags, group }: Search): number {
  if (start < 1) throw new ArrowError('Compute error', 'regexp_instr() requires start to be 1-based');
  if (nth < 1) throw new ArrowError('Compute error', 'N must be 1 or greater');
  const compiled = compileShort(pattern, flags);
  const regex = new RegExp(compiled, `d${compiled.flags}`);
  if (start > charCount(text)) return 0;
  const rest = sliceChars(text, start - 1);
  let seen = 0;
  for (const match of rest.matchAll(regex)) {
    if (++seen < nth) continue;
    const range = group > 0 ? match.indices?.[group] : match.indices?.[0];
    return range === undefined ? 0 : charCount(rest.slice(0, range[0])) + start;
  }
  return 0;
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
    numberRows(call, ([text, pattern, start, nth, flags, group], arena) => {
      const [read, readPattern] = [stringReader(text!), stringReader(pattern!)];
      const [readStart, readNth, readGroup] = [start, nth, group].map((arg) =>
        arg === undefined ? undefined : numberReader(arg, arena),
      );
      const readFlags = flags === undefined ? () => '' : stringReader(flags);
      return (row) => {
        const [value, wanted] = [read(row), readPattern(row)];
        if (value === null || wanted === null) return null;
        return placeOf(value, wanted, {
          start: readStart?.(row) ?? 1,
          nth: readNth?.(row) ?? 1,
          flags: readFlags(row) ?? '',
          group: readGroup?.(row) ?? 0,
        });
      };
    }),
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
