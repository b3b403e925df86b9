import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import type { Arena } from '@datafusion-ts/compute';
import {
  getScalar,
  rowsOf,
  sliceVector,
  takeVector,
  uncharged,
  vectorFromScalars,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { Accumulator, AccumulatorArgs, GroupIndices } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { plainScalar, type PlainValue } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

/** Arguments of a call without clauses. */
export function callArgs(
  func: AggregateUDF,
  inputTypes: readonly DataType[],
  parts: Partial<AccumulatorArgs> = {},
): AccumulatorArgs {
  return {
    name: func.name,
    returnType: func.returnType(inputTypes),
    inputTypes,
    isDistinct: false,
    ignoreNulls: false,
    orderBy: [],
    isReversed: false,
    literals: inputTypes.map(() => undefined),
    charge: uncharged,
    ...parts,
  };
}

/** Values of a type that add up without rounding, with NULLs. */
export function exactScalars(type: DataType, length: number): fc.Arbitrary<ScalarValue[]> {
  return fc
    .array(fc.option(fc.integer({ min: -500, max: 500 }), { freq: 4 }), { minLength: length, maxLength: length })
    .map((numbers) => numbers.map((n) => new ScalarValue(type, n === null ? null : dataOf(type, n))));
}

function dataOf(type: DataType, n: number): ScalarValue['value'] {
  switch (type.kind) {
    case 'Boolean':
      return n % 2 === 0;
    case 'Utf8':
    case 'Utf8View':
      return n % 3 === 0 ? `a longer text of number ${n}` : `${n}`;
    case 'UInt64':
      return BigInt(Math.abs(n));
    case 'UInt8':
      return Math.abs(n) % 256;
    case 'UInt16':
    case 'UInt32':
      return Math.abs(n);
    case 'Int8':
      return n % 128;
    case 'Int16':
    case 'Int32':
    case 'Date32':
    case 'Float64':
    case 'Float32':
      return n;
    default:
      return BigInt(n);
  }
}

/** The values of an accumulator over some rows, in batches of `size`. */
export function resultOf(
  accumulator: Accumulator,
  columns: readonly ColumnVector[],
  size: number,
  arena: Arena,
): PlainValue {
  update(accumulator, columns, size, arena);
  return plainScalar(accumulator.evaluate());
}

export function update(accumulator: Accumulator, columns: readonly ColumnVector[], size: number, arena: Arena): void {
  const rows = columns[0]!.length;
  for (let from = 0; from < rows; from += size) {
    const length = Math.min(size, rows - from);
    accumulator.updateBatch(columns.map((column) => sliceVector(column, from, length, arena)));
  }
}

/** States as columns of one row. */
export const stateColumns = (state: readonly ScalarValue[], arena: Arena): readonly ColumnVector[] =>
  state.map((value) => vectorFromScalars(value.dataType, [value], arena));

/** Group numbers in engine memory. */
export function groupsOf(groups: readonly number[], totalGroups: number, arena: Arena): GroupIndices {
  return { address: rowsOf(groups, arena), rowCount: groups.length, totalGroups };
}

/** Rows of a column. */
export const rowsAt = (column: ColumnVector, rows: readonly number[], arena: Arena): ColumnVector =>
  takeVector(column, rowsOf(rows, arena), rows.length, arena);

export const booleans = (values: readonly (boolean | null)[], arena: Arena): ColumnVector =>
  vectorFromScalars(
    DataTypes.Boolean,
    values.map((value) => ScalarValue.boolean(value)),
    arena,
  );

export const plainRow = (column: ColumnVector, row: number): PlainValue => plainScalar(getScalar(column, row));
