import { DataTypes } from '@datafusion-ts/common';
import { isText } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { characterLength, doc, octetLength, Sections } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';

const TYPES = [
  DataTypes.Utf8View,
  DataTypes.Utf8,
  DataTypes.LargeUtf8,
  DataTypes.Binary,
  DataTypes.LargeBinary,
  DataTypes.BinaryView,
];

/**
 * `length(x)`: the number of characters of a text, of bytes of a binary; as Int32 for every type.
 *
 * Example: `SELECT length('Spark SQL ')` is 10.
 */
export const length: ScalarUDF = {
  name: 'length',
  aliases: ['character_length', 'char_length', 'len'],
  signature: Signature.uniform(1, TYPES, 'Immutable'),
  returnField: nullsOfArguments('length', () => DataTypes.Int32),
  invoke: (call) => (isText(call.args[0]!.type) ? characterLength : octetLength).invoke(call),
  documentation: doc(
    Sections.string,
    'Gives the number of characters of a text or of bytes of a binary.',
    'length(expr)',
    "SELECT length('Spark SQL ')",
    [['expr', 'Text or bytes.']],
  ),
};
