/** Settings with a fixed set of words. */
import { ConfigurationError } from '../../errors.js';
import { choice, type Option } from '../option.js';

/** Compression of spill files. */
export const spillCompression = choice(
  'uncompressed',
  ['uncompressed', 'zstd', 'lz4_frame'],
  (text) =>
    `Invalid Spill file compression type: ${text.toLowerCase()}. Expected one of: zstd, lz4_frame, uncompressed`,
  { '': 'uncompressed' },
);

/** Form of plans. */
export const explainFormat = choice(
  'indent',
  ['indent', 'tree', 'pgjson', 'graphviz'],
  (text) => `Invalid explain format. Expected 'indent', 'tree', 'pgjson' or 'graphviz'. Got '${text}'`,
);

/** How much EXPLAIN ANALYZE tells. */
export const analyzeLevel = choice(
  'dev',
  ['summary', 'dev'],
  (text) => `Invalid explain analyze level. Expected 'summary' or 'dev'. Got '${text.trim().toLowerCase()}'`,
);

/** Kinds of metrics that EXPLAIN ANALYZE can show. */
export type MetricCategory = 'rows' | 'bytes' | 'timing' | 'uncategorized';

const CATEGORIES: readonly string[] = ['rows', 'bytes', 'timing', 'uncategorized'];

function normalizeCategories(text: string): string {
  const words = text.toLowerCase().trim();
  if (words === 'all' || words === 'none') return words;
  const list = words.split(',').map((word) => word.trim());
  for (const word of list) {
    if (CATEGORIES.includes(word)) continue;
    throw new ConfigurationError(
      `Invalid metric category '${word}'. Expected 'rows', 'bytes', 'timing', or 'uncategorized'.`,
    );
  }
  return [...new Set(list)].join(',');
}

/** Kinds of metrics shown: every one (`all`), or a list, empty for `none`. */
export const analyzeCategories: Option<'all' | readonly MetricCategory[]> = {
  defaultText: () => 'all',
  normalize: normalizeCategories,
  parse: (text) => (text === 'all' ? 'all' : text === 'none' ? [] : (text!.split(',') as MetricCategory[])),
};

/** Dialects the SQL parser knows. */
export const dialect = choice(
  'generic',
  [
    'generic',
    'mysql',
    'postgresql',
    'hive',
    'sqlite',
    'snowflake',
    'redshift',
    'mssql',
    'clickhouse',
    'bigquery',
    'ansi',
    'duckdb',
    'databricks',
  ],
  (text) =>
    `Invalid Dialect: ${text.toLowerCase()}. Expected one of: Generic, MySQL, PostgreSQL, Hive, SQLite, Snowflake, Redshift, MsSQL, ClickHouse, BigQuery, Ansi, DuckDB, Databricks`,
  { postgres: 'postgresql' },
);
