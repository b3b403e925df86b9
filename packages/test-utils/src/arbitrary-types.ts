import { DataTypes, field, listItem, type DataType } from '@datafusion-ts/common';
import fc from 'fast-check';

/** One of every type without parameters or children, and of every parametric scalar type. */
export const scalarTypes: readonly DataType[] = [
  DataTypes.Null,
  DataTypes.Boolean,
  DataTypes.Int8,
  DataTypes.Int16,
  DataTypes.Int32,
  DataTypes.Int64,
  DataTypes.UInt8,
  DataTypes.UInt16,
  DataTypes.UInt32,
  DataTypes.UInt64,
  DataTypes.Float16,
  DataTypes.Float32,
  DataTypes.Float64,
  DataTypes.Utf8,
  DataTypes.LargeUtf8,
  DataTypes.Utf8View,
  DataTypes.Binary,
  DataTypes.LargeBinary,
  DataTypes.BinaryView,
  DataTypes.fixedSizeBinary(5),
  DataTypes.Date32,
  DataTypes.Date64,
  DataTypes.time32('Second'),
  DataTypes.time64('Nanosecond'),
  DataTypes.timestamp('Microsecond'),
  DataTypes.timestamp('Nanosecond', '+02:00'),
  DataTypes.duration('Millisecond'),
  DataTypes.interval('YearMonth'),
  DataTypes.interval('DayTime'),
  DataTypes.interval('MonthDayNano'),
  DataTypes.decimal32(9, 2),
  DataTypes.decimal64(18, 4),
  DataTypes.decimal128(15, 2),
  DataTypes.decimal128(38, 10),
  DataTypes.decimal256(76, 3),
];

/** A few types with children, of every kind. */
export const nestedTypes: readonly DataType[] = [
  DataTypes.list(listItem(DataTypes.Int32)),
  DataTypes.list(listItem(DataTypes.list(listItem(DataTypes.Utf8)))),
  DataTypes.largeList(listItem(DataTypes.Utf8)),
  DataTypes.fixedSizeList(listItem(DataTypes.Float64), 3),
  DataTypes.struct([field('a', DataTypes.Int64), field('b', DataTypes.Utf8)]),
  DataTypes.struct([field('x', DataTypes.list(listItem(DataTypes.Boolean))), field('y', DataTypes.decimal128(38, 2))]),
  DataTypes.list(listItem(DataTypes.struct([field('a', DataTypes.Int64)]))),
  DataTypes.map(
    field('entries', DataTypes.struct([field('key', DataTypes.Utf8, false), field('value', DataTypes.Int32)]), false),
    false,
  ),
  { kind: 'Union', mode: 'Sparse', fields: unionFields() },
  { kind: 'Union', mode: 'Dense', fields: unionFields() },
];

function unionFields(): { readonly typeId: number; readonly field: ReturnType<typeof field> }[] {
  return [
    { typeId: 3, field: field('i', DataTypes.Int32) },
    { typeId: 5, field: field('s', DataTypes.Utf8) },
  ];
}

/** Types of Arrow's dictionary kind. */
export const dictionaryTypes: readonly DataType[] = [
  DataTypes.dictionary(DataTypes.Int32, DataTypes.Utf8),
  DataTypes.dictionary(DataTypes.UInt8, DataTypes.Int64),
];

/** All of them. */
export const allTypes: readonly DataType[] = [...scalarTypes, ...nestedTypes, ...dictionaryTypes];

/** Any of {@link allTypes}. */
export const arbitraryType = (): fc.Arbitrary<DataType> => fc.constantFrom(...allTypes);
