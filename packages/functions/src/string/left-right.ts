import { DataTypes } from '@datafusion-ts/common';
import { kernels, type FlatVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { charsIn } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { charCount, skipChars, sliceRows, type TextSlice } from '../utils/slice-rows.js';
import { perTextType } from '../utils/string-signatures.js';

/** `left` and `right`: so many characters of one side; a negative number leaves out that many of the other side. */
function side(
  name: string,
  cut: (slice: TextSlice, count: number) => void,
  cutAll: (flat: FlatVector, count: number, to: number) => void,
  where: string,
): ScalarUDF {
  return {
    name,
    signature: perTextType((text) => [text, DataTypes.Int64]),
    returnType: () => DataTypes.Utf8View,
    invoke: (call) =>
      sliceRows(
        call,
        ([count], arena) => {
          const readCount = numberReader(count!, arena);
          return (slice, row) => {
            const n = readCount(row);
            if (n !== null) cut(slice, n);
            return n !== null;
          };
        },
        ([count]) =>
          (flat, to) =>
            cutAll(flat, Number(count), to),
      ),
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

const charsOf = ({ start, end }: TextSlice): number => charsIn(start, end - start);

/** `left('abc', 2)` is `ab`. */
export const left: ScalarUDF = side(
  'left',
  (slice, n) => {
    slice.end = skipChars(slice.start, slice.end, n >= 0 ? n : charsOf(slice) + n);
  },
  ({ values, length }, n, to) => {
    if (n >= 0) kernels().sliceChars(values, length, 0, charCount(n), to);
    else kernels().sliceFromEnd(values, length, charCount(-n), 0, to);
  },
  'start',
);

/** `right('abc', 2)` is `bc`. */
export const right: ScalarUDF = side(
  'right',
  (slice, n) => {
    slice.start = skipChars(slice.start, slice.end, n >= 0 ? charsOf(slice) - n : -n);
  },
  ({ values, length }, n, to) => {
    if (n >= 0) kernels().sliceFromEnd(values, length, charCount(n), 1, to);
    else kernels().sliceChars(values, length, charCount(-n), -1, to);
  },
  'end',
);
