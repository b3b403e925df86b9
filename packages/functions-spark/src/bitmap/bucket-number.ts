import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, numberRows, Sections } from '@datafusion-ts/functions';
import { wordsOf, type Words } from '../support/words.js';
import { PLACE_SIGNATURE } from './bit-position.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** A non-negative 64-bit integer (its high word without sign) divided by 32,768; exact, as it is below 2^50. */
const shifted = (low: number, high: number): number => (high >>> 0) * 2 ** 17 + (low >>> 15);

function bucketAt(words: Words, row: number): number {
  const [low, high] = [words.low(row), words.high(row)];
  if (high > 0 || (high === 0 && low !== 0)) {
    const borrow = low === 0 ? 1 : 0;
    return 1 + shifted(low - 1, high - borrow);
  }
  const carry = low === 0 ? 1 : 0;
  return 0 - shifted(-low, ~high + carry);
}

/**
 * `bitmap_bucket_number(n)`: the number of the bitmap of 32,768 bits that holds an integer. 1 to 32,768 are in bucket 1,
 * 0 to -32,767 in bucket 0, and so on to both sides.
 *
 * Example: `SELECT bitmap_bucket_number(32769)` is 2.
 */
export const bitmapBucketNumber: ScalarUDF = {
  name: 'bitmap_bucket_number',
  signature: PLACE_SIGNATURE,
  returnField: nullsOfArguments('bitmap_bucket_number', () => DataTypes.Int64),
  invoke: (call) =>
    numberRows(call, ([value], arena) => {
      const words = wordsOf(value!, arena);
      return (row) => (words.isNull(row) ? null : bucketAt(words, row));
    }),
  documentation: doc(
    Sections.other,
    'Gives the number of the bitmap that an integer belongs to.',
    'bitmap_bucket_number(expr)',
    'SELECT bitmap_bucket_number(32769)',
    [['expr', 'An integer.']],
    ['bitmap_bit_position', 'bitmap_count'],
  ),
};
