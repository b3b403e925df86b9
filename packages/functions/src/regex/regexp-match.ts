import { DataTypes, listItem, ScalarValue } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { scalarRows } from '../utils/rows.js';
import { TEXT_TYPES } from '../utils/string-signatures.js';
import { compileArrow, withFlags } from './compile.js';

/** The texts of the groups that took part in the first match, or the whole match when there are no groups. */
function groupsOf(match: RegExpExecArray): readonly string[] {
  return match.length === 1 ? [match[0]] : match.slice(1).filter((group) => group !== undefined);
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
    return scalarRows(call, (args) => {
      const element = args[0]!.type;
      const [read, readPattern, readFlags] = args.map(stringReader);
      return (row) => {
        const [value, pattern] = [read!(row), readPattern!(row)];
        if (value === null || pattern === null) return null;
        const regex = compileArrow(withFlags(pattern, readFlags?.(row) ?? null, 'regexp_match'), '');
        const match = regex.exec(value);
        if (match === null) return null;
        return new ScalarValue(
          type,
          groupsOf(match).map((group) => new ScalarValue(element, group)),
        );
      };
    });
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
