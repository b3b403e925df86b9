/** Grouping sets give what their sets give one by one; calls on CASE what they give with FILTER. */
import { allocator } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { defaultSessionStateBuilder, GreedyMemoryPool, RuntimeEnvBuilder, SessionContext } from '../src/index.js';

const CALLS = `count(*) AS c1, count(x) AS c2, sum(x) AS s1, min(x) AS m1, max(t) AS m2, avg(CAST(x AS INT)) AS a1,
  sum(x) FILTER (WHERE x % 3 = 0) AS s2, sum(y) AS s3`;

function session(poolBytes?: number): SessionContext {
  const runtime = new RuntimeEnvBuilder();
  const env = poolBytes === undefined ? runtime : runtime.withMemoryPool(new GreedyMemoryPool(poolBytes));
  const context = new SessionContext(defaultSessionStateBuilder().withRuntimeEnv(env.build()).build());
  context.config.set('datafusion.execution.target_partitions', '1');
  return context;
}

async function rowsOf(context: SessionContext, sql: string): Promise<string[]> {
  const rows: string[] = [];
  for await (const row of (await context.sql(sql)).rows()) {
    rows.push(Object.values(row).map(String).join('|'));
  }
  expect(allocator.liveBlocks).toBe(0);
  expect(context.runtimeEnv.memoryPool.reserved()).toBe(0);
  return rows.sort();
}

const source = (rows: number, of: readonly [number, number, number]): string =>
  `(SELECT CASE WHEN value % 17 = 0 THEN NULL ELSE value % ${of[0]} END AS a, (value * 31) % ${of[1]} AS b,
    'text of ' || ((value * 7) % ${of[2]}) AS c, CASE WHEN value % 5 = 0 THEN NULL ELSE (value * 37) % 1009 END AS x,
    CAST(value % 1000 AS DECIMAL(9, 2)) AS y, 'a longer value ' || (value % 13) AS t FROM generate_series(1, ${rows}))`;

const SETS: readonly (readonly [string, readonly (readonly string[])[]])[] = [
  ['ROLLUP (a, b, c)', [['a', 'b', 'c'], ['a', 'b'], ['a'], []]],
  ['CUBE (a, c)', [['a', 'c'], ['a'], ['c'], []]],
  ['GROUPING SETS ((a, b), (c), (c))', [['a', 'b'], ['c'], ['c']]],
];

async function check(context: SessionContext, from: string, [text, sets]: (typeof SETS)[number]): Promise<void> {
  const keys = [...new Set(sets.flat())].sort();
  const whole = `SELECT ${keys.join(', ')}, ${CALLS} FROM ${from} GROUP BY ${text}`;
  const parts = sets.map((set) => {
    const columns = keys.map((key) => (set.includes(key) ? key : `NULL AS ${key}`));
    const group = set.length === 0 ? '' : ` GROUP BY ${set.join(', ')}`;
    return `SELECT ${columns.join(', ')}, ${CALLS} FROM ${from}${group}`;
  });
  const expected: string[] = [];
  const plain = session();
  for (const part of parts) expected.push(...(await rowsOf(plain, part)));
  expect(await rowsOf(context, whole)).toEqual(expected.sort());
}

describe('calls on CASE without ELSE', () => {
  it('look at the rows of the branch only', async () => {
    const context = session();
    context.config.set('datafusion.execution.batch_size', '64');
    const from = source(3000, [9, 7, 5]);
    const calls = (arg: (column: string) => string): string =>
      ['x', 'y', 'd']
        .flatMap((column) => ['sum', 'count', 'min', 'max', 'avg'].map((call) => [call, column] as const))
        .map(([call, column]) => `${call}(${arg(column)}) AS ${call}_${column}`)
        .join(', ');
    const table = `(SELECT a, b, c, x, y, CAST(x AS DOUBLE) AS d FROM ${from})`;
    for (const when of ["c = 'text of 3'", 'x > 500', 'a IS NULL', 'b > 99', 'x = y']) {
      const masked = await rowsOf(
        context,
        `SELECT b, ${calls((column) => `CASE WHEN ${when} THEN ${column} END`)} FROM ${table} GROUP BY b`,
      );
      const filtered = await rowsOf(
        context,
        `SELECT b, ${calls((column) => column).replaceAll(' AS ', ` FILTER (WHERE ${when}) AS `)} FROM ${table} GROUP BY b`,
      );
      expect(masked).toEqual(filtered);
    }
  });
});

describe('grouping sets', () => {
  it('give what each set gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SETS),
        fc.integer({ min: 1, max: 600 }),
        fc.tuple(...([9, 40, 300] as const).map((max) => fc.integer({ min: 1, max }))),
        fc.constantFrom('7', '64', '8192'),
        async (sets, rows, of, batchSize) => {
          const context = session();
          context.config.set('datafusion.execution.batch_size', batchSize);
          await check(context, source(rows, of as [number, number, number]), sets);
        },
      ),
      propertyBudget(15),
    );
  });

  it('do so with more groups than are held at first, shared by many rows or few', async () => {
    await check(session(), source(150_000, [500, 200, 3]), SETS[0]!);
    await check(session(), source(100_000, [500, 50, 4000]), SETS[1]!);
  });

  it('do so when memory is short', async () => {
    await check(session(2_000_000), source(30_000, [50, 20, 1000]), SETS[0]!);
  });
});
