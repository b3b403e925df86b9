/** One value at a time: for constants, literals, tests and whatever is not hot. */
import { ScalarValue, type DataType, type ScalarData } from '@datafusion-ts/common';
import { mem } from '../memory/engine-memory.js';
import { getBit } from './bitmap.js';
import type { ColumnVector, ConstantVector, FlatVector } from './column-vector.js';
import { halfToNumber, readWide } from './numbers.js';
import { physicalTypeOf, valueTypeOf } from './physical-type.js';
import { codeAt, readBytes, readString } from './view.js';

/** True when the value at `row` is SQL NULL; a union is null when the member that is set is. */
export function isNull(vector: ColumnVector, row: number): boolean {
  switch (vector.encoding) {
    case 'constant':
      return isNullScalar(vector.value);
    case 'dictionary':
      return (
        (vector.validity !== 0 && !getBit(vector.validity, row)) ||
        isNull(vector.values.column, codeAt(vector.codes, vector.width, row))
      );
    case 'flat':
      if (vector.validity !== 0) return !getBit(vector.validity, row);
      if (vector.type.kind === 'Union') {
        const member = unionMember(vector, row);
        return isNull(member.child, member.row);
      }
      return vector.type.kind === 'Null';
  }
}

/** NULL, or a union whose member is. */
function isNullScalar({ value }: ScalarValue): boolean {
  if (value === null) return true;
  return typeof value === 'object' && 'typeId' in value && isNullScalar(value.value);
}

/** True when the value at `row` is not NULL. */
export const isValidAt = (vector: ColumnVector, row: number): boolean => !isNull(vector, row);

/** Number of NULLs; counts through dictionaries whose entries may be null. */
export function nullCountOf(vector: ColumnVector): number {
  switch (vector.encoding) {
    case 'constant':
      return isNullScalar(vector.value) ? vector.length : 0;
    case 'flat':
      return vector.type.kind === 'Union' ? countRows(vector) : vector.nullCount;
    case 'dictionary':
      return nullCountOf(vector.values.column) === 0 ? vector.nullCount : countRows(vector);
  }
}

function countRows(vector: ColumnVector): number {
  let count = 0;
  for (let row = 0; row < vector.length; row++) if (isNull(vector, row)) count++;
  return count;
}

/** The value at `row` with the vector's type. */
export function getScalar(vector: ColumnVector, row: number): ScalarValue {
  switch (vector.encoding) {
    case 'constant':
      return vector.value;
    case 'dictionary': {
      if (vector.validity !== 0 && !getBit(vector.validity, row)) return new ScalarValue(vector.type, null);
      const entry = getScalar(vector.values.column, codeAt(vector.codes, vector.width, row));
      return new ScalarValue(vector.type, entry.value);
    }
    case 'flat':
      if (vector.type.kind !== 'Union' && isNull(vector, row)) return new ScalarValue(vector.type, null);
      return new ScalarValue(vector.type, readData(vector, row));
  }
}

function readData(flat: FlatVector, row: number): ScalarData {
  const { values } = flat;
  switch (physicalTypeOf(flat.type)) {
    case 'null':
      return null;
    case 'boolean':
      return getBit(values, row);
    case 'int8':
      return mem.i8[values + row]!;
    case 'uint8':
      return mem.u8[values + row]!;
    case 'int16':
      return mem.i16[(values >>> 1) + row]!;
    case 'uint16':
      return mem.u16[(values >>> 1) + row]!;
    case 'int32':
      return mem.i32[(values >>> 2) + row]!;
    case 'uint32':
      return mem.u32[(values >>> 2) + row]!;
    case 'int64':
      return mem.i64[(values >>> 3) + row]!;
    case 'uint64':
      return mem.u64[(values >>> 3) + row]!;
    case 'float16':
      return halfToNumber(mem.u16[(values >>> 1) + row]!);
    case 'float32':
      return mem.f32[(values >>> 2) + row]!;
    case 'float64':
      return mem.f64[(values >>> 3) + row]!;
    case 'decimal':
      return readWide(values + row * flat.width, flat.width);
    case 'dayTime':
      return { days: mem.i32[(values >>> 2) + row * 2]!, milliseconds: mem.i32[(values >>> 2) + row * 2 + 1]! };
    case 'monthDayNano':
      return {
        months: mem.i32[(values >>> 2) + row * 4]!,
        days: mem.i32[(values >>> 2) + row * 4 + 1]!,
        nanoseconds: mem.i64[(values >>> 3) + row * 2 + 1]!,
      };
    case 'view':
      return isText(flat.type) ? readString(flat, row) : readBytes(flat, row);
    case 'fixedBinary':
      return new Uint8Array(mem.u8.subarray(values + row * flat.width, values + (row + 1) * flat.width));
    default:
      return readNested(flat, row);
  }
}

function readNested(flat: FlatVector, row: number): ScalarData {
  const type = valueTypeOf(flat.type);
  if (type.kind === 'Struct') return flat.children.map((child) => getScalar(child, row));
  if (type.kind === 'Union') {
    const member = unionMember(flat, row);
    return { typeId: member.typeId, value: getScalar(member.child, member.row) };
  }
  const elements = flat.children[0]!;
  const { start, end } = listRange(flat, row);
  return Array.from({ length: end - start }, (_, i) => getScalar(elements, start + i));
}

/** First element of a list, fixed-size list or map value and the one behind its last, in `children[0]`. */
export function listRange(flat: FlatVector, row: number): { readonly start: number; readonly end: number } {
  const type = valueTypeOf(flat.type);
  if (type.kind === 'FixedSizeList') return { start: row * type.size, end: (row + 1) * type.size };
  const at = (flat.values >>> 2) + row;
  return { start: mem.i32[at]!, end: mem.i32[at + 1]! };
}

/** The member of a union that `row` holds: its type id, column and row there. */
export function unionMember(
  flat: FlatVector,
  row: number,
): { readonly typeId: number; readonly child: ColumnVector; readonly row: number } {
  const type = valueTypeOf(flat.type);
  const typeId = mem.i8[flat.values + row]!;
  const index = type.kind === 'Union' ? type.fields.findIndex((f) => f.typeId === typeId) : -1;
  const child = flat.children[index];
  if (child === undefined) throw new RangeError(`union type id ${typeId}`);
  return { typeId, child, row: flat.aux === 0 ? row : mem.i32[(flat.aux >>> 2) + row]! };
}

/** True for the string types (behind dictionaries too): their scalars are strings and not bytes. */
export function isText(type: DataType): boolean {
  const { kind } = valueTypeOf(type);
  return kind === 'Utf8' || kind === 'LargeUtf8' || kind === 'Utf8View';
}

/** A column of `length` times the same value. */
export function constantVector(value: ScalarValue, length: number): ConstantVector {
  return { encoding: 'constant', type: value.dataType, length, value };
}

/** A column of `length` NULLs. */
export function nullVector(type: DataType, length: number): ConstantVector {
  return constantVector(new ScalarValue(type, null), length);
}
