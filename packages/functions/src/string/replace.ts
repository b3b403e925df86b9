import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { textRows } from '../utils/rows.js';
import { plainTextTypeOf, textSignature } from '../utils/string-signatures.js';

/** Every occurrence replaced; empty text occurs before, between and behind all characters. */
function replaced(text: string, from: string, to: string): string {
  if (from === '') return to === '' ? text : `${to}${[...text].map((char) => char + to).join('')}`;
  return text.includes(from) ? text.split(from).join(to) : text;
}

/** `replace('abc', 'b', 'x')` is `axc`. */
export const replace: ScalarUDF = {
  name: 'replace',
  signature: textSignature(3),
  returnType: ([type]) => plainTextTypeOf(type!),
  invoke: (call) =>
    textRows(call, ([text, from, to]) => {
      const [read, readFrom, readTo] = [stringReader(text!), stringReader(from!), stringReader(to!)];
      return (row) => {
        const [value, a, b] = [read(row), readFrom(row), readTo(row)];
        return value === null || a === null || b === null ? null : replaced(value, a, b);
      };
    }),
  documentation: doc(
    Sections.string,
    'Replaces every occurrence of a text within another.',
    'replace(str, substr, replacement)',
    "SELECT replace('ABabbaBA', 'ab', 'cd')",
    [
      ['str', 'Text to change.'],
      ['substr', 'Text to replace.'],
      ['replacement', 'Text in its place.'],
    ],
  ),
};
