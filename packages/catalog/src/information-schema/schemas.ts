import { DataTypes, field, Schema, type DataType } from '@datafusion-ts/common';

type ColumnSpec = readonly [name: string, type: DataType, nullable?: boolean];

const text = DataTypes.Utf8;
const count = DataTypes.UInt64;

const schemaOf = (columns: readonly ColumnSpec[]): Schema =>
  new Schema(columns.map(([name, type, nullable]) => field(name, type, nullable ?? false)));

/** Columns of the views of information_schema, by view. */
export const informationSchemas = {
  tables: (): Schema =>
    schemaOf([
      ['table_catalog', text],
      ['table_schema', text],
      ['table_name', text],
      ['table_type', text],
    ]),
  views: (): Schema =>
    schemaOf([
      ['table_catalog', text],
      ['table_schema', text],
      ['table_name', text],
      ['definition', text, true],
    ]),
  columns: (): Schema =>
    schemaOf([
      ['table_catalog', text],
      ['table_schema', text],
      ['table_name', text],
      ['column_name', text],
      ['ordinal_position', count],
      ['column_default', text, true],
      ['is_nullable', text],
      ['data_type', text],
      ['character_maximum_length', count, true],
      ['character_octet_length', count, true],
      ['numeric_precision', count, true],
      ['numeric_precision_radix', count, true],
      ['numeric_scale', count, true],
      ['datetime_precision', count, true],
      ['interval_type', text, true],
    ]),
  df_settings: (): Schema =>
    schemaOf([
      ['name', text],
      ['value', text, true],
      ['description', text, true],
    ]),
  schemata: (): Schema =>
    schemaOf([
      ['catalog_name', text],
      ['schema_name', text],
      ['schema_owner', text, true],
      ['default_character_set_catalog', text, true],
      ['default_character_set_schema', text, true],
      ['default_character_set_name', text, true],
      ['sql_path', text, true],
    ]),
  routines: (): Schema =>
    schemaOf([
      ['specific_catalog', text],
      ['specific_schema', text],
      ['specific_name', text],
      ['routine_catalog', text],
      ['routine_schema', text],
      ['routine_name', text],
      ['routine_type', text],
      ['is_deterministic', DataTypes.Boolean],
      ['data_type', text, true],
      ['function_type', text, true],
      ['description', text, true],
      ['syntax_example', text, true],
    ]),
  parameters: (): Schema =>
    schemaOf([
      ['specific_catalog', text],
      ['specific_schema', text],
      ['specific_name', text],
      ['ordinal_position', count],
      ['parameter_mode', text],
      ['parameter_name', text, true],
      ['data_type', text],
      ['parameter_default', text, true],
      ['is_variadic', DataTypes.Boolean],
      ['rid', DataTypes.UInt8],
    ]),
} as const;
