import {
  addPrecision,
  ABSENT,
  combinePrecision,
  compareScalars,
  exact,
  UNKNOWN_COLUMN,
  unknownStatistics,
  type ColumnStatistics,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';

/** Statistics of all files together; files without statistics make everything unknown. */
export function summarizeStatistics(schema: Schema, files: readonly (Statistics | undefined)[]): Statistics {
  if (files.length === 0) return { ...unknownStatistics(schema), numRows: exact(0), totalByteSize: exact(0) };
  let total: Statistics | undefined;
  for (const statistics of files) {
    if (statistics === undefined) return unknownStatistics(schema);
    total = total === undefined ? statistics : mergeStatistics(total, statistics);
  }
  return total ?? unknownStatistics(schema);
}

function mergeStatistics(a: Statistics, b: Statistics): Statistics {
  return {
    numRows: addPrecision(a.numRows, b.numRows),
    totalByteSize: addPrecision(a.totalByteSize, b.totalByteSize),
    columnStatistics: a.columnStatistics.map((column, i) =>
      mergeColumns(column, b.columnStatistics[i] ?? UNKNOWN_COLUMN),
    ),
  };
}

function mergeColumns(a: ColumnStatistics, b: ColumnStatistics): ColumnStatistics {
  return {
    nullCount: addPrecision(a.nullCount, b.nullCount),
    minValue: combinePrecision(a.minValue, b.minValue, (x, y) => ((compareScalars(x, y) ?? 0) <= 0 ? x : y)),
    maxValue: combinePrecision(a.maxValue, b.maxValue, (x, y) => ((compareScalars(x, y) ?? 0) >= 0 ? x : y)),
    sumValue: ABSENT,
    distinctCount: ABSENT,
    byteSize: addPrecision(a.byteSize, b.byteSize),
  };
}
