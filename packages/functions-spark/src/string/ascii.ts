import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { doc, numberRows, Sections } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';

const TEXT_OR_NUMBER = coerceImplicit(
  TypeClasses.native(NativeTypes.String),
  [TypeClasses.numeric],
  NativeTypes.String,
);

/**
 * `ascii(x)`: the code point of the first character, 0 for empty text. Unlike the default function it takes numbers, as
 * their text.
 *
 * Example: `SELECT ascii(234)` is 50, the code of `2`.
 */
export const ascii: ScalarUDF = {
  name: 'ascii',
  signature: Signature.coercible([TEXT_OR_NUMBER], 'Immutable'),
  returnField: nullsOfArguments('ascii', () => DataTypes.Int32),
  invoke: (call) =>
    numberRows(call, ([text]) => {
      const read = stringReader(text!);
      return (row) => {
        const value = read(row);
        return value === null ? null : (value.codePointAt(0) ?? 0);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the code of the first character of a text, 0 when it is empty.',
    'ascii(str)',
    "SELECT ascii('abc')",
    [['str', 'Text, or a number.']],
    ['char'],
  ),
};
