import { encodeUtf8, flatten, flatVector, kernels, mem, utf8Bound, type Arena } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import {
  copyBytes,
  findBytes,
  reserveText,
  textsOf,
  writeEach,
  writtenRows,
  type PrepareWrite,
  type Texts,
} from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { evaluateOnce } from '../utils/rows.js';
import { constantsOf, isTextCall } from '../utils/slice-rows.js';
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

const replaceEach: PrepareWrite = (args, arena) => {
  const [texts, parts, others] = args.map((arg) => textsOf(arg, arena)) as [Texts, Texts, Texts];
  return (row, builder) => {
    if (texts.isNull(row) || parts.isNull(row) || others.isNull(row)) {
      builder.appendNull();
      return;
    }
    const [text, length, part, size] = [texts.address(row), texts.length(row), parts.address(row), parts.length(row)];
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
};

/** More bytes than this are written row by row. */
const MOST_BYTES = 1 << 28;

/** Constant texts are replaced by a kernel; undefined when the results are very long. */
function replaceAll(views: number, length: number, part: string, other: string, arena: Arena): number | undefined {
  const [needle, substitute] = [arena.alloc(utf8Bound(part)), arena.alloc(utf8Bound(other))];
  const [size, otherSize] = [encodeUtf8(part, needle), encodeUtf8(other, substitute)];
  const k = kernels();
  const bytes = k.replacedBytes(views, length, needle, size, otherSize);
  if (bytes > MOST_BYTES) return undefined;
  const to = arena.alloc(length * 16);
  k.replaceViews(views, length, needle, size, substitute, otherSize, arena.alloc(bytes + 16), to);
  return to;
}

/** `replace('abc', 'b', 'x')` is `axc`. */
export const replace: ScalarUDF = {
  name: 'replace',
  signature: textSignature(3),
  returnType: ([type]) => plainTextTypeOf(type!),
  invoke: (call) => {
    const [part, other] = constantsOf(call.args.slice(1)) ?? [];
    if (typeof part !== 'string' || part === '' || typeof other !== 'string' || !isTextCall(call)) {
      return writtenRows(call, replaceEach);
    }
    const type = call.returnField.dataType;
    return evaluateOnce(call, (own) => {
      const { length, validity, nullCount, values: views } = flatten(own.args[0]!, own.arena);
      const values = replaceAll(views, length, part, other, own.arena);
      if (values === undefined) return writeEach(own, type, replaceEach);
      return flatVector(type, length, { values, width: 16, validity, nullCount });
    });
  },
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
