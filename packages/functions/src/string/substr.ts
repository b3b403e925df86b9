import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';
import { sliceChars } from '../utils/text.js';

const INTEGER = coerceImplicit(
  TypeClasses.native(NativeTypes.Int64),
  [TypeClasses.native(NativeTypes.Int32)],
  NativeTypes.Int64,
);

function part(text: string, start: number, count: number): string {
  if (count < 0) throw new ExecutionError(`negative count not allowed: ${count}`);
  return sliceChars(text, start - 1, start - 1 + count);
}

/** `substr('abc', 2, 1)` is `b`; places before the text count, so `substr('abc', 0, 2)` is `a`. */
export const substr: ScalarUDF = {
  name: 'substr',
  aliases: ['substring'],
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.string, INTEGER] },
      { kind: 'Coercible', coercions: [Args.string, INTEGER, INTEGER] },
    ],
    'Immutable',
  ).withParameterNames(['str', 'start_pos', 'length']),
  returnType: () => DataTypes.Utf8View,
  invoke: (call) =>
    textRows(call, ([text, start, count], arena) => {
      const [read, readStart] = [stringReader(text!), numberReader(start!, arena)];
      const readCount = count === undefined ? undefined : numberReader(count, arena);
      return (row) => {
        const [value, at] = [read(row), readStart(row)];
        if (value === null || at === null) return null;
        if (readCount === undefined) return sliceChars(value, at - 1);
        const length = readCount(row);
        return length === null ? null : part(value, at, length);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives a part of a text from a place on, whole or so many characters of it.',
    'substr(str, start_pos[, length])',
    "SELECT substr('datafusion', 5, 3)",
    [
      ['str', 'Text to take from.'],
      ['start_pos', 'First character, from 1.'],
      ['length', 'How many characters; default all to the end.'],
    ],
  ),
};
