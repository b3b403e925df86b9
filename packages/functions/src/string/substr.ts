import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { kernels } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { charCount, skipChars, sliceRows, type NarrowAll, type TextSlice } from '../utils/slice-rows.js';

const INTEGER = coerceImplicit(
  TypeClasses.native(NativeTypes.Int64),
  [TypeClasses.native(NativeTypes.Int32)],
  NativeTypes.Int64,
);

/** The one place that has none before it. */
const LEAST_START = -(2 ** 63);

/** Characters from `start` (from 1), so many of them; places before the text use up the count. */
function narrow(slice: TextSlice, start: number, count: number): void {
  if (count < 0) throw new ExecutionError(`negative count not allowed: ${count}`);
  if (start === LEAST_START) throw new ExecutionError('start position overflow: -9223372036854775808');
  const skipped = Math.max(start - 1, 0);
  const { end } = slice;
  slice.start = skipChars(slice.start, end, skipped);
  slice.end = count === Number.POSITIVE_INFINITY ? end : skipChars(slice.start, end, start - 1 + count - skipped);
}

/** A constant part of all texts by a kernel; what is an error is left to the rows, since only texts that are not null fail. */
const narrowAll: NarrowAll = ([start, count]) => {
  if (Number(start) === LEAST_START) return undefined;
  const skipped = Math.max(Number(start) - 1, 0);
  if (count === undefined)
    return (flat, to) => kernels().sliceChars(flat.values, flat.length, charCount(skipped), -1, to);
  if (Number(count) < 0) return undefined;
  const taken = charCount(Number(start) - 1 + Number(count) - skipped);
  return (flat, to) => kernels().sliceChars(flat.values, flat.length, charCount(skipped), taken, to);
};

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
    sliceRows(
      call,
      ([start, count], arena) => {
        const readStart = numberReader(start!, arena);
        const readCount = count === undefined ? undefined : numberReader(count, arena);
        return (slice, row) => {
          const at = readStart(row);
          const length = readCount === undefined ? Number.POSITIVE_INFINITY : readCount(row);
          if (at === null || length === null) return false;
          narrow(slice, at, length);
          return true;
        };
      },
      narrowAll,
    ),
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
