import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections, textRows } from '@datafusion-ts/functions';

/** Digits of A to Z; vowels and Y have none and part equal digits, `-` marks H and W, which do not. */
const CODES = '01230120022455012623010202'.replace(/^(.{7}).(.{14})./, '$1-$2-');

const isLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
const codeOf = (unit: number): string => (isLetter(unit) ? CODES[(unit & 0xdf) - 65]! : '0');

function soundexOf(text: string): string {
  if (text === '' || !isLetter(text.charCodeAt(0))) return text;
  let code = text[0]!.toUpperCase();
  let last = codeOf(text.charCodeAt(0));
  for (let i = 1; i < text.length && code.length < 4; i++) {
    const digit = codeOf(text.charCodeAt(i));
    if (digit === '-') continue;
    if (digit !== '0' && digit !== last) code += digit;
    last = digit;
  }
  return code.padEnd(4, '0');
}

/**
 * `soundex(text)`: a letter and three digits that are equal for names that sound alike in English (American Soundex).
 * Text that does not start with a letter from A to Z stays as it is; other characters only part equal digits.
 *
 * Example: `SELECT soundex('Robert')` is `R163`, and so is `Rupert`.
 */
export const soundex: ScalarUDF = {
  name: 'soundex',
  signature: Signature.string(1, 'Immutable'),
  returnType: () => DataTypes.Utf8,
  invoke: (call) =>
    textRows(call, ([text]) => {
      const read = stringReader(text!);
      return (row) => {
        const value = read(row);
        return value === null ? null : soundexOf(value);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives a code that is equal for words that sound alike.',
    'soundex(str)',
    "SELECT soundex('Robert')",
    [['str', 'Text.']],
  ),
};
