import { InternalError, type DataType, type ScalarValue } from '@datafusion-ts/common';
import {
  flatten,
  getBit,
  getScalar,
  isNull,
  mem,
  numberReader as numbersOf,
  physicalTypeOf,
  readBytes,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';

/** The value of a row, or null. */
export type Row<T> = (row: number) => T | null;

/** Numbers of a column: integers, floats, dates and times; 64-bit integers lose what a number cannot hold. */
export function numberReader(vector: ColumnVector, arena: Arena): Row<number> {
  if (vector.encoding === 'constant') {
    const data = vector.value.value;
    const value = data === null ? null : Number(data);
    return () => value;
  }
  const flat = flatten(vector, arena);
  return withNulls(flat, plainNumbers(flat));
}

function withNulls<T>(flat: FlatVector, read: (row: number) => T): Row<T> {
  if (flat.type.kind === 'Null') return () => null;
  const { validity } = flat;
  return validity === 0 ? read : (row) => (getBit(validity, row) ? read(row) : null);
}

function plainNumbers(flat: FlatVector): (row: number) => number {
  const { values } = flat;
  switch (physicalTypeOf(flat.type)) {
    case 'null':
      return () => 0;
    case 'int64':
      return (row) => Number(mem.i64[(values >>> 3) + row]!);
    case 'uint64':
      return (row) => Number(mem.u64[(values >>> 3) + row]!);
    default: {
      const read = numbersOf(flat);
      if (read === undefined) throw notNumeric(flat.type);
      return read as (row: number) => number;
    }
  }
}

const notNumeric = (type: DataType): InternalError => new InternalError(`A number was expected, not ${type.kind}`);

/** Integers of a column, exactly. */
export function bigintReader(vector: ColumnVector, arena: Arena): Row<bigint> {
  if (vector.encoding === 'constant') {
    const data = vector.value.value;
    const value = typeof data === 'number' || typeof data === 'bigint' ? BigInt(data) : null;
    return () => value;
  }
  const flat = flatten(vector, arena);
  const { values } = flat;
  const physical = physicalTypeOf(flat.type);
  if (physical === 'int64') return withNulls(flat, (row) => mem.i64[(values >>> 3) + row]!);
  if (physical === 'uint64') return withNulls(flat, (row) => mem.u64[(values >>> 3) + row]!);
  const read = plainNumbers(flat);
  return withNulls(flat, (row) => BigInt(read(row)));
}

/** Bytes of a column of binaries or text. */
export function bytesReader(vector: ColumnVector, arena: Arena): Row<Uint8Array> {
  if (vector.encoding === 'constant') {
    const data = vector.value.value;
    const value = typeof data === 'string' ? new TextEncoder().encode(data) : data instanceof Uint8Array ? data : null;
    return () => value;
  }
  const flat = flatten(vector, arena);
  if (flat.type.kind === 'FixedSizeBinary') {
    const { values, width } = flat;
    return withNulls(flat, (row) => new Uint8Array(mem.u8.subarray(values + row * width, values + (row + 1) * width)));
  }
  return withNulls(flat, (row) => readBytes(flat, row));
}

/** Values of a column of any type. */
export function scalarReader(vector: ColumnVector): Row<ScalarValue> {
  return (row) => (isNull(vector, row) ? null : getScalar(vector, row));
}
