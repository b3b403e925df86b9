import { DataTypes, listItem, ScalarValue } from '@datafusion-ts/common';
import { ListBuilder, type StringBuilder, stringReader } from '@datafusion-ts/compute';
import { coerceExact, NativeTypes, Signature, TypeClasses, type TypeSignature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { elementTypeOf } from '../support/arguments.js';
import { arrayDoc } from '../support/documentation.js';

const STRING = coerceExact(TypeClasses.native(NativeTypes.String));
const strings = (count: number): TypeSignature => ({
  kind: 'Coercible',
  coercions: Array.from({ length: count }, () => STRING),
});

/**
 * `string_to_array(text, delimiter[, null_string])`: the parts of a text. Without delimiter (NULL) the parts are the
 * characters, an empty delimiter leaves the text whole; parts equal to `null_string` become NULL.
 *
 * Example: `SELECT string_to_array('a,b,c', ',')` is [a, b, c].
 */
export const stringToArray: ScalarUDF = {
  name: 'string_to_array',
  aliases: ['string_to_list'],
  signature: Signature.oneOf([strings(2), strings(3)], 'Immutable'),
  returnType: ([text]) => DataTypes.list(listItem(text!)),
  invoke({ args: [text, delimiter, nullString], rowCount, returnField, arena }) {
    const [read, between, asNull] = [
      stringReader(text!),
      stringReader(delimiter!),
      nullString && stringReader(nullString),
    ];
    const result = new ListBuilder(returnField.dataType, arena, rowCount);
    const elements = result.elements as StringBuilder;
    const element = elementTypeOf(returnField.dataType);
    for (let row = 0; row < rowCount; row++) {
      const whole = read(row);
      if (whole === null) {
        result.appendNull();
        continue;
      }
      const forNull = asNull?.(row) ?? null;
      for (const part of parts(whole, between(row))) {
        if (part === forNull) elements.appendNull();
        else elements.append(new ScalarValue(element, part));
      }
      result.closeList();
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Splits a text into an array.',
    'string_to_array(str, delimiter[, null_str])',
    "SELECT string_to_array('abc##def', '##')",
    ['str', 'Text to split.'],
    ['delimiter', 'Text between parts; NULL splits into characters.'],
    ['null_str', 'Parts that become NULL.'],
  ),
};

function parts(text: string, delimiter: string | null): readonly string[] {
  if (text === '') return [];
  if (delimiter === null) return [...text];
  return delimiter === '' ? [text] : text.split(delimiter);
}
