import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { numberRows } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';

/** `ascii('a')`: the code point of the first character, 0 for empty text. */
export const ascii: ScalarUDF = {
  name: 'ascii',
  signature: textSignature(1),
  returnType: () => DataTypes.Int32,
  invoke: (call) =>
    numberRows(call, ([text]) => {
      const read = stringReader(text!);
      return (row) => {
        const value = read(row);
        return value === null ? null : (value.codePointAt(0) ?? 0);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the Unicode code of the first character of a text, 0 when it is empty.',
    'ascii(str)',
    "SELECT ascii('abc'), ascii('🚀')",
    [['str', 'Text to look at.']],
    ['chr'],
  ),
};
