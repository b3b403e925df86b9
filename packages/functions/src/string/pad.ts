import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';
import { plainTextTypeOf, TEXT_TYPES } from '../utils/string-signatures.js';
import { charCount, sliceChars } from '../utils/text.js';

const SIGNATURE = Signature.oneOf(
  TEXT_TYPES.flatMap((text) => [
    { kind: 'Exact' as const, types: [text, DataTypes.Int64] },
    ...TEXT_TYPES.map((fill) => ({ kind: 'Exact' as const, types: [text, DataTypes.Int64, fill] })),
  ]),
  'Immutable',
);

const MAX_LENGTH = 2_147_483_647;

/** The characters that bring a text to a length, out of `fill` over and over. */
function filler(fill: string, count: number): string {
  return sliceChars(fill.repeat(Math.ceil(count / charCount(fill))), 0, count);
}

function pad(name: string, join: (text: string, fill: string) => string, where: string): ScalarUDF {
  const padded = (text: string, length: number, fill: string): string => {
    if (length > MAX_LENGTH) {
      throw new ExecutionError(`${name} requested length ${length} too large, maximum allowed length is ${MAX_LENGTH}`);
    }
    if (length <= 0) return '';
    const have = charCount(text);
    if (length <= have) return sliceChars(text, 0, length);
    return fill === '' ? text : join(text, filler(fill, length - have));
  };
  return {
    name,
    signature: SIGNATURE,
    returnType: ([type]) => plainTextTypeOf(type!),
    invoke: (call) =>
      textRows(call, ([text, length, fill], arena) => {
        const [read, readLength] = [stringReader(text!), numberReader(length!, arena)];
        const readFill = fill === undefined ? () => ' ' : stringReader(fill);
        return (row) => {
          const [value, to, by] = [read(row), readLength(row), readFill(row)];
          return value === null || to === null || by === null ? null : padded(value, to, by);
        };
      }),
    documentation: doc(
      Sections.string,
      `Brings a text to a length by adding characters at its ${where}, or by cutting its end off.`,
      `${name}(str, n[, padding_str])`,
      `SELECT ${name}('Dolly', 10, 'hello')`,
      [
        ['str', 'Text to pad.'],
        ['n', 'Wanted number of characters.'],
        ['padding_str', 'Text to add, over and over; default a blank.'],
      ],
    ),
  };
}

/** `lpad('a', 3, 'x')` is `xxa`. */
export const lpad: ScalarUDF = pad('lpad', (text, fill) => fill + text, 'start');
/** `rpad('a', 3, 'x')` is `axx`. */
export const rpad: ScalarUDF = pad('rpad', (text, fill) => text + fill, 'end');
