import { parseSql, resolveTableReferences } from '../../src/index.js';

const names = (sql: string, normalize = true): { tables: string[]; ctes: string[] } => {
  const { tables, ctes } = resolveTableReferences(parseSql(sql)[0]!, normalize);
  return { tables: tables.map((t) => t.toQuotedString()), ctes: ctes.map((t) => t.toQuotedString()) };
};

describe('resolveTableReferences', () => {
  it('finds tables in FROM, joins, subqueries and set operations, each once', () => {
    expect(
      names('SELECT (SELECT max(x) FROM s.u) FROM t JOIN v ON t.a IN (SELECT a FROM w) UNION SELECT * FROM T'),
    ).toEqual({
      tables: ['s.u', 't', 'v', 'w'].toSorted(),
      ctes: [],
    });
  });

  it('tells CTEs from tables by scope', () => {
    expect(names('WITH c AS (SELECT * FROM t), d AS (SELECT * FROM c) SELECT * FROM d, c, e')).toEqual({
      tables: ['t', 'e'],
      ctes: ['c', 'd'],
    });
    expect(names('SELECT * FROM (WITH c AS (SELECT 1) SELECT * FROM c) x, c')).toEqual({ tables: ['c'], ctes: ['c'] });
    expect(names('WITH c AS (SELECT * FROM c) SELECT * FROM c')).toEqual({ tables: ['c'], ctes: ['c'] });
    expect(names('WITH RECURSIVE c AS (SELECT 1 UNION ALL SELECT * FROM c) SELECT * FROM c')).toEqual({
      tables: [],
      ctes: ['c'],
    });
  });

  it('keeps the case of quoted names, and of all names without normalisation', () => {
    expect(names('SELECT * FROM "T", U').tables).toEqual(['"T"', 'u']);
    expect(names('SELECT * FROM U', false).tables).toEqual(['"U"']);
  });

  it('leaves out table functions and columns', () => {
    expect(names('SELECT t.a, u.* FROM generate_series(1, 2) t')).toEqual({ tables: [], ctes: [] });
  });

  it.each([
    ['INSERT INTO t SELECT * FROM u', ['t', 'u']],
    ['UPDATE t SET a = 1', ['t']],
    ['DELETE FROM s.t WHERE a IN (SELECT a FROM u)', ['s.t', 'u']],
    ['TRUNCATE TABLE t', ['t']],
    ["COPY t TO 'x.csv'", ['t']],
    ["COPY (SELECT * FROM u) TO 'x.csv'", ['u']],
    ['EXPLAIN SELECT * FROM t', ['t']],
    ['DESCRIBE t', ['t']],
    ['CREATE VIEW v AS SELECT * FROM t', ['t']],
    ['PREPARE p AS SELECT * FROM t', ['t']],
  ])('finds the tables of %s', (sql, tables) => {
    expect(names(sql).tables.toSorted()).toEqual([...tables].toSorted());
  });

  it('asks for information_schema where SHOW is planned over it', () => {
    expect(names('SHOW TABLES').tables).toContain('information_schema.tables');
    expect(names('SHOW COLUMNS FROM t').tables).toEqual(expect.arrayContaining(['t', 'information_schema.columns']));
  });
});
