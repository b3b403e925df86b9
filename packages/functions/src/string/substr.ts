import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { skipChars, sliceRows, type TextSlice } from '../utils/slice-rows.js';

const INTEGER = coerceImplicit(
  TypeClasses.native(NativeTypes.Int64),
  [TypeClasses.native(NativeTypes.Int32)],
  NativeTypes.Int64,
);

/** Characters from `start` (from 1), so many of them; places before the text use up the count. */
function narrow(slice: TextSlice, start: number, count: number): void {
  if (count < 0) throw new ExecutionError(`negative count not allowed: ${count}`);
  const skipped = Math.max(start - 1, 0);
  const { end } = slice;
  slice.start = skipChars(slice.start, end, skipped);
  slice.end = count === Number.POSITIVE_INFINITY ? end : skipChars(slice.start, end, start - 1 + count - skipped);
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
    sliceRows(call, ([start, count], arena) => {
      const readStart = numberReader(start!, arena);
      const readCount = count === undefined ? undefined : numberReader(count, arena);
      return (slice, row) => {
        const at = readStart(row);
        const length = readCount === undefined ? Number.POSITIVE_INFINITY : readCount(row);
        if (at === null || length === null) return false;
        narrow(slice, at, length);
        return true;
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
