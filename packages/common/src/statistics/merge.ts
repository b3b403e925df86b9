/** Statistics of rows taken together from several sources: partitions, files, branches of a union. */
import { DataTypes, type DataType } from '../data-type.js';
import { DataFusionError } from '../errors.js';
import { addScalars } from '../scalar/arithmetic.js';
import { compareScalars } from '../scalar/compare.js';
import { ScalarValue } from '../scalar-value.js';
import type { Schema } from '../schema.js';
import { ABSENT, addPrecision, combinePrecision, precisionValue, type Precision } from './precision.js';
import { unknownStatistics, type ColumnStatistics, type Statistics } from './statistics.js';

/** Statistics of all rows of all parts; what is unknown for a part is unknown for all. */
export function mergeStatistics(parts: readonly Statistics[], schema: Schema): Statistics {
  const [first, ...rest] = parts;
  if (first === undefined) return unknownStatistics(schema);
  return rest.reduce(
    (all, part) => ({
      numRows: addPrecision(all.numRows, part.numRows),
      totalByteSize: addPrecision(all.totalByteSize, part.totalByteSize),
      columnStatistics: all.columnStatistics.map((column, i) => mergeColumns(column, part.columnStatistics[i]!)),
    }),
    first,
  );
}

function mergeColumns(a: ColumnStatistics, b: ColumnStatistics): ColumnStatistics {
  return {
    nullCount: addPrecision(a.nullCount, b.nullCount),
    minValue: extreme(a.minValue, b.minValue, -1),
    maxValue: extreme(a.maxValue, b.maxValue, 1),
    sumValue: sum(a.sumValue, b.sumValue),
    distinctCount: ABSENT,
    byteSize: addPrecision(a.byteSize, b.byteSize),
  };
}

/** The smaller (-1) or larger (1) of two values. */
function extreme(a: Precision<ScalarValue>, b: Precision<ScalarValue>, side: 1 | -1): Precision<ScalarValue> {
  const order = orderOf(a, b);
  return order === undefined ? ABSENT : combinePrecision(a, b, (x, y) => (order * side >= 0 ? x : y));
}

function orderOf(a: Precision<ScalarValue>, b: Precision<ScalarValue>): number | undefined {
  const [x, y] = [precisionValue(a), precisionValue(b)];
  return x === undefined || y === undefined ? undefined : compareScalars(x, y);
}

const WIDER: Readonly<Partial<Record<DataType['kind'], DataType>>> = {
  Int8: DataTypes.Int64,
  Int16: DataTypes.Int64,
  Int32: DataTypes.Int64,
  UInt8: DataTypes.UInt64,
  UInt16: DataTypes.UInt64,
  UInt32: DataTypes.UInt64,
};

/** Small integers are summed as 64-bit ones. */
function widened(value: ScalarValue): ScalarValue {
  const type = WIDER[value.dataType.kind];
  if (type === undefined) return value;
  return new ScalarValue(type, value.value === null ? null : BigInt(value.value as number));
}

function sum(a: Precision<ScalarValue>, b: Precision<ScalarValue>): Precision<ScalarValue> {
  try {
    return combinePrecision(a, b, (x, y) => addScalars(widened(x), widened(y)));
  } catch (error) {
    if (error instanceof DataFusionError) return ABSENT;
    throw error;
  }
}
