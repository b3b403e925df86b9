/** Types of functions written as one literal: names stand for types, and say what TypeScript types the values have. */
import {
  DataTypes,
  parseDataType,
  PlanError,
  type DataType,
  type DayTimeInterval,
  type MonthDayNanoInterval,
} from '@datafusion-ts/common';
import type { Volatility } from '@datafusion-ts/expr-common';

/** A type, or its name as `arrow_typeof` writes it: `Int64`, `Decimal128(10, 2)`, `List(Utf8)`. */
export type TypeLike = DataType | string;

/** How equal arguments relate to equal results; lower case is fine. */
export type VolatilityLike = Volatility | Lowercase<Volatility>;

/**
 * What user functions see of a value: bigint for 64-bit integers, timestamps, durations, times of 64 bits and (unscaled)
 * decimals; number for smaller integers, floats, Date32 (days); arrays for lists, objects for structs, Maps for maps; a
 * dictionary is its value.
 */
export type PlainValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | DayTimeInterval
  | MonthDayNanoInterval
  | readonly PlainValue[]
  | ReadonlyMap<PlainValue, PlainValue>
  | { readonly [name: string]: PlainValue };

/** TypeScript types of values of the types without parameters. */
interface PlainByName {
  Null: null;
  Boolean: boolean;
  Int8: number;
  Int16: number;
  Int32: number;
  Int64: bigint;
  UInt8: number;
  UInt16: number;
  UInt32: number;
  UInt64: bigint;
  Float16: number;
  Float32: number;
  Float64: number;
  Utf8: string;
  LargeUtf8: string;
  Utf8View: string;
  Binary: Uint8Array;
  LargeBinary: Uint8Array;
  BinaryView: Uint8Array;
  Date32: number;
  Date64: bigint;
}

/** The TypeScript type of values of a named type that are not NULL; `PlainValue` for types only known when running. */
export type PlainOf<T extends TypeLike> = T extends keyof PlainByName
  ? PlainByName[T]
  : T extends `Decimal${string}` | `Timestamp(${string}` | `Duration(${string}` | `Time64(${string}`
    ? bigint
    : T extends `Time32(${string}` | 'Interval(YearMonth)'
      ? number
      : PlainValue;

/** What stands for a value on its way into the engine: a plain value, a Date for a timestamp or a date, text for a decimal. */
export type PlainInputValue =
  | PlainValue
  | Date
  | readonly PlainInputValue[]
  | ReadonlyMap<PlainInputValue, PlainInputValue>
  | { readonly [name: string]: PlainInputValue };

/**
 * The TypeScript type of values of a named type on their way into the engine: a number, too, for integers of 64 bits, as
 * long as it holds one exactly.
 */
export type PlainInputOf<T extends TypeLike> =
  | (T extends `Decimal${string}` ? string : never)
  | (T extends 'Date32' | 'Date64' | `Timestamp(${string}` ? Date : never)
  | (T extends 'Int64' | 'UInt64' | 'Date64' | `Timestamp(${string}` | `Duration(${string}` | `Time64(${string}`
      ? number
      : never)
  | (PlainValue extends PlainOf<T> ? PlainInputValue : PlainOf<T>);

/** The values of arguments, in order; with NULLs where the function is called on them. */
export type PlainArgs<Args extends readonly TypeLike[], Nulls extends boolean> = {
  -readonly [I in keyof Args]: true extends Nulls ? PlainOf<Args[I]> | null : PlainOf<Args[I]>;
};

/** A row by column name; a missing column is NULL. */
export type PlainRow<Columns extends Readonly<Record<string, TypeLike>>> = {
  readonly [C in keyof Columns]?: PlainInputOf<Columns[C]> | null | undefined;
};

/** The first key of a row that is the name of no column; undefined when all are. */
export const unknownKeyOf = (row: object, columns: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(row).find((key) => !Object.hasOwn(columns, key));

/** The type that was meant; a PlanError when the name is none. */
export function typeOf(type: TypeLike): DataType {
  if (typeof type !== 'string') return type;
  const simple: unknown = Object.hasOwn(DataTypes, type) ? DataTypes[type as keyof typeof DataTypes] : undefined;
  if (typeof simple === 'object') return simple as DataType;
  try {
    return parseDataType(type);
  } catch (cause) {
    throw new PlanError(`Unknown type: '${type}'`, { cause });
  }
}

/** The engine's spelling; immutable unless said otherwise. */
export function volatilityOf(volatility: VolatilityLike = 'Immutable'): Volatility {
  switch (volatility) {
    case 'Immutable':
    case 'immutable':
      return 'Immutable';
    case 'Stable':
    case 'stable':
      return 'Stable';
    default:
      return 'Volatile';
  }
}
