import { ExecutionError } from '@datafusion-ts/common';
import { encodeUtf8, kernels, stringReader, utf8Bound, type Arena, type FlatVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows, type Prepare } from '../utils/rows.js';
import { constantsOf, isTextCall, sliceAll } from '../utils/slice-rows.js';
import { textTypeOf } from '../utils/types.js';

function part(text: string, delimiter: string, position: number): string {
  if (position === 0) throw new ExecutionError('field position must not be zero');
  const parts = delimiter === '' ? [text] : text.split(delimiter);
  return parts[position > 0 ? position - 1 : parts.length + position] ?? '';
}

/** Farthest position that a kernel takes. */
const FARTHEST = 0x3fff_ffff;

/** The same part of all texts by a kernel. */
function partOfAll(flat: FlatVector, delimiter: string, position: number, to: number, arena: Arena): void {
  const bytes = arena.alloc(utf8Bound(delimiter));
  const size = encodeUtf8(delimiter, bytes);
  kernels().splitParts(flat.values, flat.length, bytes, size, position, to);
}

const partOfRow: Prepare<string> = ([text, delimiter, position], arena) => {
  const [read, readDelimiter] = [stringReader(text!), stringReader(delimiter!)];
  const readPosition = numberReader(position!, arena);
  return (row) => {
    const [value, by, at] = [read(row), readDelimiter(row), readPosition(row)];
    return value === null || by === null || at === null ? null : part(value, by, at);
  };
};

/** `split_part('a.b', '.', 2)` is `b`; negative positions count from the end. */
export const splitPart: ScalarUDF = {
  name: 'split_part',
  signature: Signature.coercible([Args.string, Args.string, Args.int64], 'Immutable'),
  returnType: ([type]) => textTypeOf(type!, 'split_part'),
  invoke: (call) => {
    const [delimiter, position] = constantsOf(call.args.slice(1)) ?? [];
    const at = Number(position);
    if (typeof delimiter === 'string' && delimiter !== '' && Math.abs(at) <= FARTHEST && at !== 0 && isTextCall(call)) {
      return sliceAll(call, (flat, to, arena) => partOfAll(flat, delimiter, at, to, arena));
    }
    return textRows(call, partOfRow);
  },
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
