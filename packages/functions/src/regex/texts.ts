import {
  byteLengthAt,
  bytesAddressAt,
  flatten,
  isNull,
  mem,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';

/** Texts of a column as bytes in the engine memory. */
export interface Texts {
  isNull(row: number): boolean;
  address(row: number): number;
  /** Bytes. */
  length(row: number): number;
}

/** The texts of a column of any encoding. */
export function textsOf(column: ColumnVector, arena: Arena): Texts {
  const flat = flatten(column, arena);
  const none = flat.type.kind === 'Null';
  return {
    isNull: (row) => none || isNull(flat, row),
    address: (row) => bytesAddressAt(flat, row),
    length: (row) => byteLengthAt(flat, row),
  };
}

/** Bytes of the first `count` characters of a text, or all bytes when it has fewer. */
export function bytesOfChars(address: number, length: number, count: number): number {
  const { u8 } = mem;
  let at = 0;
  for (let left = count; at < length && left > 0; left--) {
    at++;
    while (at < length && (u8[address + at]! & 0xc0) === 0x80) at++;
  }
  return at;
}

/** Characters in a piece of text. */
export function charsIn(address: number, length: number): number {
  const { u8 } = mem;
  let count = 0;
  for (let i = 0; i < length; i++) if ((u8[address + i]! & 0xc0) !== 0x80) count++;
  return count;
}
