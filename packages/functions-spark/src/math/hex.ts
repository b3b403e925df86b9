import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { coerceExact, coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import {
  Args,
  bigintReader,
  doc,
  encodedRows,
  hexBound,
  hexEncoder,
  Sections,
  textRows,
} from '@datafusion-ts/functions';

function hexOfIntegers(call: ScalarFunctionArgs): ColumnVector {
  return textRows(call, ([value], arena) => {
    const read = bigintReader(value!, arena);
    return (row) => {
      const number = read(row);
      return number === null ? null : BigInt.asUintN(64, number).toString(16).toUpperCase();
    };
  });
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
  invoke: (call) => {
    const { type } = call.args[0]!;
    if (type.kind === 'Null') throw new ExecutionError('hex got an unexpected argument type: Null');
    const isInteger = (type.kind === 'Dictionary' ? type.valueType : type).kind === 'Int64';
    return isInteger ? hexOfIntegers(call) : encodedRows(call, hexBound, hexEncoder(true));
  },
  documentation: doc(
    Sections.math,
    'Gives an integer, or the bytes of a text or binary, in hexadecimal digits.',
    'hex(expr)',
    "SELECT hex(255), hex('Spark SQL')",
    [['expr', 'Integer, text or binary.']],
  ),
};
