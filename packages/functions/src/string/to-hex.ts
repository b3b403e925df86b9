import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceExact, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { bigintReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';

/** `to_hex(255)` is `ff`; negative numbers as 64-bit two's complement. */
export const toHex: ScalarUDF = {
  name: 'to_hex',
  signature: Signature.coercible([coerceExact(TypeClasses.integer)], 'Immutable'),
  returnType: () => DataTypes.Utf8,
  invoke: (call) =>
    textRows(call, ([value], arena) => {
      const read = bigintReader(value!, arena);
      return (row) => {
        const number = read(row);
        return number === null ? null : BigInt.asUintN(64, number).toString(16);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives an integer in hexadecimal digits.',
    'to_hex(int)',
    'SELECT to_hex(12345689)',
    [['int', 'Integer to print.']],
  ),
};
