import { DataTypes, type DataType } from '@datafusion-ts/common';
import { StringBuilder, mapDictionary, type Arena, type ColumnVector, type FlatVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceExact, coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { Args, bigintReader, bytesReader, doc, Sections, type Row } from '@datafusion-ts/functions';

const DIGITS = '0123456789ABCDEF';

function digitsOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte >>> 4]! + DIGITS[byte & 15]!;
  return text;
}

function textsOf(column: FlatVector, arena: Arena): Row<string> {
  if (column.type.kind === 'Int64') {
    const read = bigintReader(column, arena);
    return (row) => {
      const value = read(row);
      return value === null ? null : BigInt.asUintN(64, value).toString(16).toUpperCase();
    };
  }
  const read = bytesReader(column, arena);
  return (row) => {
    const bytes = read(row);
    return bytes === null ? null : digitsOfBytes(bytes);
  };
}

function hexColumn(column: FlatVector, arena: Arena, type: DataType): ColumnVector {
  const each = textsOf(column, arena);
  const builder = new StringBuilder(arena, column.length, type);
  for (let row = 0; row < column.length; row++) {
    const text = each(row);
    if (text === null) builder.appendNull();
    else builder.appendString(text);
  }
  return builder.finish();
}

/** `hex(x)`: capital hexadecimal digits of an integer (64-bit two's complement; other numbers are cut off) or of the bytes of a text or binary. */
export const hex: ScalarUDF = {
  name: 'hex',
  signature: Signature.oneOf(
    [
      {
        kind: 'Coercible',
        coercions: [coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.numeric], NativeTypes.Int64)],
      },
      { kind: 'Coercible', coercions: [Args.string] },
      { kind: 'Coercible', coercions: [coerceExact(TypeClasses.binary)] },
    ],
    'Immutable',
  ),
  returnType: ([type]) =>
    type!.kind === 'Dictionary' ? DataTypes.dictionary(type!.keyType, DataTypes.Utf8) : DataTypes.Utf8,
  invoke: ({ args: [input], arena, returnField }) =>
    mapDictionary(input!, arena, (flat, own) => hexColumn(flat, own, returnField.dataType)),
  documentation: doc(
    Sections.math,
    'Gives an integer, or the bytes of a text or binary, in hexadecimal digits.',
    'hex(expr)',
    "SELECT hex(255), hex('Spark SQL')",
    [['expr', 'Integer, text or binary.']],
  ),
};
