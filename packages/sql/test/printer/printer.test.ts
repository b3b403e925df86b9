import { parseExpr, parseSql, printExpr, printStatement } from '../../src/index.js';

describe('printing', () => {
  it.each([
    ['- - 1', '- -1'],
    ['not a', 'NOT a'],
    ['a::decimal(3,2)', 'a::DECIMAL(3,2)'],
    ['cast(a as text)', 'CAST(a AS TEXT)'],
    ["a like 'x' escape '!'", "a LIKE 'x' ESCAPE '!'"],
    ['a in (1,2)', 'a IN (1, 2)'],
    ["interval '1' second (2,3)", "INTERVAL '1' SECOND (2, 3)"],
    ['count(distinct a)', 'count(DISTINCT a)'],
    ['f(a) over (order by b)', 'f(a) OVER (ORDER BY b)'],
    ['a <> some (select 1)', 'a <> SOME(SELECT 1)'],
    ['trim(both a from b)', 'TRIM(BOTH a FROM b)'],
    ['extract(timezone_hour from a)', 'EXTRACT(TIMEZONE_HOUR FROM a)'],
    ['{a: 1}', '{a: 1}'],
    ['a[1:]', 'a[1:]'],
    ["'it''s'", "'it''s'"],
  ])('%s becomes %s', (sql, expected) => {
    expect(printExpr(parseExpr(sql))).toBe(expected);
  });

  it.each([
    [
      'with x as (select 1) select a b from x, y left join z using (q) where c group by d having e order by f desc nulls first limit 1 offset 2',
      'WITH x AS (SELECT 1) SELECT a AS b FROM x, y LEFT JOIN z USING(q) WHERE c GROUP BY d HAVING e ORDER BY f DESC NULLS FIRST LIMIT 1 OFFSET 2',
    ],
    ['create table t (a int not null, primary key (a))', 'CREATE TABLE t (a INT NOT NULL, PRIMARY KEY (a))'],
    [
      "create external table t stored as csv location 'x' options (a.b 1)",
      "CREATE EXTERNAL TABLE t STORED AS CSV OPTIONS ('a.b' 1) LOCATION 'x'",
    ],
    ["copy t to 'x' stored as json", "COPY t TO 'x' STORED AS JSON"],
    ['explain analyze select 1', 'EXPLAIN ANALYZE SELECT 1'],
    ['commit work', 'COMMIT'],
    ['start transaction isolation level read committed', 'START TRANSACTION ISOLATION LEVEL READ COMMITTED'],
  ])('%s becomes canonical', (sql, expected) => {
    expect(parseSql(sql).map(printStatement)).toEqual([expected]);
  });
});
