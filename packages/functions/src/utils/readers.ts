import { InternalError, type DataType, type ScalarValue } from '@datafusion-ts/common';
import {
  flatten,
  getBit,
  getScalar,
  halfToNumber,
  isNull,
  mem,
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
    case 'int8':
      return (row) => mem.i8[values + row]!;
    case 'uint8':
      return (row) => mem.u8[values + row]!;
    case 'int16':
      return (row) => mem.i16[(values >>> 1) + row]!;
    case 'uint16':
      return (row) => mem.u16[(values >>> 1) + row]!;
    case 'int32':
      return (row) => mem.i32[(values >>> 2) + row]!;
    case 'uint32':
      return (row) => mem.u32[(values >>> 2) + row]!;
    case 'int64':
      return (row) => Number(mem.i64[(values >>> 3) + row]!);
    case 'uint64':
      return (row) => Number(mem.u64[(values >>> 3) + row]!);
    case 'float16':
      return (row) => halfToNumber(mem.u16[(values >>> 1) + row]!);
    case 'float32':
      return (row) => mem.f32[(values >>> 2) + row]!;
    case 'float64':
      return (row) => mem.f64[(values >>> 3) + row]!;
    default:
      throw notNumeric(flat.type);
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
