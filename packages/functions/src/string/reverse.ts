import { mem } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { textsOf, writtenRows } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { TEXT_TYPES } from '../utils/string-signatures.js';

/** Writes the characters from the last to the first, the bytes of each in their order. */
function writeReversed(from: number, length: number, to: number): void {
  const { u8 } = mem;
  let last = to + length;
  for (let at = from; at < from + length;) {
    let bytes = 1;
    while (at + bytes < from + length && (u8[at + bytes]! & 0xc0) === 0x80) bytes++;
    last -= bytes;
    for (let i = 0; i < bytes; i++) u8[last + i] = u8[at + i]!;
    at += bytes;
  }
}

/** `reverse('abc')` is `cba`. */
export const reverse: ScalarUDF = {
  name: 'reverse',
  signature: Signature.uniform(1, TEXT_TYPES, 'Immutable'),
  returnType: ([type]) => type!,
  invoke: (call) =>
    writtenRows(call, ([text], arena) => {
      const texts = textsOf(text!, arena);
      return (row, builder) => {
        if (texts.isNull(row)) {
          builder.appendNull();
          return;
        }
        const length = texts.length(row);
        writeReversed(texts.address(row), length, builder.reserve(length));
        builder.commit(length);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the characters of a text in reverse order.',
    'reverse(str)',
    "SELECT reverse('datafusion')",
    [['str', 'Text to reverse.']],
  ),
};
