import { setTimeout as sleep } from 'node:timers/promises';
import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { createAsyncUdf, SessionContext, type AsyncScalarUDF } from '../../src/index.js';
import { rowsOf } from './rows-of.js';

async function contextWith(...functions: readonly AsyncScalarUDF[]): Promise<SessionContext> {
  const context = new SessionContext();
  for (const func of functions) context.registerUdf(func);
  await context.sql(
    'create table t as select value as v, case when value % 3 = 0 then null else value end as n from range(0, 50)',
  );
  return context;
}

test('Results keep the order of the rows; calls under way stay within the limit; NULLs need no call', async () => {
  let under = 0;
  let most = 0;
  let calls = 0;
  const slow = createAsyncUdf({
    name: 'slow',
    args: ['Int64'],
    returns: 'Int64',
    concurrency: 4,
    call: async (x) => {
      calls++;
      most = Math.max(most, ++under);
      await sleep(Number(7n - (x % 7n)));
      under--;
      return x * 10n;
    },
  });
  const context = await contextWith(slow);
  await expectNoLeaksAsync(async () => {
    const rows = await rowsOf(context, 'select slow(n) as x from t');
    expect(rows).toEqual(Array.from({ length: 50 }, (_row, i) => ({ x: i % 3 === 0 ? null : BigInt(i) * 10n })));
  });
  expect(most).toBe(4);
  expect(calls).toBe(33);
  expect(await rowsOf(context, 'select slow(n) as x from t where false')).toEqual([]);
});

test('Rows may come some at a time; filters, aggregates and literals work', async () => {
  const sizes: number[] = [];
  const batched = createAsyncUdf({
    name: 'batched',
    args: ['Int64', 'Utf8'],
    returns: 'Utf8',
    idealBatchSize: 20,
    calledOnNull: true,
    callBatch: async (rows) => {
      sizes.push(rows.length);
      await sleep(1);
      return rows.map(([n, text]) => (n === 1n ? null : `${n}${text}`));
    },
  });
  const context = await contextWith(batched);
  await expectNoLeaksAsync(async () => {
    expect(await rowsOf(context, "select count(batched(n, 'x')) as c, max(batched(n, 'x')) as m from t")).toEqual([
      { c: 49n, m: 'nullx' },
    ]);
    expect(sizes).toEqual([20, 20, 10]);
    sizes.length = 0;
    expect(await rowsOf(context, "select v from t where batched(v, 'y') = '7y'")).toEqual([{ v: 7n }]);
    sizes.length = 0;
    expect(await rowsOf(context, "select batched(2, 'z') as x from t limit 2")).toEqual([{ x: '2z' }, { x: '2z' }]);
    expect(sizes).toEqual([1]);
  });
});

test('The first failure stops further calls, is told to those under way and names the function', async () => {
  let calls = 0;
  let told = 0;
  const failing = createAsyncUdf({
    name: 'failing',
    args: ['Int64'],
    returns: 'Int64',
    concurrency: 2,
    idealBatchSize: 1,
    callBatch: async ([row], { signal }) => {
      calls++;
      if (row![0] === 5n) throw new Error('five');
      signal.addEventListener('abort', () => told++);
      await sleep(2);
      return [row![0]];
    },
  });
  const context = await contextWith(failing);
  await expectNoLeaksAsync(async () => {
    await expect(rowsOf(context, 'select failing(v) as x from t')).rejects.toThrow(
      "User-defined function 'failing' failed: five",
    );
  });
  expect(calls).toBeLessThanOrEqual(7);
  expect(told).toBeGreaterThanOrEqual(1);
});

test.each<[string, unknown, string]>([
  ['too few', [], '50 results were expected, 0 came'],
  ['no array', 'x', '50 results were expected, none came'],
  ['another type', Array.from({ length: 50 }, () => 'x'), "'x' is not a value of type Int64"],
])('Wrong results are errors: %s', async (_what, results, message) => {
  const wrong = createAsyncUdf({
    name: 'wrong',
    args: ['Int64'],
    returns: 'Int64',
    callBatch: async () => results as bigint[],
  });
  const context = await contextWith(wrong);
  await expect(rowsOf(context, 'select wrong(v) as x from t')).rejects.toThrow(
    `User-defined function 'wrong' failed: ${message}`,
  );
});

test('A cancelled query does not wait for its calls', async () => {
  const endless = createAsyncUdf({
    name: 'endless',
    args: ['Int64'],
    returns: 'Int64',
    call: () => new Promise<bigint>(() => undefined),
  });
  const context = await contextWith(endless);
  const controller = new AbortController();
  await expectNoLeaksAsync(async () => {
    const frame = await context.sql('select endless(v) as x from t');
    const result = frame.collect({ signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    await expect(result).rejects.toThrow();
  });
});

test('Limits must be positive', () => {
  const literal = { name: 'x', args: [], returns: 'Int64', call: async () => 1n } as const;
  expect(() => createAsyncUdf({ ...literal, concurrency: 0 })).toThrow('concurrency');
});
