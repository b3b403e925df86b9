import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';
import { plainTextTypeOf, TEXT_TYPES } from '../utils/string-signatures.js';
import { charCount, sliceChars } from '../utils/text.js';

/** Puts `replacement` in place of `count` characters from character `start` (from 1). */
function overlaid(text: string, replacement: string, start: number, count: number): string {
  if (start < 1) throw new ExecutionError('negative substring length not allowed');
  return sliceChars(text, 0, start - 1) + replacement + sliceChars(text, Math.max(start - 1 + count, 0));
}

/** `overlay('Txxxxas' placing 'hom' from 2 for 4)` is `Thomas`; the count defaults to the replacement's length. */
export const overlay: ScalarUDF = {
  name: 'overlay',
  signature: Signature.oneOf(
    [true, false].flatMap((counted) =>
      TEXT_TYPES.map((text) => ({
        kind: 'Exact' as const,
        types: [text, text, DataTypes.Int64, ...(counted ? [DataTypes.Int64] : [])],
      })),
    ),
    'Immutable',
  ),
  returnType: ([type]) => plainTextTypeOf(type!),
  invoke: (call) =>
    textRows(call, ([text, replacement, start, count], arena) => {
      const [read, readNew, readStart] = [stringReader(text!), stringReader(replacement!), numberReader(start!, arena)];
      const readCount = count === undefined ? undefined : numberReader(count, arena);
      return (row) => {
        const [value, by, at] = [read(row), readNew(row), readStart(row)];
        if (value === null || by === null || at === null) return null;
        const length = readCount === undefined ? charCount(by) : readCount(row);
        return length === null ? null : overlaid(value, by, at, length);
      };
    }),
  documentation: doc(
    Sections.string,
    'Replaces a part of a text, given by position and length, by another text.',
    'overlay(str PLACING substr FROM pos [FOR count])',
    "SELECT overlay('Txxxxas' placing 'hom' from 2 for 4)",
    [
      ['str', 'Text to change.'],
      ['substr', 'Text to put in.'],
      ['pos', 'First character to replace, from 1.'],
      ['count', 'How many characters to replace; default the length of substr.'],
    ],
  ),
};
