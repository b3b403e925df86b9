import { DataTypes, type DataType, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import {
  base64Bound,
  base64Encoder,
  bytesReader,
  bytesRows,
  decodeBase64,
  doc,
  encodedRows,
  Sections,
} from '@datafusion-ts/functions';
import { BYTES } from '../hash/signatures.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** Base 64 of RFC 4648 with padding, to and from text; the padding may be missing when reading. */

const isLarge = (type: DataType): boolean => type.kind === 'LargeBinary' || type.kind === 'LargeUtf8';

/** `base64('Spark')` is `U3Bhcms=`. */
export const base64: ScalarUDF = {
  name: 'base64',
  signature: BYTES,
  returnField: nullsOfArguments('base64', ([type]) => (isLarge(type!) ? DataTypes.LargeUtf8 : DataTypes.Utf8)),
  invoke: (call) => encodedRows(call, base64Bound, base64Encoder(true)),
  documentation: doc(
    Sections.binary,
    'Writes bytes or text in base 64.',
    'base64(bin)',
    "SELECT base64('Spark')",
    [['bin', 'Bytes or text.']],
    ['unbase64'],
  ),
};

function decoded(text: Uint8Array): Uint8Array {
  try {
    return decodeBase64(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExecutionError(`Failed to decode value using base64pad: ${why}`);
  }
}

/** `unbase64('U3Bhcms=')` is the bytes of `Spark`. */
export const unbase64: ScalarUDF = {
  name: 'unbase64',
  signature: BYTES,
  returnField: nullsOfArguments('unbase64', ([type]) => (isLarge(type!) ? DataTypes.LargeBinary : DataTypes.Binary)),
  invoke: (call) =>
    bytesRows(call, ([value], arena) => {
      const read = bytesReader(value!, arena);
      return (row) => {
        const text = read(row);
        return text === null ? null : decoded(text);
      };
    }),
  documentation: doc(
    Sections.binary,
    'Reads bytes from text in base 64.',
    'unbase64(str)',
    "SELECT unbase64('U3Bhcms=')",
    [['str', 'Text in base 64, with or without padding.']],
    ['base64'],
  ),
};
