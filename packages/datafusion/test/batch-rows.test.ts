/** Batches on the way into operators that take in all of them are larger than the setting; those that users see are not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionContext } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'batch-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 60_000;

async function contextWith(batchSize: number): Promise<SessionContext> {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '1');
  context.config.set('datafusion.execution.batch_size', String(batchSize));
  const path = join(folder, 't.parquet');
  await (
    await context.sql(`COPY (SELECT value AS a, value % 7 AS b FROM generate_series(1, ${ROWS})) TO '${path}'`)
  ).collect();
  await context.registerParquet('t', path);
  return context;
}

/** Batches that the scan of a query gave out. */
async function scanned(context: SessionContext, sql: string): Promise<number> {
  const frame = await context.sql(`EXPLAIN ANALYZE ${sql}`);
  let batches = 0;
  for await (const row of frame.rows())
    for (const line of String(row['plan']).split('\n')) {
      const found = /DataSourceExec.*output_batches=(\d+)/.exec(line);
      if (found !== null) batches += Number(found[1]);
    }
  return batches;
}

test('results keep to the setting', async () => {
  const context = await contextWith(8192);
  const sizes: number[] = [];
  for await (const batch of await (await context.sql('SELECT * FROM t WHERE a > 10')).executeStream())
    sizes.push(batch.numRows);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(8192);
  expect(await scanned(context, 'SELECT a + 1 FROM t')).toBeGreaterThanOrEqual(ROWS / 8192);
  expect(await scanned(context, 'SELECT a FROM t LIMIT 5')).toBe(1);
});

test.each([
  'SELECT sum(a) FROM t',
  'SELECT b, sum(a) FROM t WHERE a + b > 10 GROUP BY b',
  'SELECT x, count(*) FROM (SELECT b + 1 AS x FROM t) GROUP BY x',
])('aggregations read more at once: %s', async (sql) => {
  expect(await scanned(await contextWith(8192), sql)).toBeLessThanOrEqual(Math.ceil(ROWS / 32_768) + 1);
});

test('other sessions of the process do not change how large the batches of one are', async () => {
  const numbers = Array.from({ length: 16 }, (_, i) => `value + ${i} AS c${i}`);
  const path = join(folder, 'wide.parquet');
  const wideSession = async (): Promise<SessionContext> => {
    const context = await contextWith(8192);
    await (
      await context.sql(`COPY (SELECT ${numbers.join(', ')} FROM generate_series(1, ${ROWS})) TO '${path}'`)
    ).collect();
    await context.registerParquet('wide', path);
    return context;
  };
  const sums = `SELECT ${numbers.map((_, i) => `sum(c${i})`).join(', ')} FROM wide`;
  const first = await wideSession();
  const batches = await scanned(first, sums);
  // Enough batches for the code to count as warm in this session.
  await (await first.sql('SELECT sum(value) FROM generate_series(1, 3000000)')).collect();
  expect(await scanned(first, sums)).toBeGreaterThan(batches);
  expect(await scanned(await wideSession(), sums)).toBe(batches);
});

test('sizes below the default are kept', async () => {
  expect(await scanned(await contextWith(4096), 'SELECT sum(a) FROM t')).toBeGreaterThanOrEqual(ROWS / 4096);
});
