import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { bigintReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';

function charOf(code: bigint): string {
  const isScalar = code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn);
  if (!isScalar) throw new ExecutionError(`invalid Unicode scalar value: ${code}`);
  return String.fromCodePoint(Number(code));
}

/** `chr(97)` is `a`; fails for numbers that are no character. */
export const chr: ScalarUDF = {
  name: 'chr',
  signature: Signature.uniform(1, [DataTypes.Int64], 'Immutable'),
  returnType: () => DataTypes.Utf8,
  invoke: (call) =>
    textRows(call, ([code], arena) => {
      const read = bigintReader(code!, arena);
      return (row) => {
        const value = read(row);
        return value === null ? null : charOf(value);
      };
    }),
  documentation: doc(
    Sections.string,
    'Gives the character of a Unicode code.',
    'chr(expression)',
    'SELECT chr(128640)',
    [['expression', 'Code of the character.']],
    ['ascii'],
  ),
};
