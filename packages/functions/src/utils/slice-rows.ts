/**
 * Parts of texts, found on their bytes and given by reference: no text is decoded or copied. The parts point into the
 * argument, which lives as long as the batch.
 */
import {
  byteLengthAt,
  bytesAddressAt,
  flatten,
  flatVector,
  isNull,
  mem,
  nullVector,
  StringBuilder,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import type { ScalarData } from '@datafusion-ts/common';
import { evaluateOnce } from './rows.js';

/** Bytes of a text in the engine memory: the text on the way in, its part on the way out. */
export interface TextSlice {
  start: number;
  end: number;
}

/** Narrows the slice to the wanted part; false for NULL. */
export type Narrow = (slice: TextSlice, row: number) => boolean;

/** Writes the views of all parts to an address by a kernel, for given other arguments; undefined when rows must be looked at. */
export type NarrowAll = (
  others: readonly ScalarData[],
  arena: Arena,
) => ((flat: FlatVector, to: number) => void) | undefined;

/** A column of parts of the first argument; `prepare` gets the other arguments, `all` those that are constants not null. */
export function sliceRows(
  call: ScalarFunctionArgs,
  prepare: (others: readonly ColumnVector[], arena: Arena) => Narrow,
  all: NarrowAll = () => undefined,
): ColumnVector {
  const type = call.returnField.dataType;
  if (type.kind === 'Null') return nullVector(type, call.rowCount);
  return evaluateOnce(call, ({ args: [text, ...others], rowCount, arena }) => {
    const flat = flatten(text!, arena);
    const constants = constantsOf(others);
    const kernel = constants === undefined || flat.width !== 16 ? undefined : all(constants, arena);
    if (kernel !== undefined) {
      const values = arena.alloc(rowCount * 16);
      kernel(flat, values);
      const { validity, nullCount } = flat;
      return flatVector(type, rowCount, { values, width: 16, validity, nullCount });
    }
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

/** A column of parts that a kernel finds: it writes the views of all parts to an address. The texts are not of type Null. */
export function sliceAll(
  call: ScalarFunctionArgs,
  kernel: (flat: FlatVector, to: number, arena: Arena) => void,
): ColumnVector {
  return evaluateOnce(call, ({ args, rowCount, arena }) => {
    const flat = flatten(args[0]!, arena);
    const values = arena.alloc(rowCount * 16);
    kernel(flat, values, arena);
    const { validity, nullCount } = flat;
    return flatVector(call.returnField.dataType, rowCount, { values, width: 16, validity, nullCount });
  });
}

/** True when the first argument and the result are texts, not of type Null. */
export const isTextCall = ({ args: [text], returnField }: ScalarFunctionArgs): boolean =>
  text!.type.kind !== 'Null' && returnField.dataType.kind !== 'Null';

/** The values of arguments when all are constants that are not null. */
export function constantsOf(args: readonly ColumnVector[]): readonly NonNullable<ScalarData>[] | undefined {
  const values: NonNullable<ScalarData>[] = [];
  for (const arg of args) {
    const value = arg.encoding === 'constant' ? arg.value.value : null;
    if (value === null) return undefined;
    values.push(value);
  }
  return values;
}

/** A number of characters as kernels take it: none is longer than the longest text. */
export const charCount = (count: number): number => Math.min(Math.max(count, 0), 0x7fff_ffff);

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
