import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import {
  bytesReader,
  doc,
  encodeHex,
  numberReader,
  Sections,
  sha224Bytes,
  sha256Bytes,
  sha384Bytes,
  sha512Bytes,
  textRows,
} from '@datafusion-ts/functions';
import { BYTES_OR_TEXT } from './signatures.js';

const LENGTH = coerceImplicit(TypeClasses.native(NativeTypes.Int32), [TypeClasses.integer], NativeTypes.Int32);

function digestOf(bits: number): ((bytes: Uint8Array) => Uint8Array) | undefined {
  switch (bits) {
    case 0:
    case 256:
      return sha256Bytes;
    case 224:
      return sha224Bytes;
    case 384:
      return sha384Bytes;
    case 512:
      return sha512Bytes;
    default:
      return undefined;
  }
}

/**
 * `sha2(x, bits)`: a hash of the SHA-2 family in hexadecimal digits: 224, 256, 384 or 512 bits; 0 means 256 and every
 * other length gives NULL.
 *
 * Example: `SELECT sha2('Spark', 256)`.
 */
export const sha2: ScalarUDF = {
  name: 'sha2',
  signature: Signature.coercible([BYTES_OR_TEXT, LENGTH], 'Immutable'),
  returnType: () => DataTypes.Utf8,
  invoke: (call) =>
    textRows(call, ([value, length], arena) => {
      const read = bytesReader(value!, arena);
      const readLength = numberReader(length!, arena);
      return (row) => {
        const bits = readLength(row);
        const digest = bits === null ? undefined : digestOf(bits);
        const bytes = digest === undefined ? null : read(row);
        return bytes === null ? null : encodeHex(digest!(bytes));
      };
    }),
  documentation: doc(
    Sections.hashing,
    'Gives a hash of the SHA-2 family of bytes or text in hexadecimal digits.',
    'sha2(expr, bit_length)',
    "SELECT sha2('Spark', 256)",
    [
      ['expr', 'Bytes or text.'],
      ['bit_length', '224, 256, 384, 512, or 0 for 256.'],
    ],
    ['sha1'],
  ),
};
