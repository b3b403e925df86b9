import { DataTypes, type DataType } from '@datafusion-ts/common';
import { flatten, flatVector, kernels, nullVector, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { evaluateOnce } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';
import { lengthTypeOf } from '../utils/types.js';

/** Lengths of text, read from its bytes without decoding them. */

/** Writes the lengths of texts to an address, as i64 (`wide` 1) or i32. */
type Measure = (views: number, count: number, wide: number, to: number) => void;

const bytes: Measure = (views, count, wide, to) => kernels().byteCounts(views, count, 0, wide, to);
const bits: Measure = (views, count, wide, to) => kernels().byteCounts(views, count, 3, wide, to);
const characters: Measure = (views, count, wide, to) => kernels().charCounts(views, count, wide, to);

function measured(call: ScalarFunctionArgs, measure: Measure): ColumnVector {
  const type: DataType = call.returnField.dataType;
  const [text] = call.args;
  if (type.kind === 'Null' || text!.type.kind === 'Null') return nullVector(type, call.rowCount);
  return evaluateOnce(call, ({ args, arena }) => {
    const { values: views, length, validity, nullCount } = flatten(args[0]!, arena);
    const width = type.kind === 'Int64' ? 8 : 4;
    const values = arena.alloc(length * width);
    measure(views, length, width === 8 ? 1 : 0, values);
    return flatVector(type, length, { values, width, validity, nullCount });
  });
}

/** `bit_length('a')` is 8. */
export const bitLength: ScalarUDF = {
  name: 'bit_length',
  signature: textSignature(1),
  returnType: ([type]) => lengthTypeOf(type!, 'bit_length'),
  invoke: (call) => measured(call, bits),
  documentation: doc(
    Sections.string,
    'Gives the length of a text in bits.',
    'bit_length(str)',
    "SELECT bit_length('datafusion')",
    [['str', 'Text to measure.']],
    ['length', 'octet_length'],
  ),
};

/** `octet_length('é')` is 2. */
export const octetLength: ScalarUDF = {
  name: 'octet_length',
  signature: textSignature(1),
  returnType: ([type]) => lengthTypeOf(type!, 'octet_length'),
  invoke: (call) => measured(call, bytes),
  documentation: doc(
    Sections.string,
    'Gives the length of a text in bytes.',
    'octet_length(str)',
    "SELECT octet_length('Ångström')",
    [['str', 'Text to measure.']],
    ['bit_length', 'length'],
  ),
};

/** `character_length('é')` is 1. */
export const characterLength: ScalarUDF = {
  name: 'character_length',
  aliases: ['length', 'char_length'],
  signature: Signature.uniform(1, [DataTypes.Utf8, DataTypes.LargeUtf8, DataTypes.Utf8View], 'Immutable'),
  returnType: ([type]) => lengthTypeOf(type!, 'character_length'),
  invoke: (call) => measured(call, characters),
  documentation: doc(
    Sections.string,
    'Gives the number of characters of a text.',
    'character_length(str)',
    "SELECT character_length('Ångström')",
    [['str', 'Text to measure.']],
    ['bit_length', 'octet_length'],
  ),
};
