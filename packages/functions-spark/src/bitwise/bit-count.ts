import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberRows, Sections } from '@datafusion-ts/functions';
import { popCount, SIGNED_TYPES, wordsOf } from '../support/words.js';
import { nullsOfArguments } from '../support/result-fields.js';

const TYPES = [
  DataTypes.Boolean,
  ...SIGNED_TYPES,
  DataTypes.UInt8,
  DataTypes.UInt16,
  DataTypes.UInt32,
  DataTypes.UInt64,
];

/**
 * `bit_count(n)`: the number of set bits of an integer extended to 64 bits, so that -1 of any type has 64; of a boolean,
 * 1 or 0.
 *
 * Example: `SELECT bit_count(7)` is 3.
 */
export const bitCount: ScalarUDF = {
  name: 'bit_count',
  signature: Signature.oneOf(
    TYPES.map((type) => ({ kind: 'Exact', types: [type] })),
    'Immutable',
  ),
  returnField: nullsOfArguments('bit_count', () => DataTypes.Int32),
  invoke: (call) =>
    numberRows(call, ([value], arena) => {
      const words = wordsOf(value!, arena);
      return (row) => (words.isNull(row) ? null : popCount(words.low(row)) + popCount(words.high(row)));
    }),
  documentation: doc(
    Sections.math,
    'Gives the number of set bits of an integer or a boolean.',
    'bit_count(expr)',
    'SELECT bit_count(7)',
    [['expr', 'An integer or a boolean.']],
    ['bit_get'],
  ),
};
