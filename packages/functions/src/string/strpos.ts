import type { ScalarUDF } from '@datafusion-ts/expr';
import { charsIn, findBytes, textsOf } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberRows } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';
import { lengthTypeOf } from '../utils/types.js';

/** `strpos('abc', 'c')` is 3: the first place of a text in another, 0 when it is not there. */
export const strpos: ScalarUDF = {
  name: 'strpos',
  aliases: ['instr', 'position'],
  signature: textSignature(2),
  returnField: ({ argFields: [text, part] }) => ({
    name: 'strpos',
    dataType: lengthTypeOf(text!.dataType, 'strpos'),
    nullable: text!.nullable || part!.nullable,
  }),
  invoke: (call) =>
    numberRows(call, ([text, part], arena) => {
      const [texts, parts] = [textsOf(text!, arena), textsOf(part!, arena)];
      return (row) => {
        if (texts.isNull(row) || parts.isNull(row)) return null;
        const address = texts.address(row);
        const at = findBytes(address, texts.length(row), 0, parts.address(row), parts.length(row));
        return at < 0 ? 0 : charsIn(address, at) + 1;
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the place (from 1) of the first occurrence of a text in another, 0 when there is none.',
    'strpos(str, substr)',
    "SELECT strpos('datafusion', 'fus')",
    [
      ['str', 'Text to look into.'],
      ['substr', 'Text to find.'],
    ],
  ),
};
