import { flatten, flatVector, mapDictionary, mem, widthOf, type Arena, type FlatVector } from '@datafusion-ts/compute';
import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '@datafusion-ts/functions';
import { SIGNED_TYPES } from '../support/words.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** Every bit turned round: the width of the integers does not matter, so bytes are. */
function inverted(flat: FlatVector, arena: Arena): FlatVector {
  const { type, length, values, validity, nullCount } = flat;
  const width = widthOf(type);
  const bytes = length * width;
  const to = arena.alloc(bytes);
  const { u8 } = mem;
  for (let at = 0; at < bytes; at++) u8[to + at] = ~u8[values + at]!;
  return flatVector(type, length, { values: to, width, validity, nullCount });
}

/**
 * `bitwise_not(n)`: the integer with all bits turned round, of the same type.
 *
 * Example: `SELECT bitwise_not(7)` is -8.
 */
export const bitwiseNot: ScalarUDF = {
  name: 'bitwise_not',
  signature: Signature.oneOf(
    SIGNED_TYPES.map((type) => ({ kind: 'Exact', types: [type] })),
    'Immutable',
  ),
  returnField: nullsOfArguments('bitwise_not', ([type]) => (type!.kind === 'Null' ? DataTypes.Int8 : type!)),
  invoke: ({ args: [value], arena }) => mapDictionary(value!, arena, (flat, own) => inverted(flatten(flat, own), own)),
  documentation: doc(
    Sections.math,
    'Gives an integer with all its bits turned round.',
    'bitwise_not(expr)',
    'SELECT bitwise_not(7)',
    [['expr', 'A signed integer.']],
  ),
};
