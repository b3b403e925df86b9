import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { textRows } from '../utils/rows.js';
import { TEXT_TYPES } from '../utils/string-signatures.js';

/** `reverse('abc')` is `cba`. */
export const reverse: ScalarUDF = {
  name: 'reverse',
  signature: Signature.uniform(1, TEXT_TYPES, 'Immutable'),
  returnType: ([type]) => type!,
  invoke: (call) =>
    textRows(call, ([text]) => {
      const read = stringReader(text!);
      return (row) => {
        const value = read(row);
        return value === null ? null : [...value].reverse().join('');
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the characters of a text in reverse order.',
    'reverse(str)',
    "SELECT reverse('datafusion')",
    [['str', 'Text to reverse.']],
  ),
};
