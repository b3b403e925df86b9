import { SqlError } from '@datafusion-ts/common';
import { parseSql } from '../../src/index.js';
import type { SqlOptions } from '../../src/index.js';

function failure(sql: string, options?: SqlOptions): SqlError {
  try {
    parseSql(sql, options);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new Error(`accepted: ${sql}`);
}

describe('errors', () => {
  it.each([
    ['selec 1', 'ParserError("Expected: an SQL statement, found: selec at Line: 1, Column: 1")'],
    ['select 1 +', 'ParserError("Expected: an expression, found: EOF")'],
    ['select a b c', 'ParserError("Expected: end of statement, found: c at Line: 1, Column: 12")'],
    ['select 1;\nselect 2 3 4', 'ParserError("Expected: end of statement, found: 3 at Line: 2, Column: 10")'],
    ["select 'abc", 'TokenizerError("Unterminated string literal at Line: 1, Column: 8")'],
    ['select "abc', 'TokenizerError("Expected close delimiter \'\\"\' before EOF. at Line: 1, Column: 8")'],
    ['select 1 /* abc', 'TokenizerError("Unexpected EOF while in a multi-line comment at Line: 1, Column: 16")'],
    ['select $$abc', 'TokenizerError("Unterminated dollar-quoted string at Line: 1, Column: 13")'],
    ['select * from (select 1', 'ParserError("Expected: ), found: 1 at Line: 1, Column: 23")'],
    [
      'select * from t where a is 3',
      'ParserError("Expected: [NOT] NULL | TRUE | FALSE | DISTINCT | [form] NORMALIZED FROM after IS, found: 3 at Line: 1, Column: 28")',
    ],
    ['create external table x', 'ParserError("Missing STORED AS clause in CREATE EXTERNAL TABLE statement")'],
    ["copy t to 'x' to 'y'", 'ParserError("TO specified more than once")'],
    ["copy t to 'x' foo", 'ParserError("Expected: end of statement or ;, found: foo at Line: 1, Column: 15")'],
    [
      'explain format 12 select 1',
      'ParserError("Expected: an explain format such as TREE, found: 12 at Line: 1, Column: 16")',
    ],
    ['select distinct all 1', 'ParserError("Cannot specify DISTINCT then ALL at Line: 1, Column: 8")'],
    ['set a = ', 'ParserError("Expected: variable value, found: EOF")'],
    [
      'drop foo',
      expect.stringContaining('VIEW, MATERIALIZED VIEW or USER after DROP, found: foo at Line: 1, Column: 6'),
    ],
  ])('says about %s what DataFusion says', (sql, message) => {
    expect(failure(sql).message).toEqual(message);
  });

  it('points at the place, counting characters and lines', () => {
    expect(failure("select '😀',\n  'é' from from t x y").span?.start).toEqual({ line: 2, column: 19 });
  });

  it('shows the whole text with its family', () => {
    expect(failure('selec').toString()).toMatch(/^SQL error: ParserError\("Expected: an SQL statement/);
  });

  it('names the known dialects when asked for another', () => {
    expect(() => parseSql('select 1', { dialect: 'klingon' })).toThrow(
      'Unsupported SQL dialect: klingon. Available dialects: Generic, MySQL',
    );
  });
});

describe('depth', () => {
  const nest = (open: string, n: number, core: string, close: string): string =>
    open.repeat(n) + core + close.repeat(n);

  it.each([
    ['parentheses', 47, (n: number) => `select ${nest('(', n, '1', ')')}`],
    ['calls', 47, (n: number) => `select ${nest('abs(', n, '1', ')')}`],
    ['derived tables', 23, (n: number) => `select * from ${nest('(select * from ', n, 't', ')')}`],
    ['scalar subqueries', 23, (n: number) => `select ${nest('(select ', n, '1', ')')}`],
    ['queries in parentheses', 47, (n: number) => nest('(', n, 'select 1', ')')],
    ['joins in parentheses', 47, (n: number) => `select * from ${nest('(', n, 'a join b on true', ')')}`],
    ['list literals', 47, (n: number) => `select ${nest('[', n, '1', ']')}`],
  ])('ends for %s where DataFusion ends', (_what, deepest, sql) => {
    expect(parseSql(sql(deepest))).toHaveLength(1);
    expect(failure(sql(deepest + 1)).message).toBe('RecursionLimitExceeded (current limit: 50)');
  });

  it('follows datafusion.sql_parser.recursion_limit', () => {
    expect(failure('select ((((1))))', { recursionLimit: 6 }).message).toBe(
      'RecursionLimitExceeded (current limit: 6)',
    );
    expect(parseSql(`select ${nest('(', 200, '1', ')')}`, { recursionLimit: 500 })).toHaveLength(1);
  });

  it.each([
    ['explain ', 'select 1'],
    ['select interval ', '1'],
    ['select cast(', '1'],
    ['select case ', '1'],
    ['describe ', 't'],
    ['prepare p as ', 'select 1'],
    ['select * from (', 't'],
    ['select {a: ', '1'],
  ])('survives %s without end', (open, core) => {
    const prefix = open.startsWith('select') ? 'select ' : '';
    expect(() => parseSql(prefix + open.slice(prefix.length).repeat(20_000) + core)).toThrow(SqlError);
  });
});
