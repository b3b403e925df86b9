import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberRows, Sections } from '@datafusion-ts/functions';
import { SIGNED_TYPES, wordsOf } from '../support/words.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** The one signature of the functions that place an integer in bitmaps. */
export const PLACE_SIGNATURE = Signature.oneOf(
  SIGNED_TYPES.map((type) => ({ kind: 'Exact', types: [type] })),
  'Immutable',
);

/**
 * `bitmap_bit_position(n)`: the bit of an integer within its bitmap of 32,768 bits. Positive numbers start at bit 0 with
 * 1; zero and negative ones count upwards from bit 0 too, in bitmaps of their own. Only the low 15 bits matter, so 64-bit
 * integers are never put together.
 *
 * Example: `SELECT bitmap_bit_position(15)` is 14.
 */
export const bitmapBitPosition: ScalarUDF = {
  name: 'bitmap_bit_position',
  signature: PLACE_SIGNATURE,
  returnField: nullsOfArguments('bitmap_bit_position', () => DataTypes.Int64),
  invoke: (call) =>
    numberRows(call, ([value], arena) => {
      const words = wordsOf(value!, arena);
      return (row) => {
        if (words.isNull(row)) return null;
        const [low, high] = [words.low(row), words.high(row)];
        const positive = high > 0 || (high === 0 && low !== 0);
        return (positive ? low - 1 : -low) & 0x7fff;
      };
    }),
  documentation: doc(
    Sections.other,
    'Gives the position of the bit that stands for an integer in its bitmap.',
    'bitmap_bit_position(expr)',
    'SELECT bitmap_bit_position(15)',
    [['expr', 'An integer.']],
    ['bitmap_bucket_number', 'bitmap_count'],
  ),
};
