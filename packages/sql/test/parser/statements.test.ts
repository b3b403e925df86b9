import { parseSql, printStatement, stripSpans } from '../../src/index.js';
import type { Statement } from '../../src/index.js';

const one = (sql: string, dialect = 'generic'): Statement => {
  const statements = parseSql(sql, { dialect });
  expect(statements).toHaveLength(1);
  return stripSpans(statements[0] as Statement);
};

describe('queries', () => {
  it('yields nothing for blank text and several statements in order', () => {
    expect(parseSql(' ; -- nothing\n;')).toEqual([]);
    expect(parseSql('select 1; show tables;').map((statement) => statement.kind)).toEqual(['Query', 'ShowTables']);
  });

  it('leans chains of set operations to the left and lets INTERSECT bind tighter', () => {
    expect(one('select 1 union select 2 union all select 3 intersect select 4')).toMatchObject({
      body: {
        kind: 'SetOperation',
        setQuantifier: 'All',
        left: { kind: 'SetOperation', op: 'Union', setQuantifier: 'None' },
        right: { kind: 'SetOperation', op: 'Intersect' },
      },
    });
  });

  it.each([
    ['select distinct on (a) b from t', { distinct: { kind: 'On' } }],
    ['select a, from t', { projection: [{ kind: 'UnnamedExpr' }] }],
    ['select from t', { projection: [] }],
    ['from t', { flavor: 'FromFirstNoSelect' }],
    [
      'select a "x", b as y, c z from t',
      { projection: [{ alias: { value: 'x' } }, { alias: { value: 'y' } }, { alias: { value: 'z' } }] },
    ],
    [
      'select * exclude (a, b) from t',
      { projection: [{ kind: 'Wildcard', options: { exclude: { parenthesized: true } } }] },
    ],
    [
      'select t.* except (a) from t',
      { projection: [{ kind: 'QualifiedWildcard', options: { except: [{ value: 'a' }] } }] },
    ],
    ['select a group by all', { groupBy: { kind: 'All' } }],
    [
      'select a group by rollup (a, (b, c)), grouping sets ((a), ())',
      { groupBy: { exprs: [{ kind: 'Rollup' }, { kind: 'GroupingSets' }] } },
    ],
    ['select a from t qualify b window w as (order by c)', { windowBeforeQualify: false, namedWindow: [{}] }],
    ['select f() over w from t window w as (order by c)', { namedWindow: [{ name: { value: 'w' } }] }],
    [
      'select 1 from a natural left join b',
      { from: [{ joins: [{ joinOperator: { kind: 'Left', constraint: { kind: 'Natural' } } }] }] },
    ],
    [
      'select 1 from a join b using (x, y)',
      { from: [{ joins: [{ joinOperator: { kind: 'Join', constraint: { kind: 'Using' } } }] }] },
    ],
    ['select 1 from a left semi join b on x', { from: [{ joins: [{ joinOperator: { kind: 'LeftSemi' } }] }] }],
    [
      'select 1 from (a join b on x) c',
      { from: [{ relation: { kind: 'NestedJoin', alias: { name: { value: 'c' } } } }] },
    ],
    [
      'select 1 from lateral (select 1) x(y)',
      { from: [{ relation: { kind: 'Derived', lateral: true, alias: { columns: [{ name: { value: 'y' } }] } } }] },
    ],
    [
      'select 1 from unnest([1]) with ordinality as t',
      { from: [{ relation: { kind: 'Unnest', withOrdinality: true } }] },
    ],
    ['select 1 from generate_series(1, 2)', { from: [{ relation: { kind: 'Table', args: [{}, {}] } }] }],
    [
      'select 1 from values (1), (2)',
      { from: [{ relation: { kind: 'Derived', subquery: { body: { kind: 'Values' } } } }] },
    ],
    [
      "select 1 from 'a/b.parquet'",
      { from: [{ relation: { kind: 'Table', name: [{ value: 'a/b.parquet', quoteStyle: "'" }] } }] },
    ],
    [
      'select 1 from t tablesample (10 percent)',
      { from: [{ relation: { sample: { sample: { quantity: { unit: 'Percent' } } } } }] },
    ],
  ])('reads %s', (sql, select) => {
    const statement = one(sql);
    expect(statement).toMatchObject({ kind: 'Query', body: { kind: 'Select' } });
    expect(statement).toMatchObject({ body: select });
  });

  it.each([
    ['select a limit 1 offset 2', { limitClause: { kind: 'LimitOffset', offset: { rows: 'None' } } }],
    ['select a offset 2 rows limit 1', { limitClause: { kind: 'LimitOffset', offset: { rows: 'Rows' } } }],
    ['select a limit 1, 2', { limitClause: { kind: 'OffsetCommaLimit' } }],
    [
      'select a order by b desc nulls last',
      { orderBy: { orderKind: { exprs: [{ options: { asc: false, nullsFirst: false } }] } } },
    ],
    [
      'with recursive x(y) as (select 1) table x',
      { with: { recursive: true, ctes: [{ alias: { name: { value: 'x' } } }] } },
    ],
    ['from t |> where a |> limit 1', { pipeOperators: [{ kind: 'Where' }, { kind: 'Limit' }] }],
    ['(select 1) order by 1', { body: { kind: 'SubQuery' }, orderBy: {} }],
    [
      'values (1, 2), (3, 4)',
      {
        body: {
          kind: 'Values',
          rows: [
            [{}, {}],
            [{}, {}],
          ],
        },
      },
    ],
  ])('reads %s', (sql, query) => {
    expect(one(sql)).toMatchObject({ kind: 'Query', ...query });
  });
});

