import { mem } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { copyBytes, findBytes, reserveText, textsOf, writtenRows, type Texts } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { plainTextTypeOf, textSignature } from '../utils/string-signatures.js';

/**
 * The next place (in bytes) at or behind `from` where `part` lies; empty text lies before, between and behind all characters. -1
 * when there is none.
 */
function nextPlace(text: number, length: number, from: number, part: number, size: number): number {
  if (size > 0) return findBytes(text, length, from, part, size);
  let at = from;
  while (at < length && (mem.u8[text + at]! & 0xc0) === 0x80) at++;
  return at <= length ? at : -1;
}

/** `replace('abc', 'b', 'x')` is `axc`. */
export const replace: ScalarUDF = {
  name: 'replace',
  signature: textSignature(3),
  returnType: ([type]) => plainTextTypeOf(type!),
  invoke: (call) =>
    writtenRows(call, (args, arena) => {
      const [texts, parts, others] = args.map((arg) => textsOf(arg, arena)) as [Texts, Texts, Texts];
      return (row, builder) => {
        if (texts.isNull(row) || parts.isNull(row) || others.isNull(row)) {
          builder.appendNull();
          return;
        }
        const [text, length, part, size] = [
          texts.address(row),
          texts.length(row),
          parts.address(row),
          parts.length(row),
        ];
        const [other, otherSize] = [others.address(row), others.length(row)];
        const step = Math.max(size, 1);
        const next = (from: number): number => nextPlace(text, length, from, part, size);
        let count = 0;
        for (let at = next(0); at >= 0; at = next(at + step)) count++;
        const bytes = length + count * (otherSize - size);
        let to = reserveText(builder, bytes);
        let copied = 0;
        for (let at = count > 0 ? next(0) : -1; at >= 0; at = next(at + step)) {
          to = copyBytes(text + copied, at - copied, to);
          to = copyBytes(other, otherSize, to);
          copied = at + size;
        }
        copyBytes(text + copied, length - copied, to);
        builder.commit(bytes);
      };
    }),
  documentation: doc(
    Sections.string,
    'Replaces every occurrence of a text within another.',
    'replace(str, substr, replacement)',
    "SELECT replace('ABabbaBA', 'ab', 'cd')",
    [
      ['str', 'Text to change.'],
      ['substr', 'Text to replace.'],
      ['replacement', 'Text in its place.'],
    ],
  ),
};
