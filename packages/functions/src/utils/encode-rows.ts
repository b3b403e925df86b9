/**
 * Encodings of bytes as text, written where the text will lie: from the bytes of a column straight into the column of texts,
 * without a string or an array for a value.
 */
import {
  byteLengthAt,
  bytesAddressAt,
  flatten,
  isNull,
  nullVector,
  StringBuilder,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import { reserveText } from './byte-texts.js';
import { evaluateOnce } from './rows.js';

/** Writes the encoding of `length` bytes at `from` to `to` (both in the engine memory) and gives its length in bytes. */
export type ByteEncoder = (from: number, length: number, to: number) => number;

/** The first argument, bytes or text, encoded. `bound` is the longest encoding of so many bytes. */
export function encodedRows(
  call: ScalarFunctionArgs,
  bound: (length: number) => number,
  encode: ByteEncoder,
): ColumnVector {
  const type = call.returnField.dataType;
  if (call.args[0]!.type.kind === 'Null') return nullVector(type, call.rowCount);
  return evaluateOnce({ ...call, args: call.args.slice(0, 1) }, ({ args: [bytes], rowCount, arena }) => {
    const flat = flatten(bytes!, arena);
    const fixed = flat.type.kind === 'FixedSizeBinary';
    const builder = new StringBuilder(arena, rowCount, type);
    for (let row = 0; row < rowCount; row++) {
      if (isNull(flat, row)) {
        builder.appendNull();
        continue;
      }
      const length = fixed ? flat.width : byteLengthAt(flat, row);
      const to = reserveText(builder, bound(length));
      builder.commit(encode(fixed ? flat.values + row * length : bytesAddressAt(flat, row), length, to));
    }
    return builder.finish();
  });
}
