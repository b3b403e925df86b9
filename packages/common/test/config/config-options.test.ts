import { ConfigOptions, type ConfigEntry, type ConfigExtension } from '@datafusion-ts/common';

const failure = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
};

describe('ConfigOptions', () => {
  it('gives typed values of defaults', () => {
    const config = new ConfigOptions();
    expect(config.execution.batchSize).toBe(8192);
    expect(config.execution.parquet.compression).toBe('zstd(3)');
    expect(config.execution.parquet.contentDefinedChunking.enabled).toBe(false);
    expect(config.execution.timeZone).toBeUndefined();
    expect(config.catalog.defaultSchema).toBe('public');
    expect(config.explain.format).toBe('indent');
    expect(config.explain.analyzeCategories).toBe('all');
    expect(config.execution.targetPartitions).toBeGreaterThan(0);
  });

  it('lists every setting once, sorted, with its description', () => {
    const entries = new ConfigOptions().entries();
    expect(entries).toHaveLength(143);
    const keys = entries.map((e) => e.key);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(entries.filter((e) => e.description === '')).toEqual([]);
  });

  it('reads back what was set, in canonical form', () => {
    const config = new ConfigOptions();
    config.set('datafusion.execution.batch_size', '+1024');
    config.set('datafusion.execution.parquet.coerce_int96', 'US');
    config.set('datafusion.sql_parser.dialect', 'Postgres');
    config.set('datafusion.explain.format', 'TREE');
    config.set('datafusion.execution.skip_partial_aggregation_probe_ratio_threshold', '1e-7');
    expect(config.execution.batchSize).toBe(1024);
    expect(config.get('datafusion.execution.batch_size')).toBe('1024');
    expect(config.get('datafusion.execution.parquet.coerce_int96')).toBe('us');
    expect(config.sqlParser.dialect).toBe('postgresql');
    expect(config.explain.format).toBe('tree');
    expect(config.get('datafusion.execution.skip_partial_aggregation_probe_ratio_threshold')).toBe('0.0000001');
  });

  it('takes the number of processors for a parallelism of 0', () => {
    const config = new ConfigOptions();
    config.set('datafusion.execution.target_partitions', '7');
    config.set('datafusion.execution.target_partitions', '0');
    expect(config.execution.targetPartitions).toBe(new ConfigOptions().execution.targetPartitions);
  });

  it('switches all dynamic filters together', () => {
    const config = new ConfigOptions();
    config.set('datafusion.optimizer.enable_dynamic_filter_pushdown', 'false');
    expect(config.optimizer.enableTopkDynamicFilterPushdown).toBe(false);
    expect(config.optimizer.enableJoinDynamicFilterPushdown).toBe(false);
    expect(config.optimizer.enableAggregateDynamicFilterPushdown).toBe(false);
  });

  it('resets to the default', () => {
    const config = new ConfigOptions();
    config.set('datafusion.execution.time_zone', '+02:00');
    config.reset('datafusion.execution.time_zone');
    expect(config.get('datafusion.execution.time_zone')).toBeUndefined();
  });

  it('copies are independent', () => {
    const config = new ConfigOptions();
    const copy = config.clone();
    copy.set('datafusion.execution.batch_size', '1');
    expect(config.execution.batchSize).toBe(8192);
    expect(copy.clone().execution.batchSize).toBe(1);
  });

  it.each([
    ['datafusion.execution.foo', 'Config value "foo" not found on ExecutionOptions'],
    ['datafusion.execution.parquet.foo', 'Config value "foo" not found on ParquetOptions'],
    ['datafusion.execution.parquet.content_defined_chunking.foo', 'Config value "foo" not found on ParquetCdcOptions'],
    ['datafusion.execution', 'Config value "" not found on ExecutionOptions'],
    ['datafusion.sql_parser.foo', 'Config value "foo" not found on SqlParserOptions'],
    ['datafusion.foo.bar', 'Config value "foo" not found on ConfigOptions'],
    ['datafusion', 'could not find config namespace for key "datafusion"'],
    ['foo.bar', 'Could not find config namespace "foo"'],
    ['datafusion.execution.batchSize', 'Config value "batchSize" not found on ExecutionOptions'],
    ['datafusion.execution.toString', 'Config value "toString" not found on ExecutionOptions'],
  ])('refuses the unknown key %s', (key, message) => {
    expect(failure(() => new ConfigOptions().set(key, '1'))).toBe(`Invalid or Unsupported Configuration: ${message}`);
  });

  it.each([
    [
      'execution.batch_size',
      'x',
      "Error parsing 'x' as usize\ncaused by\nExternal error: invalid digit found in string",
    ],
    [
      'execution.batch_size',
      '',
      "Error parsing '' as usize\ncaused by\nExternal error: cannot parse integer from empty string",
    ],
    [
      'execution.batch_size',
      '99999999999999999999999',
      "Error parsing '99999999999999999999999' as usize\ncaused by\nExternal error: number too large to fit in target type",
    ],
    [
      'execution.coalesce_batches',
      'maybe',
      "Error parsing 'maybe' as bool\ncaused by\nExternal error: provided string was not `true` or `false`",
    ],
    [
      'execution.perfect_hash_join_min_key_density',
      'x',
      "Error parsing 'x' as f64\ncaused by\nExternal error: invalid float literal",
    ],
    [
      'optimizer.default_filter_selectivity',
      '300',
      'Invalid or Unsupported Configuration: Error parsing 300 as u8. Non-ASCII string provided',
    ],
    [
      'optimizer.enable_dynamic_filter_pushdown',
      'X',
      "Invalid or Unsupported Configuration: Failed to parse 'X' as bool: provided string was not `true` or `false`",
    ],
    [
      'explain.format',
      'JSON',
      "Invalid or Unsupported Configuration: Invalid explain format. Expected 'indent', 'tree', 'pgjson' or 'graphviz'. Got 'JSON'",
    ],
    [
      'explain.analyze_level',
      'ALL',
      "Invalid or Unsupported Configuration: Invalid explain analyze level. Expected 'summary' or 'dev'. Got 'all'",
    ],
    [
      'explain.analyze_categories',
      'rows,x',
      "Invalid or Unsupported Configuration: Invalid metric category 'x'. Expected 'rows', 'bytes', 'timing', or 'uncategorized'.",
    ],
    [
      'execution.spill_compression',
      'gzip',
      'Invalid or Unsupported Configuration: Invalid Spill file compression type: gzip. Expected one of: zstd, lz4_frame, uncompressed',
    ],
    [
      'execution.parquet.writer_version',
      '3',
      'Invalid or Unsupported Configuration: Invalid parquet writer version: 3. Expected one of: 1.0, 2.0',
    ],
  ])('refuses a bad value of %s: %j', (key, value, message) => {
    const config = new ConfigOptions();
    const before = config.get(`datafusion.${key}`);
    expect(failure(() => config.set(`datafusion.${key}`, value))).toBe(message);
    expect(config.get(`datafusion.${key}`)).toBe(before);
  });

  it('reads environment variables', () => {
    const config = ConfigOptions.fromEnv({ DATAFUSION_EXECUTION_BATCH_SIZE: '64', OTHER: 'x' });
    expect(config.execution.batchSize).toBe(64);
  });

  it('keeps settings of extensions under their own prefix', () => {
    class Custom implements ConfigExtension {
      readonly prefix = 'custom';
      value = '0';
      set(_key: string, value: string): void {
        this.value = value;
      }
      entries(): readonly ConfigEntry[] {
        return [{ key: 'custom.size', value: this.value, description: '' }];
      }
      clone(): Custom {
        return Object.assign(new Custom(), { value: this.value });
      }
    }
    const config = new ConfigOptions();
    config.addExtension(new Custom());
    const copy = config.clone();
    copy.set('custom.size', '9');
    expect([config.get('custom.size'), copy.get('custom.size')]).toEqual(['0', '9']);
    expect(copy.has('custom.size')).toBe(true);
  });
});
