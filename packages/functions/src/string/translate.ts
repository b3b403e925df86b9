import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { textRows } from '../utils/rows.js';
import { perTextType } from '../utils/string-signatures.js';

/** What becomes of each character; those without a partner vanish, first mentions win. */
function mapping(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  const map = new Map<string, string>();
  [...from].forEach((char, i) => {
    if (!map.has(char)) map.set(char, targets[i] ?? '');
  });
  return map;
}

/** `translate('twice', 'wic', 'her')` is `there`. */
export const translate: ScalarUDF = {
  name: 'translate',
  signature: perTextType((text) => [text, DataTypes.Utf8, DataTypes.Utf8]),
  returnType: ([type]) => type!,
  invoke: (call) =>
    textRows(call, ([text, from, to]) => {
      const [read, readFrom, readTo] = [stringReader(text!), stringReader(from!), stringReader(to!)];
      let known: readonly [string, string] | undefined;
      let map: ReadonlyMap<string, string> = new Map();
      return (row) => {
        const [value, a, b] = [read(row), readFrom(row), readTo(row)];
        if (value === null || a === null || b === null) return null;
        if (known === undefined || known[0] !== a || known[1] !== b) [known, map] = [[a, b], mapping(a, b)];
        let result = '';
        for (const char of value) result += map.get(char) ?? char;
        return result;
      };
    }),
  documentation: doc(
    Sections.string,
    'Replaces characters by others at the same place of two lists; those without a partner are removed.',
    'translate(str, from, to)',
    "SELECT translate('twice', 'wic', 'her')",
    [
      ['str', 'Text to change.'],
      ['from', 'Characters to replace.'],
      ['to', 'Characters in their place.'],
    ],
  ),
};
