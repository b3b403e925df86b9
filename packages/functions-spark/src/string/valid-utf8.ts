import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  BooleanBuilder,
  byteLengthAt,
  bytesAddressAt,
  findUtf8Defect,
  flatten,
  isNull,
  readBytes,
  StringBuilder,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, evaluateOnce, Sections } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';

/** Bytes that should be text: whether they are UTF-8, and text made of them whatever they are. */

const SIGNATURE = Signature.uniform(
  1,
  [
    DataTypes.Utf8,
    DataTypes.LargeUtf8,
    DataTypes.Utf8View,
    DataTypes.Binary,
    DataTypes.BinaryView,
    DataTypes.LargeBinary,
  ],
  'Immutable',
);

const isValid = (flat: FlatVector, row: number): boolean =>
  findUtf8Defect(bytesAddressAt(flat, row), byteLengthAt(flat, row)) === undefined;

/** `is_valid_utf8(x'80')` is false. */
export const isValidUtf8: ScalarUDF = {
  name: 'is_valid_utf8',
  signature: SIGNATURE,
  returnType: () => DataTypes.Boolean,
  invoke: (call) =>
    evaluateOnce(call, ({ args: [value], rowCount, arena }) => {
      const flat = flatten(value!, arena);
      const builder = new BooleanBuilder(arena, rowCount);
      for (let row = 0; row < rowCount; row++) {
        if (isNull(flat, row)) builder.appendNull();
        else builder.appendBoolean(isValid(flat, row));
      }
      return builder.finish();
    }),
  documentation: doc(
    Sections.string,
    'True when bytes are text in UTF-8.',
    'is_valid_utf8(expr)',
    "SELECT is_valid_utf8(x'80')",
    [['expr', 'Bytes or text.']],
    ['make_valid_utf8'],
  ),
};

function textTypeOf(type: DataType): DataType {
  if (type.kind === 'LargeUtf8' || type.kind === 'LargeBinary') return DataTypes.LargeUtf8;
  return type.kind === 'Utf8View' ? DataTypes.Utf8View : DataTypes.Utf8;
}

/** `make_valid_utf8(x'61C262')` is `a�b`: every sequence of bytes that cannot be text becomes U+FFFD. */
export const makeValidUtf8: ScalarUDF = {
  name: 'make_valid_utf8',
  signature: SIGNATURE,
  returnField: nullsOfArguments('make_valid_utf8', ([type]) => textTypeOf(type!)),
  invoke: (call) =>
    evaluateOnce(call, ({ args: [value], rowCount, arena }) => {
      const flat = flatten(value!, arena);
      const builder = new StringBuilder(arena, rowCount, call.returnField.dataType);
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      for (let row = 0; row < rowCount; row++) {
        if (isNull(flat, row)) builder.appendNull();
        else if (isValid(flat, row)) builder.appendReference(bytesAddressAt(flat, row), byteLengthAt(flat, row));
        else builder.appendString(decoder.decode(readBytes(flat, row)));
      }
      return builder.finish();
    }),
  documentation: doc(
    Sections.string,
    'Makes text of bytes, with a replacement character for what is no UTF-8.',
    'make_valid_utf8(expr)',
    "SELECT make_valid_utf8(x'61C262')",
    [['expr', 'Bytes or text.']],
    ['is_valid_utf8'],
  ),
};
