import { ArrowError, DataTypes } from '@datafusion-ts/common';
import { widthOf } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceExact, coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { doc, numberReader, numberRows, Sections } from '@datafusion-ts/functions';
import { wordsOf } from '../support/words.js';
import { nullsOfArguments } from '../support/result-fields.js';

const POSITION = coerceImplicit(TypeClasses.native(NativeTypes.Int32), [TypeClasses.integer], NativeTypes.Int32);

function checkPosition(position: number, bits: number): void {
  if (position >= 0 && position < bits) return;
  throw new ArrowError(
    'Compute error',
    `bit_get: position ${position} is out of bounds. Expected pos < ${bits} and pos >= 0`,
  );
}

/**
 * `bit_get(n, position)`: one bit of an integer, 0 or 1, counted from the lowest. A position outside the type's width is
 * an error.
 *
 * Example: `SELECT bit_get(11, 2)` is 0.
 */
export const bitGet: ScalarUDF = {
  name: 'bit_get',
  aliases: ['getbit'],
  signature: Signature.coercible([coerceExact(TypeClasses.integer), POSITION], 'Immutable'),
  returnField: nullsOfArguments('bit_get', () => DataTypes.Int8),
  invoke: (call) =>
    numberRows(call, ([value, position], arena) => {
      const words = wordsOf(value!, arena);
      const at = numberReader(position!, arena);
      const { type } = value!;
      const bits = 8 * widthOf(type.kind === 'Dictionary' ? type.valueType : type);
      return (row) => {
        const bit = at(row);
        if (bit === null || words.isNull(row)) return null;
        checkPosition(bit, bits);
        return ((bit < 32 ? words.low(row) : words.high(row)) >>> (bit & 31)) & 1;
      };
    }),
  documentation: doc(
    Sections.math,
    'Gives one bit of an integer, counted from the lowest.',
    'bit_get(expr, pos)',
    'SELECT bit_get(11, 2)',
    [
      ['expr', 'An integer.'],
      ['pos', 'Position of the bit, from 0.'],
    ],
    ['bit_count'],
  ),
};
