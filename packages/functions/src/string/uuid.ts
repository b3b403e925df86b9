import { DataTypes } from '@datafusion-ts/common';
import { StringBuilder } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';

/** `uuid()`: a random UUID (version 4) for each row. */
export const uuid: ScalarUDF = {
  name: 'uuid',
  signature: Signature.nullary('Volatile'),
  returnType: () => DataTypes.Utf8,
  invoke: ({ rowCount, arena }) => {
    const builder = new StringBuilder(arena, rowCount);
    for (let row = 0; row < rowCount; row++) builder.appendString(crypto.randomUUID());
    return builder.finish();
  },
  documentation: doc(
    Sections.string,
    'Gives a random UUID of version 4 for each row.',
    'uuid()',
    'SELECT length(uuid())',
  ),
};
