import { ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { LONGEST_TEXT, reserveText, textsOf, writeRepeated, writtenRows } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { bigintReader } from '../utils/readers.js';
import { textTypeOf } from '../utils/types.js';

/** Bytes of the result, which DataFusion checks by the kind of text. */
function repeatedBytes(length: number, count: bigint, large: boolean): number {
  const bytes = count > 0n ? BigInt(length) * count : 0n;
  const most = large ? 0x7fff_ffff_ffff_ffffn : BigInt(LONGEST_TEXT);
  if (bytes > most) {
    throw new ExecutionError(`string size overflow on repeat, max size is ${most}, but got ${bytes}`);
  }
  return Number(bytes);
}

/** `repeat('ab', 2)` is `abab`; a count below 1 gives empty text. */
export const repeat: ScalarUDF = {
  name: 'repeat',
  signature: Signature.coercible([Args.string, Args.int64], 'Immutable'),
  returnType: ([type]) => textTypeOf(type!, 'repeat'),
  invoke: (call) =>
    writtenRows(call, ([text, count], arena) => {
      const [texts, readCount] = [textsOf(text!, arena), bigintReader(count!, arena)];
      const large = text!.type.kind === 'LargeUtf8';
      return (row, builder) => {
        const n = readCount(row);
        if (texts.isNull(row) || n === null) {
          builder.appendNull();
          return;
        }
        const length = texts.length(row);
        const bytes = repeatedBytes(length, n, large);
        writeRepeated(reserveText(builder, bytes), texts.address(row), length, bytes);
        builder.commit(bytes);
      };
    }),
  documentation: doc(Sections.string, 'Repeats a text.', 'repeat(str, n)', "SELECT repeat('data', 3)", [
    ['str', 'Text to repeat.'],
    ['n', 'How many times.'],
  ]),
};
