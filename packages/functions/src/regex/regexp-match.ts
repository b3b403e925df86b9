import { DataTypes, listItem, ScalarValue } from '@datafusion-ts/common';
import { decodeUtf8, stringReader, withMatchers, type RegexMatcher } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { scalarRows } from '../utils/rows.js';
import { TEXT_TYPES } from '../utils/string-signatures.js';
import { compileArrow, withFlags } from './compile.js';
import { textsOf } from '../utils/byte-texts.js';

/** The texts of the groups that took part in the match, or the whole match when there are no groups. */
function groupsOf(matcher: RegexMatcher, address: number): readonly string[] {
  const texts: string[] = [];
  const { groupCount } = matcher.regex;
  for (let group = groupCount === 1 ? 0 : 1; group < groupCount; group++) {
    const start = matcher.groupStart(group);
    if (start >= 0) texts.push(decodeUtf8(address + start, matcher.groupEnd(group) - start));
  }
  return texts;
}

/** `regexp_match(x, p[, flags])`: the groups of the first match as a list, NULL when there is none. */
export const regexpMatch: ScalarUDF = {
  name: 'regexp_match',
  signature: Signature.oneOf(
    [2, 3].flatMap((count) =>
      TEXT_TYPES.map((text) => ({ kind: 'Exact' as const, types: Array.from({ length: count }, () => text) })),
    ),
    'Immutable',
  ),
  returnType: ([type]) => (type!.kind === 'Null' ? DataTypes.Null : DataTypes.list(listItem(type!))),
  invoke: (call) => {
    const type = call.returnField.dataType;
    return withMatchers((matcherOf) =>
      scalarRows(call, ([values, patterns, flags], arena) => {
        const element = values!.type;
        const [texts, readPattern] = [textsOf(values!, arena), stringReader(patterns!)];
        const readFlags = flags === undefined ? () => null : stringReader(flags);
        return (row) => {
          const pattern = readPattern(row);
          if (texts.isNull(row) || pattern === null) return null;
          const matcher = matcherOf(compileArrow(withFlags(pattern, readFlags(row), 'regexp_match')));
          const address = texts.address(row);
          if (!matcher.findGroups(address, texts.length(row), 0)) return null;
          return new ScalarValue(
            type,
            groupsOf(matcher, address).map((group) => new ScalarValue(element, group)),
          );
        };
      }),
    );
  },
  documentation: doc(
    Sections.regex,
    'Gives the groups of the first match of a regular expression as a list.',
    'regexp_match(str, regexp[, flags])',
    "SELECT regexp_match('Köln', '[a-zA-Z]ö[a-zA-Z]{2}')",
    [
      ['str', 'Text to look into.'],
      ['regexp', 'Regular expression.'],
      [
        'flags',
        'i: case does not matter; m: lines; s: the dot matches line ends; R: CRLF; U: lazy; x: blanks ignored.',
      ],
    ],
  ),
};
