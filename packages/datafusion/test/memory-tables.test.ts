/** Tables in memory through SQL: rows come and go, and the engine memory that scans keep of a table goes with it. */
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { allocator } from '@datafusion-ts/compute';
import * as arrow from 'apache-arrow';
import { SessionContext } from '../src/index.js';

async function rowsOf(context: SessionContext, sql: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const row of (await context.sql(sql)).rows()) rows.push(Object.values(row));
  expect(allocator.liveBlocks).toBe(0);
  return rows;
}

const run = async (context: SessionContext, sql: string): Promise<void> => {
  await rowsOf(context, sql);
};

function session(partitions = 1): SessionContext {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', String(partitions));
  return context;
}

const COUNTS =
  "SELECT k, count(*), sum(n), min(s) FROM t WHERE s <> 'text 3 of some length' GROUP BY k ORDER BY k LIMIT 3";
const TABLE = `CREATE TABLE t AS SELECT value AS n, value % 5 AS k, 'text ' || (value % 9) || ' of some length' AS s
  FROM generate_series(1, 20000)`;

/** What {@link COUNTS} gives for a value of k. */
function groupOf(k: number): [bigint, bigint, bigint, string] {
  const numbers = Array.from({ length: 20_000 }, (_, i) => i + 1).filter((n) => n % 5 === k && n % 9 !== 3);
  const sum = numbers.reduce((total, n) => total + n, 0);
  return [BigInt(k), BigInt(numbers.length), BigInt(sum), 'text 0 of some length'];
}

test.each([1, 3])('rows inserted, changed and deleted, with %i partitions', async (partitions) => {
  const lasting = allocator.lastingBlocks;
  const context = session(partitions);
  await run(context, TABLE);
  const first = await rowsOf(context, COUNTS);
  expect(allocator.lastingBlocks).toBeGreaterThan(lasting);
  expect(await rowsOf(context, COUNTS)).toEqual(first);
  expect(first).toEqual([0, 1, 2].map(groupOf));
  const [, count, sum] = groupOf(0);
  await run(context, "INSERT INTO t VALUES (1, 0, 'a new text that nothing has'), (2, -1, 'c'), (3, -1, 'b')");
  expect(await rowsOf(context, COUNTS)).toEqual([
    [-1n, 2n, 5n, 'b'],
    [0n, count + 1n, sum + 1n, 'a new text that nothing has'],
    first[1],
  ]);
  await run(context, 'DELETE FROM t WHERE k = -1');
  await run(context, "UPDATE t SET s = 'A' WHERE k = 0 AND n = 1");
  expect(await rowsOf(context, COUNTS)).toEqual([[0n, count + 1n, sum + 1n, 'A'], first[1], first[2]]);
  await run(context, 'DROP TABLE t');
  expect(allocator.lastingBlocks).toBe(lasting);
});

test('an outdated plan reads the rows that it was made for', async () => {
  const lasting = allocator.lastingBlocks;
  const context = session();
  await run(context, TABLE);
  const plan = await (await context.sql("SELECT n FROM t WHERE k = 2 AND s LIKE '%1 of%'")).createPhysicalPlan();
  const count = async (): Promise<number> => {
    let rows = 0;
    for await (const batch of plan.execute(0, context.state.taskContext())) rows += batch.rowCount;
    return rows;
  };
  const before = await count();
  expect(before).toBeGreaterThan(400);
  await run(context, 'DELETE FROM t WHERE n > 5');
  expect(await count()).toBe(before);
  await run(context, 'DROP TABLE t');
  expect(await count()).toBe(before);
  expect(allocator.lastingBlocks).toBe(lasting);
});

