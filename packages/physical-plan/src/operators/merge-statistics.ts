import {
  ABSENT,
  addPrecision,
  combinePrecision,
  unknownStatistics,
  UNKNOWN_COLUMN,
  type ColumnStatistics,
  type Precision,
  type ScalarValue,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import { compareScalars } from '@datafusion-ts/compute';

/** Statistics of all rows of several inputs together. */
export function mergeStatistics(parts: readonly Statistics[], schema: Schema): Statistics {
  const [first, ...rest] = parts;
  if (first === undefined) return unknownStatistics(schema);
  return rest.reduce<Statistics>(
    (all, part) => ({
      numRows: addPrecision(all.numRows, part.numRows),
      totalByteSize: addPrecision(all.totalByteSize, part.totalByteSize),
      columnStatistics: all.columnStatistics.map((column, i) =>
        mergeColumns(column, part.columnStatistics[i] ?? UNKNOWN_COLUMN),
      ),
    }),
    first,
  );
}

function mergeColumns(a: ColumnStatistics, b: ColumnStatistics): ColumnStatistics {
  return {
    nullCount: addPrecision(a.nullCount, b.nullCount),
    minValue: pick(a.minValue, b.minValue, -1),
    maxValue: pick(a.maxValue, b.maxValue, 1),
    sumValue: ABSENT,
    distinctCount: ABSENT,
    byteSize: addPrecision(a.byteSize, b.byteSize),
  };
}

function pick(a: Precision<ScalarValue>, b: Precision<ScalarValue>, sign: 1 | -1): Precision<ScalarValue> {
  return combinePrecision(a, b, (x, y) => ((compareScalars(x, y) ?? 0) * sign >= 0 ? x : y));
}
