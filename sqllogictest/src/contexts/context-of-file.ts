/**
 * The environments by file, following the set-up of DataFusion's runner. Files that are not listed get a default
 * session with 4 target partitions; `information_schema` is off until a file turns it on.
 */
import type { ContextColumn, ContextRegistration, FileContext } from './file-context.js';

const column = (name: string, type: string, nullable = true): ContextColumn => ({ name, type, nullable });

/** By name without folder, as DataFusion's runner has it. */
const REGISTRATIONS: Readonly<Record<string, readonly ContextRegistration[]>> = {
  'async_udf.slt': [{ kind: 'async-abs', name: 'async_abs' }],
  'cte.slt': [
    {
      kind: 'strict-schema',
      catalog: 'datafusion',
      schema: 'strict_schema',
      table: 'orders',
      columns: [column('order_id', 'Int32', false)],
      rows: [[1], [2]],
    },
  ],
  'information_schema_columns.slt': [
    {
      kind: 'table',
      catalog: 'my_catalog',
      schema: 'my_schema',
      name: 'table_with_many_types',
      columns: [
        column('int32_col', 'Int32', false),
        column('float64_col', 'Float64'),
        column('utf8_col', 'Utf8'),
        column('large_utf8_col', 'LargeUtf8', false),
        column('binary_col', 'Binary', false),
        column('large_binary_col', 'LargeBinary', false),
        column('timestamp_nanos', 'Timestamp(ns)', false),
      ],
      rows: [],
    },
  ],
  'map.slt': [
    {
      kind: 'table',
      catalog: 'datafusion',
      schema: 'public',
      name: 'table_with_map',
      columns: [
        column('int_field', 'Int64'),
        column(
          'map_field',
          'Map("entries": non-null Struct("key": non-null Utf8, "value": Int64), unsorted)',
        ),
      ],
      rows: [],
    },
  ],
  'union_function.slt': [
    {
      kind: 'table',
      catalog: 'datafusion',
      schema: 'public',
      name: 'union_table',
      columns: [column('union_column', 'Union(Sparse, 1: ("int": Int32), 3: ("string": Utf8))', false)],
      rows: [
        [{ member: 'int', value: 1 }],
        [{ member: 'string', value: 'bar' }],
        [{ member: 'int', value: 3 }],
      ],
    },
  ],
};

const URL_TABLE_FILES = new Set(['dynamic_file.slt']);

/** Whether the file belongs to the Spark function pack. */
function isSparkPath(relativePath: string): boolean {
  return relativePath.startsWith('spark/');
}

/** The environment of the file at `relativePath` below `test_files`. */
export function contextOfFile(relativePath: string): FileContext {
  const name = relativePath.split('/').at(-1) ?? '';
  return {
    targetPartitions: 4,
    spark: isSparkPath(relativePath),
    urlTable: URL_TABLE_FILES.has(name),
    registrations: REGISTRATIONS[name] ?? [],
  };
}
