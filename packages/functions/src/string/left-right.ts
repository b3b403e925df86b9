import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';
import { perTextType } from '../utils/string-signatures.js';
import { charCount, sliceChars } from '../utils/text.js';

/** `left` and `right`: so many characters of one side; a negative number leaves out that many of the other side. */
function side(name: string, cut: (text: string, count: number) => string, where: string): ScalarUDF {
  return {
    name,
    signature: perTextType((text) => [text, DataTypes.Int64]),
    returnType: () => DataTypes.Utf8View,
    invoke: (call) =>
      textRows(call, ([text, count], arena) => {
        const [read, readCount] = [stringReader(text!), numberReader(count!, arena)];
        return (row) => {
          const [value, n] = [read(row), readCount(row)];
          return value === null || n === null ? null : cut(value, n);
        };
      }),
    documentation: doc(
      Sections.string,
      `Gives so many characters from the ${where} of a text.`,
      `${name}(str, n)`,
      `SELECT ${name}('datafusion', 4)`,
      [
        ['str', 'Text to take from.'],
        ['n', 'How many characters.'],
      ],
    ),
  };
}

/** `left('abc', 2)` is `ab`. */
export const left: ScalarUDF = side(
  'left',
  (text, n) => sliceChars(text, 0, n >= 0 ? n : charCount(text) + n),
  'start',
);

/** `right('abc', 2)` is `bc`. */
export const right: ScalarUDF = side('right', (text, n) => sliceChars(text, n >= 0 ? charCount(text) - n : -n), 'end');
