import { DataTypes, type DataType } from './data-type.js';

/** Days and milliseconds of an `Interval(DayTime)`. */
export interface DayTimeInterval {
  readonly days: number;
  readonly milliseconds: number;
}

/** Months, days and nanoseconds of an `Interval(MonthDayNano)`. */
export interface MonthDayNanoInterval {
  readonly months: number;
  readonly days: number;
  readonly nanoseconds: bigint;
}

/** The member of a union that is set. */
export interface UnionValue {
  readonly typeId: number;
  readonly value: ScalarValue;
}

/**
 * What a scalar holds, by type: boolean; number for integers up to 32 bits, floats, Date32, Time32 and
 * Interval(YearMonth); bigint for 64-bit integers, Date64, Time64, Timestamp, Duration and (unscaled) decimals; string;
 * Uint8Array for binaries; the interval records; an array of scalars for lists (elements), structs (one per field) and
 * maps (one entry struct each); a dictionary holds its value's data; null is SQL NULL.
 */
export type ScalarData =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | DayTimeInterval
  | MonthDayNanoInterval
  | UnionValue
  | readonly ScalarValue[];

/** One typed, possibly null value. Immutable. */
export class ScalarValue {
  readonly dataType: DataType;
  readonly value: ScalarData;

  constructor(dataType: DataType, value: ScalarData) {
    this.dataType = dataType;
    this.value = value;
  }

  /** True for SQL NULL of any type. */
  get isNull(): boolean {
    return this.value === null;
  }

  static null(dataType: DataType = DataTypes.Null): ScalarValue {
    return new ScalarValue(dataType, null);
  }
  static boolean(value: boolean | null): ScalarValue {
    return new ScalarValue(DataTypes.Boolean, value);
  }
  static int32(value: number | null): ScalarValue {
    return new ScalarValue(DataTypes.Int32, value);
  }
  static int64(value: bigint | null): ScalarValue {
    return new ScalarValue(DataTypes.Int64, value);
  }
  static uint64(value: bigint | null): ScalarValue {
    return new ScalarValue(DataTypes.UInt64, value);
  }
  static float64(value: number | null): ScalarValue {
    return new ScalarValue(DataTypes.Float64, value);
  }
  static utf8(value: string | null): ScalarValue {
    return new ScalarValue(DataTypes.Utf8, value);
  }
  static decimal128(unscaled: bigint | null, precision: number, scale: number): ScalarValue {
    return new ScalarValue(DataTypes.decimal128(precision, scale), unscaled);
  }
}
