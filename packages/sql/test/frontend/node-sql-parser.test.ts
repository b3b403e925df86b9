/**
 * SQL of other systems by node-sql-parser: what is read, what is refused and how, and the comparison with the own parser
 * over DataFusion's test statements: a sample of them, or all with a table of the refusals with `REFUSALS=1`.
 */
import { SqlError } from '@datafusion-ts/common';
import { loadNodeSqlParser, printStatement, RefusedConstruct, type NodeSqlParserDialect } from '../../src/index.js';
import { loadCorpus, loadQueries, suiteIsPresent } from '../parser/corpus.js';
import { compare, report } from './corpus-comparison.js';

async function read(dialect: NodeSqlParserDialect, sql: string): Promise<string> {
  return (await loadNodeSqlParser(dialect)).parse(sql).map(printStatement).join('; ');
}

describe('reads', () => {
  it.each<[NodeSqlParserDialect, string, string]>([
    ['MySQL', 'select `a b`, "it" from `T` limit 2, 3', `SELECT "a b", 'it' FROM "T" LIMIT 2, 3`],
    ['MySQL', String.raw`select 'it\'s', 'a\nb'`, "SELECT 'it''s', 'a\nb'"],
    ['MySQL', 'select count(distinct a) from t where a <> b', 'SELECT count(DISTINCT a) FROM t WHERE a <> b'],
    ['TransactSQL', 'select top 3 [a b] from [dbo].[T]', 'SELECT TOP 3 "a b" FROM "dbo"."T"'],
    ['BigQuery', 'select "x" as y from `t` where a in (1, 2)', `SELECT 'x' AS y FROM "t" WHERE a IN (1, 2)`],
    [
      'Snowflake',
      'select a from t qualify rank() over (order by b) = 1',
      'SELECT a FROM t QUALIFY rank() OVER (ORDER BY b) = 1',
    ],
    ['SQLite', 'select a from t where b == 1', 'SELECT a FROM t WHERE b = 1'],
    [
      'PostgreSQL',
      'with c(x) as (select 1) select distinct on (a) a::int, -1::text, x[1] from c left outer join u using (k) order by 1 desc nulls last',
      'WITH c (x) AS (SELECT 1) SELECT DISTINCT ON (a) a::INT, -1::TEXT, x[1] FROM c LEFT OUTER JOIN u USING(k) ORDER BY 1 DESC NULLS LAST',
    ],
    [
      'PostgreSQL',
      "select sum(a) over (partition by c order by d rows between 1 preceding and current row), substring(x from 1 for 2), interval '3' month",
      "SELECT sum(a) OVER (PARTITION BY c ORDER BY d ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), SUBSTRING(x, 1, 2), INTERVAL '3' MONTH",
    ],
    ['PostgreSQL', 'create view v (a) as select 1; drop view v', 'CREATE VIEW v (a) AS SELECT 1; DROP VIEW v'],
    [
      'PostgreSQL',
      'create table t (a int not null, b varchar(10) default 1)',
      'CREATE TABLE t (a INT NOT NULL, b VARCHAR(10) DEFAULT 1)',
    ],
    ['PostgreSQL', 'insert into t (a) values (1), (2)', 'INSERT INTO t (a) VALUES (1), (2)'],
  ])('%s: %s', async (dialect, sql, expected) => {
    expect(await read(dialect, sql)).toBe(expected);
  });

  it('operators by their precedence, where node-sql-parser has another', async () => {
    const frontend = await loadNodeSqlParser('PostgreSQL');
    expect(frontend.parse('select not a and b or c')[0]).toMatchObject({
      body: { projection: [{ expr: { op: 'Or', left: { op: 'And', left: { op: 'Not' } } } }] },
    });
  });

  it('numbers of any length', async () => {
    expect(await read('MySQL', 'select 12345678901234567890.123456789, 1.50')).toBe(
      'SELECT 12345678901234567890.123456789, 1.50',
    );
  });
});

describe('refuses', () => {
  it.each<[NodeSqlParserDialect, string, string]>([
    [
      'PostgreSQL',
      'select * from a natural join b',
      'clauses that node-sql-parser reads otherwise than SQL means them',
    ],
    ['PostgreSQL', "select interval '5' years", 'clauses that node-sql-parser reads otherwise than SQL means them'],
    [
      'PostgreSQL',
      'select 1 union select 2 intersect select 3',
      'set operations that node-sql-parser groups otherwise than SQL',
    ],
    ['PostgreSQL', 'select "a", a from t', 'a name that is written with and without quotes'],
    ['PostgreSQL', 'update t set a = 1', 'the statement UPDATE'],
    ['PostgreSQL', 'select 1 = any(array[1])', 'ANY'],
    ['MySQL', 'select a from t for update', 'SELECT with locking_read'],
  ])('%s: %s', async (dialect, sql, construct) => {
    const refusal = read(dialect, sql);
    await expect(refusal).rejects.toBeInstanceOf(RefusedConstruct);
    await expect(refusal).rejects.toThrow(`node-sql-parser front end: ${construct}`);
  });

  it('text that is no SQL with a parser error', async () => {
    await expect(read('MySQL', 'select from where')).rejects.toBeInstanceOf(SqlError);
  });
});

const DIALECTS: readonly (readonly [NodeSqlParserDialect, string])[] = [
  ['PostgreSQL', 'postgresql'],
  ['MySQL', 'mysql'],
  ['SQLite', 'sqlite'],
  ['BigQuery', 'bigquery'],
  ['Snowflake', 'snowflake'],
  ['TransactSQL', 'mssql'],
];

describe('over the corpus', () => {
  // Without the suite the corpus is a sample already.
  const all = process.env['REFUSALS'] !== undefined;
  const step = all || !suiteIsPresent() ? 1 : 40;
  const corpus = loadCorpus().filter(({ dialect }, i) => dialect === 'generic' && i % step === 0);

  it.each(DIALECTS)(
    '%s reads nothing otherwise than the own parser',
    async (name, dialect) => {
      const comparison = compare(await loadNodeSqlParser(name), dialect, corpus);
      if (all) process.stdout.write(report(name, corpus.length, comparison));
      expect(comparison.crashes).toEqual([]);
      expect(comparison.different).toEqual([]);
      expect(comparison.accepted).toBeGreaterThan(corpus.length / 4);
    },
    600_000,
  );

  it('reads all TPC-H queries', async () => {
    const queries = loadQueries().filter(({ file }) => file.includes('tpch'));
    const frontend = await loadNodeSqlParser('PostgreSQL');
    const statements = queries.map(({ file, sql }) => ({ file, line: 1, dialect: 'generic', sql }));
    expect(compare(frontend, 'generic', statements)).toMatchObject({ accepted: queries.length, different: [] });
  });
});
