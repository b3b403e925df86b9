import { ExecutionError } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';
import { textTypeOf } from '../utils/types.js';

function part(text: string, delimiter: string, position: number): string {
  if (position === 0) throw new ExecutionError('field position must not be zero');
  const parts = delimiter === '' ? [text] : text.split(delimiter);
  return parts[position > 0 ? position - 1 : parts.length + position] ?? '';
}

/** `split_part('a.b', '.', 2)` is `b`; negative positions count from the end. */
export const splitPart: ScalarUDF = {
  name: 'split_part',
  signature: Signature.coercible([Args.string, Args.string, Args.int64], 'Immutable'),
  returnType: ([type]) => textTypeOf(type!, 'split_part'),
  invoke: (call) =>
    textRows(call, ([text, delimiter, position], arena) => {
      const [read, readDelimiter] = [stringReader(text!), stringReader(delimiter!)];
      const readPosition = numberReader(position!, arena);
      return (row) => {
        const [value, by, at] = [read(row), readDelimiter(row), readPosition(row)];
        return value === null || by === null || at === null ? null : part(value, by, at);
      };
    }),
  documentation: doc(
    Sections.string,
    'Splits a text at a delimiter and gives one of the parts, empty text when there is none.',
    'split_part(str, delimiter, pos)',
    "SELECT split_part('1.2.3.4.5', '.', 3)",
    [
      ['str', 'Text to split.'],
      ['delimiter', 'Text to split at.'],
      ['pos', 'Which part, from 1; from the end when negative.'],
    ],
  ),
};
