import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { bigintReader, doc, Sections, textRows } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';

/** `bin(13)` is `1101`: an integer in binary digits, negative ones as 64-bit two's complement; other numbers are cut off. */
export const bin: ScalarUDF = {
  name: 'bin',
  signature: Signature.oneOf(
    [
      {
        kind: 'Coercible',
        coercions: [coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.numeric], NativeTypes.Int64)],
      },
    ],
    'Immutable',
  ),
  returnField: nullsOfArguments('bin', () => DataTypes.Utf8),
  invoke: (call) =>
    textRows(call, ([value], arena) => {
      const read = bigintReader(value!, arena);
      return (row) => {
        const number = read(row);
        return number === null ? null : BigInt.asUintN(64, number).toString(2);
      };
    }),
  documentation: doc(Sections.math, 'Gives an integer in binary digits.', 'bin(expr)', 'SELECT bin(13), bin(-13)', [
    ['expr', 'Integer to print; other numbers lose what is behind the point.'],
  ]),
};
