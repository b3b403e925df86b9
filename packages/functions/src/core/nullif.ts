import {
  andBitmaps,
  compare,
  constantVector,
  flatten,
  maskVector,
  notBitmap,
  nullVector,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { DataTypes } from '@datafusion-ts/common';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';

/** NULL in rows where both are equal. */
function maskEqual({ args, rowCount, arena }: ScalarFunctionArgs): ColumnVector {
  const [value, other] = args;
  const equal = compare('eq', value!, other!, arena);
  if (equal.encoding === 'constant') {
    return equal.value.value === true ? nullVector(value!.type, rowCount) : value!;
  }
  const flags = flatten(equal, arena);
  // A row is kept unless it is known to be equal.
  const known = flags.validity === 0 ? flags.values : andBitmaps(flags.values, flags.validity, rowCount, arena);
  const kept = notBitmap(known, rowCount, arena);
  const input = value!.encoding === 'constant' ? flatten(constantVector(value!.value, rowCount), arena) : value!;
  return maskVector(input, kept, arena);
}

/** `nullif(a, b)`: NULL where a equals b, else a. */
export const nullif: ScalarUDF = {
  name: 'nullif',
  signature: Signature.comparable(2, 'Immutable'),
  returnType: ([type]) => type ?? DataTypes.Null,
  invoke: maskEqual,
  documentation: doc(
    Sections.conditional,
    'Gives NULL where both arguments are equal, else the first; the inverse of coalesce.',
    'nullif(expression1, expression2)',
    "SELECT nullif('datafusion', 'data')",
    [
      ['expression1', 'Value to give.'],
      ['expression2', 'Value to replace by NULL.'],
    ],
  ),
};
