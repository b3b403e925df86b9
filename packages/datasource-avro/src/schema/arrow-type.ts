/** The Arrow types of Avro types, as DataFusion's reader has them. */
import { DataTypes, field, type DataType, type Field } from '@datafusion-ts/common';
import type { AvroField, AvroType, LongLogical } from './avro-type.js';

/** Time zone of timestamps that are points in time. */
const UTC = '+00:00';
/** The largest precision of a decimal of 128 bits. */
const MAX_PRECISION_128 = 38;

/** The column of a field of the file's record. */
export const arrowField = (avro: AvroField): Field => arrowMember(avro.name, avro.type);

/** A named value of this type: `null` branches make it nullable. */
function arrowMember(name: string, type: AvroType): Field {
  const nullable =
    type.kind === 'nullable' || (type.kind === 'union' && type.branches.some((branch) => branch.kind === 'null'));
  return field(name, arrowType(type), nullable);
}

/** The Arrow type of the values; whether they can be null is the field's. */
export function arrowType(type: AvroType): DataType {
  switch (type.kind) {
    case 'null':
      return DataTypes.Null;
    case 'boolean':
      return DataTypes.Boolean;
    case 'int':
      return type.logical === 'date'
        ? DataTypes.Date32
        : type.logical === 'time-millis'
          ? DataTypes.time32('Millisecond')
          : DataTypes.Int32;
    case 'long':
      return longType(type.logical);
    case 'float':
      return DataTypes.Float32;
    case 'double':
      return DataTypes.Float64;
    case 'bytes':
      return DataTypes.Binary;
    case 'string':
      return DataTypes.Utf8;
    case 'uuid':
      return DataTypes.fixedSizeBinary(16);
    case 'decimal':
      return type.precision <= MAX_PRECISION_128
        ? DataTypes.decimal128(type.precision, type.scale)
        : DataTypes.decimal256(type.precision, type.scale);
    case 'duration':
      return DataTypes.interval('MonthDayNano');
    case 'fixed':
      return DataTypes.fixedSizeBinary(type.size);
    case 'enum':
      return DataTypes.dictionary(DataTypes.Int32, DataTypes.Utf8);
    case 'array':
      return DataTypes.list(arrowMember('item', type.items));
    case 'map':
      return DataTypes.map(field('entries', entryType(type.values), false), false);
    case 'record':
      return DataTypes.struct(type.fields.map(arrowField));
    case 'nullable':
      return arrowType(type.inner);
    case 'union':
      return {
        kind: 'Union',
        mode: 'Dense',
        fields: type.branches.map((branch, typeId) => ({
          typeId,
          field: field(branchName(branch), arrowType(branch), false),
        })),
      };
  }
}

const entryType = (values: AvroType): DataType =>
  DataTypes.struct([field('key', DataTypes.Utf8, false), arrowMember('value', values)]);

function longType(logical: LongLogical | undefined): DataType {
  switch (logical) {
    case undefined:
      return DataTypes.Int64;
    case 'time-micros':
      return DataTypes.time64('Microsecond');
    case 'timestamp-millis':
      return DataTypes.timestamp('Millisecond', UTC);
    case 'timestamp-micros':
      return DataTypes.timestamp('Microsecond', UTC);
    case 'timestamp-nanos':
      return DataTypes.timestamp('Nanosecond', UTC);
    case 'local-timestamp-millis':
      return DataTypes.timestamp('Millisecond');
    case 'local-timestamp-micros':
      return DataTypes.timestamp('Microsecond');
    case 'local-timestamp-nanos':
      return DataTypes.timestamp('Nanosecond');
  }
}

/** What a branch is called inside the Arrow union: its own name, or that of its type. */
function branchName(type: AvroType): string {
  switch (type.kind) {
    case 'record':
    case 'enum':
    case 'fixed':
      return type.name;
    case 'int':
      return type.logical?.replace('-', '_') ?? 'int';
    case 'long':
      return longBranchName(type.logical);
    default:
      return type.kind;
  }
}

function longBranchName(logical: LongLogical | undefined): string {
  if (logical === undefined) return 'long';
  if (logical.startsWith('local-')) return `${logical.slice('local-'.length).replace('-', '_')}_local`;
  return logical.startsWith('timestamp-') ? `${logical.replace('-', '_')}_utc` : logical.replace('-', '_');
}
