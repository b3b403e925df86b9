import { levenshtein as distance } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { numberRows } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';
import { lengthTypeOf } from '../utils/types.js';

/** `levenshtein('kitten', 'sitting')` is 3: the fewest characters to insert, remove or replace. */
export const levenshtein: ScalarUDF = {
  name: 'levenshtein',
  signature: textSignature(2),
  returnType: ([type]) => lengthTypeOf(type!, 'levenshtein'),
  invoke: (call) =>
    numberRows(call, ([a, b]) => {
      const [readA, readB] = [stringReader(a!), stringReader(b!)];
      return (row) => {
        const [x, y] = [readA(row), readB(row)];
        return x === null || y === null ? null : distance(x, y);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the Levenshtein distance of two texts.',
    'levenshtein(str1, str2)',
    "SELECT levenshtein('kitten', 'sitting')",
    [
      ['str1', 'One text.'],
      ['str2', 'The other text.'],
    ],
  ),
};
