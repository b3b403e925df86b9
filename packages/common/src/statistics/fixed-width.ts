import type { DataType } from '../data-type.js';

const WIDTHS: Readonly<Partial<Record<DataType['kind'], number>>> = {
  Int8: 1,
  UInt8: 1,
  Int16: 2,
  UInt16: 2,
  Float16: 2,
  Int32: 4,
  UInt32: 4,
  Float32: 4,
  Date32: 4,
  Time32: 4,
  Decimal32: 4,
  Int64: 8,
  UInt64: 8,
  Float64: 8,
  Date64: 8,
  Time64: 8,
  Timestamp: 8,
  Duration: 8,
  Decimal64: 8,
  Decimal128: 16,
  Decimal256: 32,
};

const INTERVAL_WIDTHS = { YearMonth: 4, DayTime: 8, MonthDayNano: 16 } as const;

/** Bytes of one value in Arrow's layout; undefined for types without a fixed byte width (booleans, text, nested). */
export function fixedWidthOf(type: DataType): number | undefined {
  if (type.kind === 'Interval') return INTERVAL_WIDTHS[type.unit];
  return WIDTHS[type.kind];
}
