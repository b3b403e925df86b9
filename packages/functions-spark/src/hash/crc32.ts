import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { bytesReader, doc, numberRows, Sections } from '@datafusion-ts/functions';
import { BYTES } from './signatures.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** The reversed polynomial of CRC-32 (IEEE 802.3, as in zip and PNG). */
const POLYNOMIAL = 0xedb88320;

let table: Int32Array | undefined;

/** The remainder of each byte. */
function makeTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
    return rest;
  });
}

function crc32Of(bytes: Uint8Array): number {
  table ??= makeTable();
  let rest = -1;
  for (let i = 0; i < bytes.length; i++) rest = table[(rest ^ bytes[i]!) & 255]! ^ (rest >>> 8);
  return ~rest >>> 0;
}

/**
 * `crc32(x)`: the cyclic redundancy check of bytes or text, as a 64-bit integer that is never negative.
 *
 * Example: `SELECT crc32('Spark')` is 1557323817.
 */
export const crc32: ScalarUDF = {
  name: 'crc32',
  signature: BYTES,
  returnField: nullsOfArguments('crc32', () => DataTypes.Int64),
  invoke: (call) =>
    numberRows(call, ([value], arena) => {
      const read = bytesReader(value!, arena);
      return (row) => {
        const bytes = read(row);
        return bytes === null ? null : crc32Of(bytes);
      };
    }),
  documentation: doc(
    Sections.hashing,
    'Gives the cyclic redundancy check (CRC-32) of bytes or text.',
    'crc32(expr)',
    "SELECT crc32('Spark')",
    [['expr', 'Bytes or text.']],
  ),
};
