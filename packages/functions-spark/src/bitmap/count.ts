import { DataTypes, InternalError } from '@datafusion-ts/common';
import { byteLengthAt, bytesAddressAt, flatten, isNull, mem, type FlatVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceExact, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { doc, numberRows, Sections } from '@datafusion-ts/functions';
import { popCount } from '../support/words.js';
import { nullsOfArguments } from '../support/result-fields.js';

function bitsAt(address: number, length: number): number {
  let bits = 0;
  for (let at = address; at < address + length; at++) bits += popCount(mem.u8[at]!);
  return bits;
}

/** Number of set bits of each row. */
function bitCounter(flat: FlatVector): (row: number) => number {
  if (flat.type.kind === 'FixedSizeBinary') return (row) => bitsAt(flat.values + row * flat.width, flat.width);
  return (row) => bitsAt(bytesAddressAt(flat, row), byteLengthAt(flat, row));
}

/**
 * `bitmap_count(bytes)`: how many bits of a bitmap are set.
 *
 * Example: `SELECT bitmap_count(X'FFFF')` is 16.
 */
export const bitmapCount: ScalarUDF = {
  name: 'bitmap_count',
  signature: Signature.coercible([coerceExact(TypeClasses.binary)], 'Immutable'),
  returnField: nullsOfArguments('bitmap_count', () => DataTypes.Int64),
  invoke: (call) => {
    if (call.args[0]!.type.kind === 'Null') throw new InternalError('bitmap_count does not support Null');
    return numberRows(call, ([value], arena) => {
      const flat = flatten(value!, arena);
      const count = bitCounter(flat);
      return (row) => (isNull(flat, row) ? null : count(row));
    });
  },
  documentation: doc(
    Sections.other,
    'Gives the number of set bits of a bitmap.',
    'bitmap_count(bitmap)',
    "SELECT bitmap_count(X'1010')",
    [['bitmap', 'Bytes.']],
    ['bitmap_bit_position', 'bitmap_bucket_number'],
  ),
};
