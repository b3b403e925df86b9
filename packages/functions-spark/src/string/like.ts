import { DataTypes } from '@datafusion-ts/common';
import { like as likeKernel } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';

/** `LIKE` and `ILIKE` as functions: `%` is any text, `_` any character, a backslash takes the next character as it is. */
function likeFunction(name: string, caseInsensitive: boolean, description: string): ScalarUDF {
  return {
    name,
    signature: Signature.string(2, 'Immutable'),
    returnField: nullsOfArguments(name, () => DataTypes.Boolean),
    invoke: ({ args: [text, pattern], arena }) =>
      likeKernel(text!, pattern!, { negated: false, caseInsensitive }, arena),
    documentation: doc(
      Sections.string,
      description,
      `${name}(str, pattern)`,
      `SELECT ${name}('Spark', '_park')`,
      [
        ['str', 'Text to test.'],
        ['pattern', 'Pattern of LIKE.'],
      ],
      [caseInsensitive ? 'like' : 'ilike'],
    ),
  };
}

/** `like('Spark', 'Sp%')` is true. */
export const like: ScalarUDF = likeFunction('like', false, 'True when a text has the form of a pattern.');
/** `ilike('Spark', 'SP%')` is true. */
export const ilike: ScalarUDF = likeFunction(
  'ilike',
  true,
  'True when a text has the form of a pattern, whatever the case of letters.',
);
