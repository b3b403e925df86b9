/** Binaries and strings share their layout: only bytes that become text are checked. */
import { ArrowError, type DataType, type DataTypeOf } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { BinaryBuilder } from '../builders/string-builder.js';
import { getBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { byteLengthAt, bytesAddressAt } from '../vector/view.js';
import { ResultNulls, type CastOptions } from './row-cast.js';

/** Where UTF-8 goes wrong: valid up to `at`, then `length` bad bytes, or an end in the middle of a character. */
export interface Utf8Defect {
  readonly at: number;
  readonly length: number | undefined;
}

/** The first defect of a run of bytes; undefined when they are UTF-8. */
export function findUtf8Defect(address: number, length: number): Utf8Defect | undefined {
  const { u8 } = mem;
  let i = 0;
  while (i < length) {
    const lead = u8[address + i]!;
    if (lead < 0x80) {
      i++;
      continue;
    }
    const size =
      lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (size === 0) return { at: i, length: 1 };
    for (let k = 1; k < size; k++) {
      if (i + k >= length) return { at: i, length: undefined };
      if (!isContinuation(lead, k, u8[address + i + k]!)) return { at: i, length: k };
    }
    i += size;
  }
  return undefined;
}

function isContinuation(lead: number, position: number, byte: number): boolean {
  if (position === 1) {
    if (lead === 0xe0) return byte >= 0xa0 && byte <= 0xbf;
    if (lead === 0xed) return byte >= 0x80 && byte <= 0x9f;
    if (lead === 0xf0) return byte >= 0x90 && byte <= 0xbf;
    if (lead === 0xf4) return byte >= 0x80 && byte <= 0x8f;
  }
  return byte >= 0x80 && byte <= 0xbf;
}

/** Rust's description of a defect. */
export function describeUtf8Defect({ at, length }: Utf8Defect): string {
  return length === undefined
    ? `incomplete utf-8 byte sequence from index ${at}`
    : `invalid utf-8 sequence of ${length} bytes from index ${at}`;
}

/** Binaries as strings: bytes that are no UTF-8 fail. */
export function binaryToText(input: FlatVector, to: DataType, options: CastOptions, arena: Arena): FlatVector {
  const nulls = new ResultNulls(input, arena);
  for (let row = 0; row < input.length; row++) {
    if (input.validity !== 0 && !getBit(input.validity, row)) continue;
    const defect = findUtf8Defect(bytesAddressAt(input, row), byteLengthAt(input, row));
    if (defect === undefined) continue;
    if (!options.safe) throw utf8Error(input.type, row, defect);
    nulls.markNull(row);
  }
  return { ...input, type: to, validity: nulls.validity, nullCount: nulls.nullCount };
}

function utf8Error(from: DataType, row: number, defect: Utf8Defect): ArrowError {
  const why = describeUtf8Defect(defect);
  return new ArrowError(
    'Invalid argument error',
    from.kind === 'BinaryView'
      ? `Encountered non-UTF-8 data at index ${row}: ${why}`
      : `Encountered non UTF-8 data: ${why}`,
  );
}

/** Binaries as binaries of one size. */
export function toFixedBinary(
  input: FlatVector,
  to: DataTypeOf<'FixedSizeBinary'>,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const values = arena.allocZeroed(input.length * to.byteWidth);
  const nulls = new ResultNulls(input, arena);
  for (let row = 0; row < input.length; row++) {
    if (input.validity !== 0 && !getBit(input.validity, row)) continue;
    const start = bytesAddressAt(input, row);
    if (byteLengthAt(input, row) === to.byteWidth) {
      mem.u8.copyWithin(values + row * to.byteWidth, start, start + to.byteWidth);
      continue;
    }
    if (!options.safe) {
      const message = 'Byte slice does not have the same length as FixedSizeBinaryBuilder value lengths';
      throw new ArrowError('Invalid argument error', message);
    }
    nulls.markNull(row);
  }
  return flatVector(to, input.length, {
    values,
    width: to.byteWidth,
    validity: nulls.validity,
    nullCount: nulls.nullCount,
  });
}

/** Values of one width each (fixed-size binaries, or the bytes of integers) as binaries. */
export function bytesToBinary(input: FlatVector, to: DataType, arena: Arena): FlatVector {
  const builder = new BinaryBuilder(arena, input.length, to);
  for (let row = 0; row < input.length; row++) {
    if (input.validity !== 0 && !getBit(input.validity, row)) builder.appendNull();
    else builder.appendCopy(input.values + row * input.width, input.width);
  }
  return builder.finish();
}
