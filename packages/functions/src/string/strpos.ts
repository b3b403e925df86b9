import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { numberRows } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';
import { charCount } from '../utils/text.js';
import { lengthTypeOf } from '../utils/types.js';

function placeOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at <= 0 ? at + 1 : charCount(text.slice(0, at)) + 1;
}

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
    numberRows(call, ([text, part]) => {
      const [read, readPart] = [stringReader(text!), stringReader(part!)];
      return (row) => {
        const [value, wanted] = [read(row), readPart(row)];
        return value === null || wanted === null ? null : placeOf(value, wanted);
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
