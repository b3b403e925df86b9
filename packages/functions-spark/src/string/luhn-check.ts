import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { booleanRows, doc, Sections } from '@datafusion-ts/functions';

/** Every second digit from the right counts twice (the sum of the product's digits); the whole must end in 0. */
function isLuhn(text: string): boolean {
  let sum = 0;
  for (let i = text.length - 1, doubled = false; i >= 0; i--, doubled = !doubled) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return false;
    if (!doubled) sum += digit;
    else sum += digit < 5 ? digit * 2 : digit * 2 - 9;
  }
  return text !== '' && sum % 10 === 0;
}

/**
 * `luhn_check(digits)`: whether a number passes Luhn's check (ISO/IEC 7812-1), as those of payment cards do. Text with
 * anything but the digits 0 to 9 does not.
 *
 * Example: `SELECT luhn_check('79927398713')` is true.
 */
export const luhnCheck: ScalarUDF = {
  name: 'luhn_check',
  signature: Signature.oneOf(
    [DataTypes.Utf8, DataTypes.Utf8View, DataTypes.LargeUtf8].map((type) => ({ kind: 'Exact', types: [type] })),
    'Immutable',
  ),
  returnType: () => DataTypes.Boolean,
  invoke: (call) =>
    booleanRows(call, ([text]) => {
      const read = stringReader(text!);
      return (row) => {
        const value = read(row);
        return value === null ? null : isLuhn(value);
      };
    }),
  documentation: doc(
    Sections.string,
    "True when a number in digits passes Luhn's check.",
    'luhn_check(str)',
    "SELECT luhn_check('79927398713')",
    [['str', 'Digits.']],
  ),
};
