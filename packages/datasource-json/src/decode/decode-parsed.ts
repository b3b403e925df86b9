/** Columns of types that are written as strings or numbers, value by value. */
import { ArrowError, DataTypes, ScalarValue, type DataType, type ScalarData } from '@datafusion-ts/common';
import {
  makeBuilder,
  parseDecimalLiteral,
  parseTimestampNanos,
  parseValue,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { textAt } from '../scan/print-tape.js';
import { ESCAPED, NUMBER, STRING, type Tape } from '../scan/tape.js';
import { integerAt, primitiveText, unparsable } from './decode-numbers.js';
import { isMissing, wrongShape, type Rows } from './rows.js';

export function decodeParsed(rows: Rows, type: DataType, arena: Arena): ColumnVector {
  const { tape, at } = rows;
  const builder = makeBuilder(type, at.length, arena);
  for (let row = 0; row < at.length; row++) {
    if (isMissing(rows, row)) builder.appendNull();
    else builder.append(new ScalarValue(type, valueAt(tape, at[row]!, type)));
  }
  return builder.finish();
}

function valueAt(tape: Tape, index: number, type: DataType): ScalarData {
  switch (type.kind) {
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
      return Number(integerAt(tape, index, type));
    case 'UInt64':
      return integerAt(tape, index, type);
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
    case 'FixedSizeBinary':
      return hexBytes(tape, index);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return decimalAt(tape, index, type.precision, type.scale);
    case 'Date32':
    case 'Time32':
      return tape.kind(index) === NUMBER
        ? Number(integerAt(tape, index, DataTypes.Int32))
        : parsedText(tape, index, type);
    case 'Date64':
    case 'Time64':
    case 'Duration':
      return tape.kind(index) === NUMBER ? integerAt(tape, index, DataTypes.Int64) : parsedText(tape, index, type);
    case 'Timestamp':
      return timestampAt(tape, index, type);
    default:
      return parsedText(tape, index, type);
  }
}

function parsedText(tape: Tape, index: number, type: DataType): ScalarData {
  return parsed(parseValue(type, primitiveText(tape, index)), tape, index, type);
}

function parsed(value: ScalarData | undefined, tape: Tape, index: number, type: DataType): ScalarData {
  if (value === undefined) throw unparsable(tape, index, type);
  return value;
}

function timestampAt(tape: Tape, index: number, type: DataType & { readonly kind: 'Timestamp' }): ScalarData {
  if (tape.kind(index) === NUMBER) return integerAt(tape, index, DataTypes.Int64);
  const text = primitiveText(tape, index);
  const found = parseTimestampNanos(text, undefined);
  if (!found.ok) throw unparsable(tape, index, type, `: ${found.error.message}`);
  return parsedText(tape, index, type);
}

/** Digits behind the scale are cut off, as Arrow's readers do. */
function decimalAt(tape: Tape, index: number, precision: number, scale: number): ScalarData {
  const text = primitiveText(tape, index);
  const value = parseDecimalLiteral(text, scale);
  if (value === undefined) throw new ArrowError('Parser error', `can't parse the string value ${text} to decimal`);
  const limit = 10n ** BigInt(precision);
  if (value >= limit || value <= -limit) throw new ArrowError('Parser error', `parse decimal overflow (${text})`);
  return value;
}

/** Binary data is written in hexadecimal. */
function hexBytes(tape: Tape, index: number): Uint8Array {
  const kind = tape.kind(index);
  if (kind !== STRING && kind !== ESCAPED) throw wrongShape(tape, index, 'string');
  const text = textAt(tape, index);
  const wrong = /[^0-9a-fA-F]/.exec(text);
  if (wrong !== null) {
    const digit = wrong[0].charCodeAt(0).toString(16);
    throw new ArrowError(
      'Json error',
      `invalid hex encoding in binary data: invalid digit 0x${digit} at position ${wrong.index}`,
    );
  }
  if (text.length % 2 === 1)
    throw new ArrowError('Json error', 'invalid hex encoding in binary data: expected even number of hex digits');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));
}
