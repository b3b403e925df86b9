/** What functions over arrays of numbers as points share. */
import {
  DataTypes,
  displayType,
  ExecutionError,
  InternalError,
  listItem,
  PlanError,
  type DataType,
} from '@datafusion-ts/common';
import { type Arena, type ColumnVector, mem } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import { isListType, type Lists, listsOf } from './lists.js';
import { Float64Result } from './results.js';

/** The list type with numbers inside as Float64. */
export function asFloats(name: string, type: DataType): DataType {
  if (isListType(type)) {
    const element = isListType(type.field.dataType) ? asFloats(name, type.field.dataType) : DataTypes.Float64;
    return type.kind === 'LargeList' ? DataTypes.largeList(listItem(element)) : DataTypes.list(listItem(element));
  }
  if (type.kind === 'Null') return DataTypes.list(listItem(DataTypes.Float64));
  throw new PlanError(`${name} does not support type ${displayType(type)}`);
}

/** Coerces `count` arrays of numbers. */
export function coerceToFloats(name: string, types: readonly DataType[], count: number): readonly DataType[] {
  if (types.length !== count) {
    const noun = count === 1 ? 'argument' : 'arguments';
    throw new ExecutionError(`${name} function requires ${count} ${noun}, got ${types.length}`);
  }
  const lists = types.map((type) => asFloats(name, type));
  if (!types.some((type) => type.kind === 'LargeList')) return lists;
  return lists.map((type) => (isListType(type) ? DataTypes.largeList(type.field) : type));
}

/** Lists whose elements are Float64. */
export function floatLists(vector: ColumnVector, arena: Arena): Lists {
  const lists = listsOf(vector, arena);
  const { type } = lists.elements;
  if (type.kind !== 'Float64' && lists.elements.length > 0) {
    throw new InternalError(
      `could not cast array of type ${displayType(type)} to arrow_array::array::primitive_array::PrimitiveArray<arrow_array::types::Float64Type>`,
    );
  }
  return lists;
}

/** True when an element of the row is NULL. */
export function hasNullElement(lists: Lists, row: number): boolean {
  for (let at = lists.start(row); at < lists.end(row); at++) if (lists.isNullElement(at)) return true;
  return false;
}

/**
 * A number for each pair of arrays of equal length; NULL when an array or element is NULL or `compute` finds none.
 * `x` and `y` are places in f64 memory.
 */
export function eachPair(
  name: string,
  { args: [a, b], rowCount, arena }: ScalarFunctionArgs,
  compute: (x: number, y: number, length: number) => number | undefined,
): ColumnVector {
  const [left, right] = [floatLists(a!, arena), floatLists(b!, arena)];
  const result = new Float64Result(rowCount, arena);
  for (let row = 0; row < rowCount; row++) {
    if (left.isNull(row) || right.isNull(row)) {
      result.setNull(row);
      continue;
    }
    const [start, other] = [left.start(row), right.start(row)];
    const [length, size] = [left.end(row) - start, right.end(row) - other];
    if (length !== size) {
      throw new ExecutionError(`${name} requires both list inputs to have the same length, got ${length} and ${size}`);
    }
    const value =
      hasNullElement(left, row) || hasNullElement(right, row)
        ? undefined
        : compute((left.elements.values >>> 3) + start, (right.elements.values >>> 3) + other, length);
    if (value === undefined) result.setNull(row);
    else result.set(row, value);
  }
  return result.finish();
}

/** Sum of products of two runs of numbers in f64 memory. */
export function dotProduct(x: number, y: number, length: number): number {
  const { f64 } = mem;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += f64[x + i]! * f64[y + i]!;
  return sum;
}
