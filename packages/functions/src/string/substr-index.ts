import { DataTypes } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';
import { perTextType } from '../utils/string-signatures.js';

function before(text: string, delimiter: string, count: number): string {
  if (text === '' || delimiter === '' || count === 0) return '';
  const parts = text.split(delimiter);
  return (count > 0 ? parts.slice(0, count) : parts.slice(count)).join(delimiter);
}

/** `substr_index('www.apache.org', '.', 2)` is `www.apache`; a negative count counts from the end. */
export const substrIndex: ScalarUDF = {
  name: 'substr_index',
  aliases: ['substring_index'],
  signature: perTextType((text) => [text, text, DataTypes.Int64]),
  returnType: ([type]) => type!,
  invoke: (call) =>
    textRows(call, ([text, delimiter, count], arena) => {
      const [read, readDelimiter] = [stringReader(text!), stringReader(delimiter!)];
      const readCount = numberReader(count!, arena);
      return (row) => {
        const [value, by, n] = [read(row), readDelimiter(row), readCount(row)];
        return value === null || by === null || n === null ? null : before(value, by, n);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the part of a text before so many occurrences of a delimiter, or behind them when the count is negative.',
    'substr_index(str, delim, count)',
    "SELECT substr_index('www.apache.org', '.', 1)",
    [
      ['str', 'Text to take from.'],
      ['delim', 'Text to split at.'],
      ['count', 'How many occurrences to look for, from the end when negative.'],
    ],
  ),
};
