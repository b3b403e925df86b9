/** Groups over a Parquet file whose filter leaves out few rows, against those over the same rows in small batches in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allocator } from '@datafusion-ts/compute';
import { SessionContext } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'masked-groups-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All rows with the key 'out' are filtered out; the key 'late' is in few rows, near the end. */
const ROWS = `
  SELECT CASE WHEN value % 97 = 5 THEN 'out' WHEN value > 9000 AND value % 89 = 0 THEN 'late'
      ELSE chr(65 + CAST(value % 3 AS INT)) END AS a,
    CASE WHEN value % 11 < 6 THEN 'F' ELSE 'a longer text than a view holds' END AS b,
    CASE WHEN value % 31 = 0 THEN NULL ELSE chr(65 + CAST(value % 2 AS INT)) END AS c,
    CAST(value % 50 AS DECIMAL(12, 2)) AS q, CAST(value * 13 % 100003 AS DECIMAL(12, 2)) AS p,
    CAST(value % 11 AS DECIMAL(12, 2)) / 100 AS d, CAST(value % 9 - 4 AS DECIMAL(12, 2)) AS t,
    value % 7 AS i, CASE WHEN value % 13 = 0 THEN NULL ELSE value % 17 END AS n,
    CAST(value % 97 AS INT) AS f
  FROM generate_series(1, 12000)`;

/** Aggregates whose state takes rows by their groups as bytes, and others. */
const AGGREGATES = `count(*) AS c0, count(n) AS c1, sum(q) AS s0, sum(p) AS s1, sum(p * (1 - d)) AS s2,
  sum(p * (1 - d) * (1 + t)) AS s3, sum(t) AS s4, sum(i) AS s5, sum(n) AS s6, avg(q) AS a0, avg(p) AS a1, avg(i) AS a2,
  min(p) AS m0, max(i) AS m1, min(b) AS m2`;
/** A filter of its own keeps an aggregation from taking filtered rows along. */
const WITH_FILTER = `${AGGREGATES}, sum(p) FILTER (WHERE i > 2) AS x0`;

async function contextWith(batchSize: number): Promise<SessionContext> {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '1');
  context.config.set('datafusion.execution.batch_size', String(batchSize));
  context.config.set('datafusion.execution.parquet.max_row_group_size', '4000');
  return context;
}

async function rowsOf(context: SessionContext, sql: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const row of (await context.sql(sql)).rows())
    rows.push(JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  return rows;
}

async function run(context: SessionContext, sql: string): Promise<void> {
  await (await context.sql(sql)).collect();
}

const queries = ['a', 'b', 'a, b', 'b, a', 'c', 'a, c', 'a, b, c', 'upper(a), b'].flatMap((keys) => [
  `SELECT ${keys}, ${AGGREGATES} FROM t WHERE f <> 5 GROUP BY ${keys}`,
  `SELECT ${keys}, ${WITH_FILTER} FROM t WHERE f < 96 AND f <> 5 GROUP BY ${keys}`,
]);

test('rows that a filter leaves out count for nothing, and make no groups', async () => {
  const blocks = allocator.liveBlocks;
  const path = join(folder, 't.parquet');
  const coded = await contextWith(8192);
  await run(coded, `COPY (${ROWS}) TO '${path}'`);
  await coded.registerParquet('t', path);
  const plain = await contextWith(50);
  await run(plain, `CREATE TABLE t AS ${ROWS}`);
  for (const sql of queries) {
    // In both cases groups come in the order of first appearance.
    expect([sql, ...(await rowsOf(coded, sql))]).toEqual([sql, ...(await rowsOf(plain, sql))]);
  }
  await run(plain, 'DROP TABLE t');
  expect(allocator.liveBlocks).toBe(blocks);
}, 120_000);
