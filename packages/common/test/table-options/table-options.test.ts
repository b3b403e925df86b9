import { ConfigOptions, tableOptionsFor, type ConfigFileType } from '@datafusion-ts/common';

const options = (format: ConfigFileType, ...pairs: readonly (readonly [string, string])[]) =>
  tableOptionsFor(format, new Map(pairs));

describe('options of tables', () => {
  it('reads CSV options, characters as bytes', () => {
    const { csv } = options(
      'csv',
      ['format.delimiter', ';'],
      ['has_header', 'true'],
      ['format.compression', 'gz'],
      ['format.quote_style', 'Never'],
    );
    expect(csv).toMatchObject({
      delimiter: 59,
      quote: 34,
      hasHeader: true,
      compression: 'gzip',
      quoteStyle: 'never',
      escape: undefined,
    });
  });

  it('starts Parquet options from the session', () => {
    const session = new ConfigOptions();
    session.set('datafusion.execution.parquet.pushdown_filters', 'true');
    const { parquet } = tableOptionsFor('parquet', new Map([['format.max_row_group_size', '5']]), session);
    expect(parquet.global.pushdownFilters).toBe(true);
    expect(parquet.global.maxRowGroupSize).toBe(5);
    expect(session.execution.parquet.maxRowGroupSize).toBe(1_048_576);
  });

  it('keeps Parquet options of columns and metadata apart', () => {
    const { parquet } = options(
      'parquet',
      ['format.compression::a', 'SNAPPY'],
      ['format.metadata::k', 'v'],
      ['format.metadata::l', ''],
    );
    expect(parquet.columns.get('a')?.compression).toBe('snappy');
    expect([...parquet.metadata]).toEqual([
      ['k', 'v'],
      ['l', ''],
    ]);
  });

  it.each<[ConfigFileType, string, string, string]>([
    ['csv', 'format.foo', 'x', 'Invalid or Unsupported Configuration: Config value "foo" not found on CsvOptions'],
    ['csv', 'foo.bar', 'x', 'Invalid or Unsupported Configuration: Could not find config namespace "foo"'],
    [
      'csv',
      'format.delimiter::a',
      'x',
      'Invalid or Unsupported Configuration: Config value "delimiter::a" not found on CsvOptions',
    ],
    [
      'csv',
      'format.delimiter',
      'zzz',
      'Invalid or Unsupported Configuration: Error parsing zzz as u8. Non-ASCII string provided',
    ],
    ['csv', 'format.compression', 'zzz', 'This feature is not implemented: Unsupported file compression type ZZZ'],
    ['csv', 'format.quote_style', 'zzz', 'This feature is not implemented: Unsupported CSV quote style zzz'],
    [
      'csv',
      'format.compression_level',
      'zzz',
      "Error parsing 'zzz' as u32\ncaused by\nExternal error: invalid digit found in string",
    ],
    [
      'json',
      'format.has_header',
      'x',
      'Invalid or Unsupported Configuration: Config value "has_header" not found on JsonOptions',
    ],
    [
      'parquet',
      'format.foo',
      'x',
      'Invalid or Unsupported Configuration: Config value "foo" not found on ParquetOptions',
    ],
    [
      'parquet',
      'format.foo::a',
      'x',
      'Invalid or Unsupported Configuration: Config value "foo" not found on ParquetColumnOptions',
    ],
    [
      'parquet',
      'format.metadata::',
      'x',
      'Invalid or Unsupported Configuration: Invalid metadata key provided, missing key in metadata::<key>',
    ],
    [
      'parquet',
      'format.metadata::a::b',
      'x',
      `Invalid or Unsupported Configuration: Invalid metadata key provided, found too many '::' in "metadata::a::b"`,
    ],
    [
      'parquet',
      'format.crypto.foo',
      'x',
      'Invalid or Unsupported Configuration: Config value "foo" not found on ParquetEncryptionOptions',
    ],
  ])('%s refuses %s = %s', (format, key, value, message) => {
    let text = '';
    try {
      options(format, [key, value]);
    } catch (error) {
      text = String(error);
    }
    expect(text).toBe(message);
  });
});
