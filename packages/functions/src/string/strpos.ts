import {
  encodeUtf8,
  flatten,
  flatVector,
  kernels,
  nullVector,
  utf8Bound,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { charsIn, findBytes, textsOf } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { evaluateOnce, numberRows, type Prepare } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';
import { lengthTypeOf } from '../utils/types.js';

const placeOfRow: Prepare<number> = ([text, part], arena) => {
  const [texts, parts] = [textsOf(text!, arena), textsOf(part!, arena)];
  return (row) => {
    if (texts.isNull(row) || parts.isNull(row)) return null;
    const address = texts.address(row);
    const at = findBytes(address, texts.length(row), 0, parts.address(row), parts.length(row));
    return at < 0 ? 0 : charsIn(address, at) + 1;
  };
};

/** A constant text is looked for by a kernel. */
function placesOf(call: ScalarFunctionArgs, part: string): ColumnVector {
  const type = call.returnField.dataType;
  if (type.kind === 'Null' || call.args[0]!.type.kind === 'Null') return nullVector(type, call.rowCount);
  return evaluateOnce(call, ({ args, arena }) => {
    const { values: views, length, validity, nullCount } = flatten(args[0]!, arena);
    const needle = arena.alloc(utf8Bound(part));
    const width = type.kind === 'Int64' ? 8 : 4;
    const values = arena.alloc(length * width);
    kernels().findChars(views, length, needle, encodeUtf8(part, needle), width === 8 ? 1 : 0, values);
    return flatVector(type, length, { values, width, validity, nullCount });
  });
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
  invoke: (call) => {
    const part = call.args[1]!.encoding === 'constant' ? call.args[1]!.value.value : undefined;
    return typeof part === 'string' && call.args[0]!.encoding !== 'constant'
      ? placesOf(call, part)
      : numberRows(call, placeOfRow);
  },
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
