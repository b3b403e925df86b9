import { dataTypeToSql, parseDataType } from '../../src/index.js';

describe('data types', () => {
  it.each([
    ['int', { kind: 'Int' }],
    ['int unsigned', { kind: 'IntUnsigned' }],
    ['decimal(10, -2)', { kind: 'Decimal', precision: 10, scale: -2 }],
    ['double precision', { kind: 'DoublePrecision' }],
    ['varchar(3)', { kind: 'Varchar', length: { kind: 'IntegerLength', length: 3 } }],
    ['timestamp(3) with time zone', { kind: 'Timestamp', precision: 3, timezone: 'WithTimeZone' }],
    ['timestamptz', { kind: 'Timestamp', timezone: 'Tz' }],
    ['interval year to month', { kind: 'Interval', fields: 'YEAR TO MONTH' }],
    [
      'int[3][]',
      { kind: 'Array', syntax: 'SquareBracket', element: { kind: 'Array', element: { kind: 'Int' }, size: 3 } },
    ],
    [
      'array<array<int>>',
      { kind: 'Array', syntax: 'AngleBracket', element: { kind: 'Array', element: { kind: 'Int' } } },
    ],
    ['struct<a int, b array<int>>', { kind: 'Struct', brackets: 'AngleBrackets' }],
    ['utf8view', { kind: 'Custom', name: [{ value: 'utf8view' }], modifiers: [] }],
  ])('reads %s', (sql, expected) => {
    expect(parseDataType(sql)).toMatchObject(expected);
  });

  it('takes structs with parentheses in the DuckDB dialect only', () => {
    expect(parseDataType('struct(a int, b struct(c text))', { dialect: 'duckdb' })).toMatchObject({
      kind: 'Struct',
      brackets: 'Parentheses',
    });
    expect(() => parseDataType('struct(a int)')).toThrow('ParserError');
  });

  it.each([
    ['bigint unsigned', 'BIGINT UNSIGNED'],
    ['decimal(10,2)', 'DECIMAL(10,2)'],
    ['float8', 'FLOAT8'],
    ['character varying(10)', 'CHARACTER VARYING(10)'],
    ['time without time zone', 'TIME WITHOUT TIME ZONE'],
    ['struct<a int, b text>[]', 'STRUCT<a INT, b TEXT>[]'],
    ['"My Type"(1, x)', '"My Type"(1, x)'],
  ])('prints %s', (sql, expected) => {
    expect(dataTypeToSql(parseDataType(sql))).toBe(expected);
  });
});
