import { DataTypes, displayType, field, InternalError, type DataType, type Field } from '@datafusion-ts/common';

/** The key and value fields of a map type. */
export function entryFieldsOf(type: DataType): readonly [Field, Field] {
  if (type.kind === 'Map' && type.entries.dataType.kind === 'Struct') {
    const [key, value] = type.entries.dataType.fields;
    if (key !== undefined && value !== undefined) return [key, value];
  }
  throw new InternalError(`Expected a Map type, got ${displayType(type)}`);
}

/** The type of maps from keys to values as functions make them. */
export function mapOf(key: DataType, value: DataType): DataType {
  const entries = DataTypes.struct([field('key', key, false), field('value', value)]);
  return DataTypes.map(field('entries', entries, false), false);
}