describe('trailing commas', () => {
  it('end any list but FROM in the DuckDB dialect', () => {
    expect(one('select f(1, 2,), [1,], from t, lateral (select 1,) group by a,', 'duckdb')).toMatchObject({
      body: { projection: [{}, {}], from: [{}, { relation: { kind: 'Derived', lateral: true } }] },
    });
    expect(() => parseSql('select 1 from t,', { dialect: 'duckdb' })).toThrow('Expected: identifier, found: EOF');
    expect(() => parseSql('select f(1,)')).toThrow('Expected: an expression, found: )');
  });
});

describe("DataFusion's own statements", () => {
  it('reads CREATE EXTERNAL TABLE with all its clauses', () => {
    const sql = `CREATE OR REPLACE UNBOUNDED EXTERNAL TABLE s.t (a INT NOT NULL, b TEXT) STORED AS csv PARTITIONED BY (p INT)
      WITH ORDER (a DESC, b) WITH ORDER (b) OPTIONS ('format.delimiter' ';', has_header true, x.y 1) LOCATION 'x/'`;
    expect(one(sql)).toMatchObject({
      kind: 'CreateExternalTable',
      orReplace: true,
      unbounded: true,
      fileType: 'CSV',
      location: 'x/',
      columns: [{ name: { value: 'a' } }, { name: { value: 'b' } }, { name: { value: 'p' } }],
      tablePartitionCols: ['p'],
      orderExprs: [[{ options: { asc: false } }, {}], [{}]],
      options: [
        { key: 'format.delimiter' },
        { key: 'has_header', value: { value: 'true' } },
        { key: 'x.y', value: { kind: 'Number' } },
      ],
    });
  });

  it.each([
    [
      "copy t to 'x' stored as parquet partitioned by (a) options (compression 'zstd')",
      { kind: 'CopyTo', storedAs: 'PARQUET', partitionedBy: ['a'] },
    ],
    ["copy (select 1) to 'x.csv'", { kind: 'CopyTo', source: { kind: 'Query' }, target: 'x.csv' }],
    ['explain analyze verbose select 1', { kind: 'Explain', analyze: true, verbose: true }],
    ['explain format tree select 1', { kind: 'Explain', format: 'tree' }],
    ['reset datafusion.execution.batch_size', { kind: 'Reset' }],
    ['describe t', { kind: 'ExplainTable', describeAlias: 'Describe' }],
    ['describe select 1', { kind: 'Explain', describeAlias: 'Describe' }],
  ])('reads %s', (sql, expected) => {
    expect(one(sql)).toMatchObject(expected);
  });
});

describe('other statements', () => {
  it.each([
    [
      'create table t (a int primary key, b text default 1 not null, unique (a), foreign key (a) references u (b))',
      'CreateTable',
    ],
    ['create or replace table t as select 1', 'CreateTable'],
    ['create temporary view v (a, b) as select 1', 'CreateView'],
    ['create schema if not exists s', 'CreateSchema'],
    ['create database d', 'CreateDatabase'],
    ['create index i on t (a desc)', 'CreateIndex'],
    [
      'create or replace function f(a double, b int) returns double language sql immutable return $1 + b',
      'CreateFunction',
    ],
    ['drop table if exists a, b cascade', 'Drop'],
    ['drop function if exists f', 'DropFunction'],
    ['alter table t add column c int', 'AlterTable'],
    ['insert into t (a, b) values (1, 2)', 'Insert'],
    ['insert overwrite t select 1', 'Insert'],
    ['update t set a = 1, b = default from u where c', 'Update'],
    ['delete from t where a', 'Delete'],
    ['truncate table t', 'Truncate'],
    ['merge into t using s on a when matched then delete when not matched then insert (a) values (1)', 'Merge'],
    ["set time zone = '+08'", 'SetVariable'],
    ['set a.b to 1', 'SetVariable'],
    ['show all', 'ShowVariable'],
    ['show create table t', 'ShowCreate'],
    ['show columns from t', 'ShowColumns'],
    ["show functions like 'a%'", 'ShowFunctions'],
    ['prepare p(int) as select $1', 'Prepare'],
    ['execute p(1, 2)', 'Execute'],
    ['deallocate prepare p', 'Deallocate'],
    ['begin transaction read only', 'StartTransaction'],
    ['commit and chain', 'Commit'],
    ['rollback', 'Rollback'],
    ['analyze table t compute statistics', 'Analyze'],
    ['use s', 'Use'],
  ])('reads %s', (sql, kind) => {
    const statement = one(sql);
    expect(statement.kind).toBe(kind);
    expect(one(printStatement(statement))).toEqual(statement);
  });
});
