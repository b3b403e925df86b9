import { DataTypes, ExecutionError, ScalarValue } from '@datafusion-ts/common';
import { constantVector, mem, type StringBuilder } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { bytesOfChars, charsIn, reserveText, textsOf, writeRepeated, writtenRows } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { bigintReader } from '../utils/readers.js';
import { plainTextTypeOf, TEXT_TYPES } from '../utils/string-signatures.js';

const SIGNATURE = Signature.oneOf(
  TEXT_TYPES.flatMap((text) => [
    { kind: 'Exact' as const, types: [text, DataTypes.Int64] },
    ...TEXT_TYPES.map((fill) => ({ kind: 'Exact' as const, types: [text, DataTypes.Int64, fill] })),
  ]),
  'Immutable',
);

const MAX_LENGTH = 2_147_483_647n;

/** Text and what fills it up, as pieces of bytes. */
interface Piece {
  readonly address: number;
  readonly length: number;
}

/** Bytes of `count` characters out of `fill` over and over. */
function fillerBytes({ address, length }: Piece, count: number): number {
  const chars = charsIn(address, length);
  return Math.floor(count / chars) * length + bytesOfChars(address, length, count % chars);
}

function pad(name: string, atStart: boolean, where: string): ScalarUDF {
  const write = (text: Piece, wanted: bigint, fill: Piece, builder: StringBuilder): void => {
    if (wanted > MAX_LENGTH) {
      throw new ExecutionError(`${name} requested length ${wanted} too large, maximum allowed length is ${MAX_LENGTH}`);
    }
    const length = Math.max(Number(wanted), 0);
    const have = charsIn(text.address, text.length);
    if (length <= have) {
      builder.appendCopy(text.address, bytesOfChars(text.address, text.length, length));
      return;
    }
    const added = fill.length === 0 ? 0 : fillerBytes(fill, length - have);
    const to = reserveText(builder, text.length + added);
    writeRepeated(atStart ? to : to + text.length, fill.address, fill.length, added);
    mem.u8.copyWithin(atStart ? to + added : to, text.address, text.address + text.length);
    builder.commit(text.length + added);
  };
  return {
    name,
    signature: SIGNATURE,
    returnType: ([type]) => plainTextTypeOf(type!),
    invoke: (call) =>
      writtenRows(call, ([text, length, fill], arena) => {
        const [texts, readLength] = [textsOf(text!, arena), bigintReader(length!, arena)];
        const fills = textsOf(fill ?? constantVector(ScalarValue.utf8(' '), text!.length), arena);
        return (row, builder) => {
          const wanted = readLength(row);
          if (texts.isNull(row) || wanted === null || fills.isNull(row)) {
            builder.appendNull();
            return;
          }
          const value = { address: texts.address(row), length: texts.length(row) };
          write(value, wanted, { address: fills.address(row), length: fills.length(row) }, builder);
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
export const lpad: ScalarUDF = pad('lpad', true, 'start');
/** `rpad('a', 3, 'x')` is `axx`. */
export const rpad: ScalarUDF = pad('rpad', false, 'end');
