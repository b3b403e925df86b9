import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections, textRows } from '@datafusion-ts/functions';
import { wordsOf } from '../support/words.js';
import { nullsOfArguments } from '../support/result-fields.js';

/**
 * `char(n)`: the character of a code from 0 to 255; only the last eight bits of larger numbers count and negative ones
 * give empty text.
 *
 * Example: `SELECT char(321)` is `A`, as 321 is 256 and 65.
 */
export const char: ScalarUDF = {
  name: 'char',
  signature: Signature.uniform(1, [DataTypes.Int64], 'Immutable'),
  returnField: nullsOfArguments('char', () => DataTypes.Utf8),
  invoke: (call) => {
    if (call.args[0]!.type.kind === 'Null') throw new ExecutionError('The argument must be an Int64 array or scalar.');
    return textRows(call, ([code], arena) => {
      const words = wordsOf(code!, arena);
      return (row) => {
        if (words.isNull(row)) return null;
        return words.high(row) < 0 ? '' : String.fromCharCode(words.low(row) & 255);
      };
    });
  },
  documentation: doc(
    Sections.string,
    'Gives the character of a code, of which the last eight bits count.',
    'char(expr)',
    'SELECT char(65)',
    [['expr', 'An integer.']],
    ['ascii'],
  ),
};
