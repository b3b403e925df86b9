import { ExecutionError } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';
import { byteLength } from '../utils/text.js';
import { textTypeOf } from '../utils/types.js';

const MAX_BYTES = 2_147_483_647;

function repeated(text: string, count: number): string {
  if (count <= 0) return '';
  const bytes = byteLength(text) * count;
  if (bytes > MAX_BYTES)
    throw new ExecutionError(`string size overflow on repeat, max size is ${MAX_BYTES}, but got ${bytes}`);
  return text.repeat(count);
}

/** `repeat('ab', 2)` is `abab`; a count below 1 gives empty text. */
export const repeat: ScalarUDF = {
  name: 'repeat',
  signature: Signature.coercible([Args.string, Args.int64], 'Immutable'),
  returnType: ([type]) => textTypeOf(type!, 'repeat'),
  invoke: (call) =>
    textRows(call, ([text, count], arena) => {
      const [read, readCount] = [stringReader(text!), numberReader(count!, arena)];
      return (row) => {
        const [value, n] = [read(row), readCount(row)];
        return value === null || n === null ? null : repeated(value, n);
      };
    }),
  documentation: doc(Sections.string, 'Repeats a text.', 'repeat(str, n)', "SELECT repeat('data', 3)", [
    ['str', 'Text to repeat.'],
    ['n', 'How many times.'],
  ]),
};
