/**
 * Parts of texts, found on their bytes and given by reference: no text is decoded or copied. The parts point into the
 * argument, which lives as long as the batch.
 */
import {
  byteLengthAt,
  bytesAddressAt,
  flatten,
  isNull,
  mem,
  StringBuilder,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import { evaluateOnce } from './rows.js';

/** Bytes of a text in the engine memory: the text on the way in, its part on the way out. */
export interface TextSlice {
  start: number;
  end: number;
}

/** Narrows the slice to the wanted part; false for NULL. */
export type Narrow = (slice: TextSlice, row: number) => boolean;

/** A column of parts of the first argument; `prepare` gets the other arguments. */
export function sliceRows(
  call: ScalarFunctionArgs,
  prepare: (others: readonly ColumnVector[], arena: Arena) => Narrow,
): ColumnVector {
  const type = call.returnField.dataType;
  return evaluateOnce(call, ({ args: [text, ...others], rowCount, arena }) => {
    const flat = flatten(text!, arena);
    const narrow = prepare(others, arena);
    const builder = new StringBuilder(arena, rowCount, type);
    const slice: TextSlice = { start: 0, end: 0 };
    for (let row = 0; row < rowCount; row++) {
      if (isNull(flat, row)) {
        builder.appendNull();
        continue;
      }
      slice.start = bytesAddressAt(flat, row);
      slice.end = slice.start + byteLengthAt(flat, row);
      if (narrow(slice, row)) builder.appendReference(slice.start, slice.end - slice.start);
      else builder.appendNull();
    }
    return builder.finish();
  });
}

/** Address behind so many characters, at most `end`. */
export function skipChars(at: number, end: number, count: number): number {
  const { u8 } = mem;
  let left = count;
  let place = at;
  while (left > 0 && place < end) {
    place++;
    while (place < end && (u8[place]! & 0xc0) === 0x80) place++;
    left--;
  }
  return place;
}
