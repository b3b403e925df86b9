/** The 16-byte views that strings and binaries consist of (layout: see column-vector.ts). */
import { mem } from '../memory/engine-memory.js';
import type { ColumnVector, FlatVector } from './column-vector.js';
import { decodeUtf8 } from './text.js';

/** Bytes of the longest value that lies inside its view. */
export const INLINE_BYTES = 12;

/** Writes the view of `length` bytes at `bytes`: copied when short, else by reference. */
export function writeView(view: number, bytes: number, length: number): void {
  const u32 = mem.u32;
  const at = view >>> 2;
  u32[at] = length;
  u32[at + 1] = 0;
  u32[at + 2] = 0;
  u32[at + 3] = 0;
  const u8 = mem.u8;
  if (length <= INLINE_BYTES) {
    for (let i = 0; i < length; i++) u8[view + 4 + i] = u8[bytes + i]!;
    return;
  }
  for (let i = 0; i < 4; i++) u8[view + 4 + i] = u8[bytes + i]!;
  u32[at + 2] = bytes;
}

/** Bytes of the value at a view. */
export const viewLength = (view: number): number => mem.u32[view >>> 2]!;

/** Where the bytes of the value at a view lie. */
export function viewBytes(view: number): number {
  const at = view >>> 2;
  return mem.u32[at]! <= INLINE_BYTES ? view + 4 : mem.u32[at + 2]!;
}

/** Bytes in value `row` of a string or binary vector, nulls give whatever lies there. */
export const byteLengthAt = (flat: FlatVector, row: number): number => mem.u32[(flat.values + row * 16) >>> 2]!;

/** Address of the bytes of value `row` of a string or binary vector. */
export const bytesAddressAt = (flat: FlatVector, row: number): number => viewBytes(flat.values + row * 16);

/** Value `row` of a flat string vector; the row must not be null. */
export function readString(flat: FlatVector, row: number): string {
  const view = flat.values + row * 16;
  return decodeUtf8(viewBytes(view), viewLength(view));
}

/** A copy of value `row` of a flat binary (or string, or fixed-size binary) vector; the row must not be null. */
export function readBytes(flat: FlatVector, row: number): Uint8Array {
  if (flat.type.kind === 'FixedSizeBinary') {
    const start = flat.values + row * flat.width;
    return new Uint8Array(mem.u8.subarray(start, start + flat.width));
  }
  const view = flat.values + row * 16;
  const start = viewBytes(view);
  return new Uint8Array(mem.u8.subarray(start, start + viewLength(view)));
}

/**
 * Reads the strings of a vector of any encoding, null for null. Entries of a dictionary and constants are decoded once.
 */
export function stringReader(vector: ColumnVector): (row: number) => string | null {
  switch (vector.encoding) {
    case 'constant': {
      const value = vector.value.value;
      const text = typeof value === 'string' ? value : null;
      return () => text;
    }
    case 'flat': {
      const { validity } = vector;
      if (vector.type.kind === 'Null') return () => null;
      if (validity === 0) return (row) => readString(vector, row);
      return (row) => (bit(validity, row) ? readString(vector, row) : null);
    }
    case 'dictionary': {
      const read = stringReader(vector.values.column);
      const cache = new Array<string | null | undefined>(vector.values.column.length);
      return (row) => {
        if (vector.validity !== 0 && !bit(vector.validity, row)) return null;
        const code = codeAt(vector.codes, vector.width, row);
        return (cache[code] ??= read(code));
      };
    }
  }
}

const bit = (bitmap: number, row: number): boolean => ((mem.u8[bitmap + (row >>> 3)]! >>> (row & 7)) & 1) === 1;

/** The code of a row of a dictionary vector. */
export function codeAt(codes: number, width: 1 | 2 | 4, row: number): number {
  if (width === 1) return mem.u8[codes + row]!;
  return width === 2 ? mem.u16[(codes >>> 1) + row]! : mem.u32[(codes >>> 2) + row]!;
}
