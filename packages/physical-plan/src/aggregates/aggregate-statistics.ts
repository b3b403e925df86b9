import {
  ABSENT,
  exact,
  inexact,
  mapPrecision,
  toInexact,
  UNKNOWN_COLUMN,
  type Precision,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import { Column } from '@datafusion-ts/physical-expr';
import type { AggregateMode } from './aggregate-mode.js';
import type { PhysicalGroupBy } from './physical-group-by.js';

/** Estimates of an aggregation's output: as many rows as there are input rows at most, one without grouping. */
export function aggregateStatistics(
  mode: AggregateMode,
  groupBy: PhysicalGroupBy,
  schema: Schema,
  input: Statistics,
): Statistics {
  const columnStatistics = schema.fields.map((_, i) => {
    const expr = groupBy.exprs[i]?.expr;
    const source = expr instanceof Column ? input.columnStatistics[expr.index] : undefined;
    return source === undefined
      ? UNKNOWN_COLUMN
      : { ...UNKNOWN_COLUMN, minValue: source.minValue, maxValue: source.maxValue };
  });
  const final = mode === 'Final' || mode === 'FinalPartitioned';
  const numRows = final && groupBy.exprs.length === 0 ? exact(1) : groupCount(input.numRows, groupBy.groups.length);
  return { numRows, totalByteSize: scaledBytes(input, numRows), columnStatistics };
}

function groupCount(rows: Precision<number>, groupingSets: number): Precision<number> {
  if (rows.kind === 'Absent' || rows.value === 0) return rows;
  return rows.value > 1 ? toInexact(rows) : mapPrecision(rows, (n) => n * groupingSets);
}

function scaledBytes(input: Statistics, rows: Precision<number>): Precision<number> {
  const { numRows, totalByteSize } = input;
  if (rows.kind === 'Absent' || numRows.kind === 'Absent' || totalByteSize.kind === 'Absent' || numRows.value === 0)
    return ABSENT;
  return inexact(Math.floor((totalByteSize.value * rows.value) / numRows.value));
}