test('registered batches, with dictionaries of their own, and a table that takes the place of another', async () => {
  const lasting = allocator.lastingBlocks;
  const context = session();
  const batch = (from: number): arrow.RecordBatch =>
    arrow.tableFromArrays({
      n: Int32Array.from({ length: 300 }, (_, i) => (i + from) % 10),
      d: Array.from({ length: 300 }, (_, i) => (i % 4 === 0 ? null : `word ${(i + from) % 3}`)),
    }).batches[0]!;
  await context.registerBatches('t', [batch(0), batch(1)]);
  const sql = "SELECT d, count(*), sum(n) FROM t WHERE n >= 5 AND d > 'word 0' GROUP BY d ORDER BY d";
  const expected = await rowsOf(context, sql);
  expect(expected).toEqual([
    ['word 1', 75n, 525n],
    ['word 2', 75n, 525n],
  ]);
  expect(await rowsOf(context, sql)).toEqual(expected);
  expect(await rowsOf(context, 'SELECT n, d FROM t LIMIT 2')).toEqual([
    [0, null],
    [1, 'word 1'],
  ]);
  await run(context, 'CREATE OR REPLACE TABLE t AS SELECT 1 AS a');
  expect(allocator.lastingBlocks).toBe(lasting);
  expect(await rowsOf(context, 'SELECT a FROM t')).toEqual([[1n]]);
  expect(context.deregisterTable('t')).toBeDefined();
  expect(allocator.lastingBlocks).toBe(lasting);
});

test('joins tell scans of tables which keys there are; plans say nothing of it', async () => {
  const context = session();
  await run(context, TABLE);
  await run(context, 'CREATE TABLE few AS SELECT value AS f FROM generate_series(100, 103)');
  const sql = 'SELECT sum(n), count(*) FROM few JOIN t ON f = n WHERE k < 3';
  expect(await rowsOf(context, sql)).toEqual([[303n, 3n]]);
  const plan = (await rowsOf(context, `EXPLAIN ${sql}`)).map(String).join('\n');
  expect(plan).not.toContain('DynamicFilter');
  await run(context, 'DROP TABLE t');
  await run(context, 'DROP TABLE few');
});

test('memory of a table that nobody refers to any more comes back', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const lasting = allocator.lastingBlocks;
  const use = async (): Promise<void> => {
    const context = session();
    await run(context, TABLE);
    await rowsOf(context, COUNTS);
  };
  await use();
  expect(allocator.lastingBlocks).toBeGreaterThan(lasting);
  for (let i = 0; i < 50 && allocator.lastingBlocks > lasting; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(allocator.lastingBlocks).toBe(lasting);
});

test('a filter that first passes hardly any rows of a segment, then many', async () => {
  const context = session();
  await run(
    context,
    `CREATE TABLE long AS SELECT value AS n, CASE WHEN value % (CASE WHEN value <= 150000 THEN 5000 ELSE 3 END) = 0 THEN value
      ELSE -value END AS k, value % 1000 AS v, 'row ' || value AS s FROM generate_series(1, 400000)`,
  );
  await run(context, 'CREATE TABLE keys AS SELECT value AS k FROM generate_series(1, 400000)');
  const passing = Array.from({ length: 400_000 }, (_, i) => i + 1).filter((n) => n % (n <= 150_000 ? 5000 : 3) === 0);
  const sum = (of: (n: number) => number): bigint => BigInt(passing.reduce((total, n) => total + of(n), 0));
  expect(
    await rowsOf(context, 'SELECT count(*), sum(n), sum(v), max(s) FROM keys JOIN long ON keys.k = long.k'),
  ).toEqual([[BigInt(passing.length), sum((n) => n), sum((n) => n % 1000), `row ${greatestText(passing)}`]]);
});

/** The number whose text is the greatest. */
function greatestText(numbers: readonly number[]): string {
  return numbers.map(String).reduce((a, b) => (a > b ? a : b));
}

const file = join(tmpdir(), `one-row-group-${process.pid}.parquet`);
afterAll(() => rm(file, { force: true }));

test.each([
  ['memory', ['CREATE TABLE t AS SELECT value AS n FROM generate_series(1, 2000000)']],
  [
    'a row group',
    [
      'SET datafusion.execution.parquet.pushdown_filters = true',
      `COPY (SELECT value AS n FROM generate_series(1, 1000000)) TO '${file}'`,
      `CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION '${file}'`,
    ],
  ],
])('a scan of %s whose filter leaves nothing lets others have their turn', async (_, statements) => {
  const context = session();
  for (const statement of statements) await run(context, statement);
  const frame = await context.sql('SELECT n FROM t WHERE sin(cos(tan(n))) > 2');
  let turns = 0;
  const takeTurn = (): void => {
    turns++;
    timer = setImmediate(takeTurn);
  };
  let timer = setImmediate(takeTurn);
  expect(await frame.collect()).toEqual([]);
  clearImmediate(timer);
  // One every 12 ms, of 100 ms or more.
  expect(turns).toBeGreaterThan(3);
  await run(context, 'DROP TABLE t');
});
