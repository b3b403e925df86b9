import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  flatten,
  flatVector,
  nullVector,
  replaceInColumn,
  StringBuilder,
  stringReader,
  withMatchers,
  type Arena,
  type ColumnVector,
  type Regex,
  type RegexMatcher,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { evaluateOnce } from '../utils/rows.js';
import { compileExternal } from './compile.js';
import { appendReplaced, replacementParts, type Replacing } from './replacement.js';
import { checkTextSize, textsOf } from '../utils/byte-texts.js';
import { constantsOf } from '../utils/slice-rows.js';

const TYPES = [DataTypes.Utf8View, DataTypes.LargeUtf8, DataTypes.Utf8];

type Wanted = readonly [pattern: string, replacement: string, flags: string | null];

/** Makes what a row asks for; what the row before asked for is kept when it is the same. */
function replacingOf(matcherOf: (regex: Regex) => RegexMatcher, arena: Arena): (...args: Wanted) => Replacing {
  let [knownPattern, knownReplacement, knownFlags]: Wanted = ['', '', null];
  let known: Replacing | undefined;
  return (pattern, replacement, flags) => {
    const same = pattern === knownPattern && replacement === knownReplacement && flags === knownFlags;
    if (known !== undefined && same) return known;
    [knownPattern, knownReplacement, knownFlags] = [pattern, replacement, flags];
    const regex = compileExternal(pattern, flags);
    const parts = replacementParts(replacement, regex, arena);
    return (known = { matcher: matcherOf(regex), parts, all: flags?.includes('g') === true });
  };
}

function replaceRows(args: readonly ColumnVector[], rowCount: number, type: DataType, arena: Arena): ColumnVector {
  const builder = new StringBuilder(arena, rowCount, type);
  withMatchers((matcherOf) => {
    const texts = textsOf(args[0]!, arena);
    const [readPattern, readReplacement, readFlags] = args.slice(1).map(stringReader);
    const prepare = replacingOf(matcherOf, arena);
    for (let row = 0; row < rowCount; row++) {
      const pattern = readPattern!(row);
      const replacement = readReplacement!(row);
      const flags = readFlags === undefined ? null : readFlags(row);
      const skipped = pattern === null || replacement === null || (readFlags !== undefined && flags === null);
      if (skipped || texts.isNull(row)) builder.appendNull();
      else appendReplaced(texts.address(row), texts.length(row), prepare(pattern, replacement, flags), builder);
    }
  });
  return builder.finish();
}

/** A constant pattern and replacement in a column of texts by a kernel. */
function replaceAll(
  text: ColumnVector,
  [pattern, replacement, flags]: readonly (string | undefined)[],
  type: DataType,
  arena: Arena,
): ColumnVector {
  const flat = flatten(text, arena);
  const { length, validity, nullCount } = flat;
  if (length === nullCount) return nullVector(type, length);
  return withMatchers((matcherOf) => {
    const { matcher, parts, all } = replacingOf(matcherOf, arena)(pattern!, replacement!, flags ?? null);
    const values = replaceInColumn(flat, matcher, parts, all, arena, checkTextSize);
    return flatVector(type, length, { values, width: 16, validity, nullCount });
  });
}

/** `regexp_replace(x, p, r[, flags])`: the first match, or with flag `g` every match, replaced. */
export const regexpReplace: ScalarUDF = {
  name: 'regexp_replace',
  signature: Signature.oneOf(
    [3, 4].map((count) => ({ kind: 'Uniform', count, types: TYPES })),
    'Immutable',
  ),
  returnType: ([type]) => type!,
  invoke: (call) => {
    const type = call.returnField.dataType;
    return evaluateOnce(call, ({ args, rowCount, arena }) => {
      const [text, ...others] = args;
      const constants = constantsOf(others)?.map((value) => (typeof value === 'string' ? value : undefined));
      const isColumn = text!.encoding !== 'constant' && text!.type.kind !== 'Null';
      return constants !== undefined && isColumn && rowCount > 0 && !constants.includes(undefined)
        ? replaceAll(text!, constants, type, arena)
        : replaceRows(args, rowCount, type, arena);
    });
  },
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
