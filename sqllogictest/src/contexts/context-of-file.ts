/**
 * The environments by file, following the set-up of DataFusion's runner. Files that are not listed get a default
 * session with 4 target partitions; `information_schema` is off until a file turns it on.
 */
import type { ContextRegistration, ContextValue, FileContext } from './file-context.js';

const person = (name: string, id: number): ContextValue => ({ fields: { name, id } });
const people = [person('Alice', 1), person('Bob', 2), person('Carol', 3), person('Alice', 1), person('Bob', 2)];
const PERSON = 'Struct("name": non-null Utf8, "id": non-null Int32)';

/** Rows `0,0,true` to `0,10,true`; the first is taken as a header. */
const PARTITION_CSV = Array.from({ length: 11 }, (_, index) => `0,${index},${index % 2 === 0}\n`).join('');
const PLAIN_AVRO = { copyOf: '../../testing/data/avro/alltypes_plain.avro' };

/** By name without folder, as DataFusion's runner has it. */
const REGISTRATIONS: Readonly<Record<string, readonly ContextRegistration[]>> = {
  'async_udf.slt': [{ kind: 'async-abs', name: 'async_abs' }],
  'avro.slt': [
    {
      kind: 'sql',
      files: { 'alltypes_plain1.avro': PLAIN_AVRO, 'alltypes_plain2.avro': PLAIN_AVRO },
      statements: ["CREATE EXTERNAL TABLE alltypes_plain_multi_files STORED AS AVRO LOCATION '$FOLDER/'"],
    },
  ],
  'cast_extension_type_metadata.slt': [
    {
      kind: 'sql-type',
      sqlType: 'Uuid',
      type: 'FixedSizeBinary(16)',
      metadata: { 'ARROW:extension:name': 'arrow.uuid' },
    },
  ],
  'cte.slt': [
    {
      kind: 'sql',
      statements: [
        'CREATE SCHEMA strict_schema',
        'CREATE TABLE strict_schema.orders (order_id INT NOT NULL) AS VALUES (1), (2)',
      ],
    },
  ],
  'dictionary_struct.slt': [
    {
      kind: 'table',
      name: 'dict_struct_table',
      columns: [
        { name: 'dict_struct', type: `Dictionary(UInt32, ${PERSON})`, nullable: false, values: people },
        { name: 'plain_struct', type: PERSON, nullable: false, values: people },
      ],
    },
    {
      kind: 'table',
      name: 'dict_struct_nullable',
      columns: [
        {
          name: 'ds',
          type: `Dictionary(UInt32, ${PERSON})`,
          nullable: true,
          values: [person('X', 10), null, person('Y', 20), null],
        },
      ],
    },
  ],
  'information_schema_columns.slt': [
    {
      kind: 'sql',
      statements: [
        'CREATE DATABASE my_catalog',
        'CREATE SCHEMA my_catalog.my_schema',
        `CREATE TABLE my_catalog.my_schema.table_with_many_types AS SELECT * FROM (SELECT
          arrow_cast(1, 'Int32') AS int32_col,
          arrow_cast(NULL, 'Float64') AS float64_col,
          arrow_cast(NULL, 'Utf8') AS utf8_col,
          arrow_cast('', 'LargeUtf8') AS large_utf8_col,
          arrow_cast('', 'Binary') AS binary_col,
          arrow_cast('', 'LargeBinary') AS large_binary_col,
          arrow_cast(0, 'Timestamp(Nanosecond, None)') AS timestamp_nanos
        ) LIMIT 0`,
      ],
    },
  ],
  'joins.slt': [
    {
      kind: 'sql',
      files: { 'partition-0.csv': { text: PARTITION_CSV } },
      statements: [
        `CREATE EXTERNAL TABLE test_partition_table (
          c1 INT UNSIGNED NOT NULL, c2 BIGINT UNSIGNED NOT NULL, c3 BOOLEAN NOT NULL
        ) STORED AS CSV LOCATION '$FOLDER/' OPTIONS ('format.has_header' 'true')`,
      ],
    },
  ],
  'map.slt': [
    {
      kind: 'sql',
      statements: [
        `CREATE TABLE table_with_map AS SELECT * FROM (SELECT
          arrow_cast(NULL, 'Int64') AS int_field, MAP {'a': arrow_cast(NULL, 'Int64')} AS map_field
        ) LIMIT 0`,
      ],
    },
  ],
  'union_function.slt': [
    {
      kind: 'table',
      name: 'union_table',
      columns: [
        {
          name: 'union_column',
          type: 'Union(Sparse, 1: ("int": non-null Int32), 3: ("string": non-null Utf8))',
          nullable: false,
          values: [
            { member: 'int', value: 1 },
            { member: 'string', value: 'bar' },
            { member: 'int', value: 3 },
          ],
        },
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
