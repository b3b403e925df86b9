import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberReader, Sections, textRows } from '@datafusion-ts/functions';

const CODED = DataTypes.dictionary(DataTypes.Int32, DataTypes.Int32);

/**
 * `space(n)`: so many spaces, none for numbers below 1.
 *
 * Example: `SELECT concat(space(2::int), 'a')` is `  a`.
 */
export const space: ScalarUDF = {
  name: 'space',
  signature: Signature.uniform(1, [DataTypes.Int32, CODED], 'Immutable'),
  returnType: ([type]) =>
    type!.kind === 'Dictionary' ? DataTypes.dictionary(DataTypes.Int32, DataTypes.Utf8) : DataTypes.Utf8,
  invoke: (call) =>
    textRows(call, ([count], arena) => {
      const read = numberReader(count!, arena);
      return (row) => {
        const value = read(row);
        return value === null ? null : ' '.repeat(Math.max(value, 0));
      };
    }),
  documentation: doc(Sections.string, 'Gives so many spaces.', 'space(n)', "SELECT concat(space(2::int), 'a')", [
    ['n', 'How many.'],
  ]),
};
