import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { numberRows } from '../utils/rows.js';
import { perTextType } from '../utils/string-signatures.js';
import { lengthTypeOf } from '../utils/types.js';

/** `find_in_set('b', 'a,b,c')` is 2: the place of a text in a list separated by commas, 0 when it is not in it. */
export const findInSet: ScalarUDF = {
  name: 'find_in_set',
  signature: perTextType((text) => [text, text]),
  returnType: ([type]) => lengthTypeOf(type ?? DataTypes.Utf8, 'find_in_set'),
  invoke: (call) =>
    numberRows(call, ([text, list]) => {
      const [read, readList] = [stringReader(text!), stringReader(list!)];
      return (row) => {
        const [value, values] = [read(row), readList(row)];
        return value === null || values === null ? null : values.split(',').indexOf(value) + 1;
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the place (from 1) of a text in a list separated by commas, 0 when it is not in the list.',
    'find_in_set(str, strlist)',
    "SELECT find_in_set('b', 'a,b,c,d')",
    [
      ['str', 'Text to find.'],
      ['strlist', 'List of texts with commas between them.'],
    ],
  ),
};
