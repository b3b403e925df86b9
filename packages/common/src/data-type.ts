/**
 * The logical types of columns, as plain frozen descriptions.
 *
 * The engine plans with these instead of apache-arrow's type classes: they compare and print without loading
 * apache-arrow (60-100 ms of start-up) and a `switch` over `kind` is checked for exhaustiveness.
 * `@datafusion-ts/compute` converts both ways at the public boundary.
 */

/** Resolution of times, timestamps and durations. */
export type TimeUnit = 'Second' | 'Millisecond' | 'Microsecond' | 'Nanosecond';

/** The three interval layouts of Arrow. */
export type IntervalUnit = 'YearMonth' | 'DayTime' | 'MonthDayNano';

/** Kinds of types that carry no parameter. */
export type SimpleKind =
  | 'Null'
  | 'Boolean'
  | 'Int8'
  | 'Int16'
  | 'Int32'
  | 'Int64'
  | 'UInt8'
  | 'UInt16'
  | 'UInt32'
  | 'UInt64'
  | 'Float16'
  | 'Float32'
  | 'Float64'
  | 'Utf8'
  | 'LargeUtf8'
  | 'Utf8View'
  | 'Binary'
  | 'LargeBinary'
  | 'BinaryView'
  | 'Date32'
  | 'Date64';

/** Kinds of decimals, by the width of their Arrow representation. */
export type DecimalKind = 'Decimal32' | 'Decimal64' | 'Decimal128' | 'Decimal256';

/** A named, typed member of a schema, struct, list, map or union. */
export interface Field {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean;
  readonly metadata?: ReadonlyMap<string, string>;
}

/** A member of a union together with its type id. */
export interface UnionField {
  readonly typeId: number;
  readonly field: Field;
}

/** The logical type of a column or value: one member for each of Arrow's types. */
export type DataType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'FixedSizeBinary'; readonly byteWidth: number }
  | { readonly kind: 'Time32'; readonly unit: 'Second' | 'Millisecond' }
  | { readonly kind: 'Time64'; readonly unit: 'Microsecond' | 'Nanosecond' }
  | { readonly kind: 'Timestamp'; readonly unit: TimeUnit; readonly timezone?: string }
  | { readonly kind: 'Duration'; readonly unit: TimeUnit }
  | { readonly kind: 'Interval'; readonly unit: IntervalUnit }
  | { readonly kind: DecimalKind; readonly precision: number; readonly scale: number }
  | { readonly kind: 'List' | 'LargeList' | 'ListView' | 'LargeListView'; readonly field: Field }
  | { readonly kind: 'FixedSizeList'; readonly field: Field; readonly size: number }
  | { readonly kind: 'Struct'; readonly fields: readonly Field[] }
  | { readonly kind: 'Map'; readonly entries: Field; readonly sorted: boolean }
  | { readonly kind: 'Union'; readonly fields: readonly UnionField[]; readonly mode: 'Sparse' | 'Dense' }
  | { readonly kind: 'Dictionary'; readonly keyType: DataType; readonly valueType: DataType }
  | { readonly kind: 'RunEndEncoded'; readonly runEnds: Field; readonly values: Field };

/** Every `kind` a type can have. */
export type TypeKind = DataType['kind'];

/** The member of {@link DataType} with the given kind. */
export type DataTypeOf<K extends TypeKind> = Extract<DataType, { readonly kind: K }>;

const simple = (kind: SimpleKind): DataType => Object.freeze({ kind });

/** Constructors and shared instances of every type, named as in Arrow. */
export const DataTypes = {
  Null: simple('Null'),
  Boolean: simple('Boolean'),
  Int8: simple('Int8'),
  Int16: simple('Int16'),
  Int32: simple('Int32'),
  Int64: simple('Int64'),
  UInt8: simple('UInt8'),
  UInt16: simple('UInt16'),
  UInt32: simple('UInt32'),
  UInt64: simple('UInt64'),
  Float16: simple('Float16'),
  Float32: simple('Float32'),
  Float64: simple('Float64'),
  Utf8: simple('Utf8'),
  LargeUtf8: simple('LargeUtf8'),
  Utf8View: simple('Utf8View'),
  Binary: simple('Binary'),
  LargeBinary: simple('LargeBinary'),
  BinaryView: simple('BinaryView'),
  Date32: simple('Date32'),
  Date64: simple('Date64'),
  fixedSizeBinary: (byteWidth: number): DataType => ({ kind: 'FixedSizeBinary', byteWidth }),
  time32: (unit: 'Second' | 'Millisecond'): DataType => ({ kind: 'Time32', unit }),
  time64: (unit: 'Microsecond' | 'Nanosecond'): DataType => ({ kind: 'Time64', unit }),
  timestamp: (unit: TimeUnit, timezone?: string): DataType =>
    timezone === undefined ? { kind: 'Timestamp', unit } : { kind: 'Timestamp', unit, timezone },
  duration: (unit: TimeUnit): DataType => ({ kind: 'Duration', unit }),
  interval: (unit: IntervalUnit): DataType => ({ kind: 'Interval', unit }),
  decimal32: (precision: number, scale: number): DataType => ({ kind: 'Decimal32', precision, scale }),
  decimal64: (precision: number, scale: number): DataType => ({ kind: 'Decimal64', precision, scale }),
  decimal128: (precision: number, scale: number): DataType => ({ kind: 'Decimal128', precision, scale }),
  decimal256: (precision: number, scale: number): DataType => ({ kind: 'Decimal256', precision, scale }),
  list: (field: Field): DataType => ({ kind: 'List', field }),
  largeList: (field: Field): DataType => ({ kind: 'LargeList', field }),
  fixedSizeList: (field: Field, size: number): DataType => ({ kind: 'FixedSizeList', field, size }),
  struct: (fields: readonly Field[]): DataType => ({ kind: 'Struct', fields }),
  map: (entries: Field, sorted: boolean): DataType => ({ kind: 'Map', entries, sorted }),
  dictionary: (keyType: DataType, valueType: DataType): DataType => ({ kind: 'Dictionary', keyType, valueType }),
} as const;

/** Makes a field; `nullable` is true unless said otherwise. */
export function field(
  name: string,
  dataType: DataType,
  nullable = true,
  metadata?: ReadonlyMap<string, string>,
): Field {
  return metadata === undefined || metadata.size === 0
    ? { name, dataType, nullable }
    : { name, dataType, nullable, metadata };
}

/** The conventional field of list elements: `item`, nullable. */
export const listItem = (dataType: DataType, nullable = true): Field => field('item', dataType, nullable);

/** True when both types are the same, names and nullability of nested fields included. */
export function sameType(a: DataType, b: DataType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'FixedSizeBinary':
      return a.byteWidth === (b as typeof a).byteWidth;
    case 'Time32':
    case 'Time64':
    case 'Duration':
    case 'Interval':
      return a.unit === (b as typeof a).unit;
    case 'Timestamp':
      return a.unit === (b as typeof a).unit && a.timezone === (b as typeof a).timezone;
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return a.precision === (b as typeof a).precision && a.scale === (b as typeof a).scale;
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return sameField(a.field, (b as typeof a).field);
    case 'FixedSizeList':
      return a.size === (b as typeof a).size && sameField(a.field, (b as typeof a).field);
    case 'Struct':
      return sameFields(a.fields, (b as typeof a).fields);
    case 'Map':
      return a.sorted === (b as typeof a).sorted && sameField(a.entries, (b as typeof a).entries);
    case 'Union':
      return sameUnion(a, b as typeof a);
    case 'Dictionary':
      return sameType(a.keyType, (b as typeof a).keyType) && sameType(a.valueType, (b as typeof a).valueType);
    case 'RunEndEncoded':
      return sameField(a.runEnds, (b as typeof a).runEnds) && sameField(a.values, (b as typeof a).values);
    default:
      return true;
  }
}

function sameUnion(a: DataTypeOf<'Union'>, b: DataTypeOf<'Union'>): boolean {
  return (
    a.mode === b.mode &&
    a.fields.length === b.fields.length &&
    a.fields.every((f, i) => f.typeId === b.fields[i]!.typeId && sameField(f.field, b.fields[i]!.field))
  );
}

/** True when name, type and nullability agree (metadata is not compared). */
export function sameField(a: Field, b: Field): boolean {
  return a === b || (a.name === b.name && a.nullable === b.nullable && sameType(a.dataType, b.dataType));
}

/** True when both lists hold the same fields in the same order. */
export function sameFields(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every((f, i) => sameField(f, b[i]!));
}
