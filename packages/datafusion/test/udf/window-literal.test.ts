import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { createUdwf, SessionContext, type WindowUDF } from '../../src/index.js';
import { rowsOf } from './rows-of.js';

const running = createUdwf({
  name: 'running',
  args: ['Int64'],
  returns: 'Int64',
  *evaluatePartition({ columns: [values] }) {
    let sum = 0n;
    for (const value of values) yield (sum += value ?? 0n);
  },
});
const dense = createUdwf({
  name: 'dense',
  args: [],
  returns: 'Int64',
  evaluatePartition: ({ rowCount, peers }) =>
    Array.from({ length: rowCount }, (_row, i) => BigInt(peers.filter((start) => start <= i).length)),
});
const total = createUdwf({
  name: 'total',
  args: ['Int64'],
  returns: 'Int64',
  evaluateFrame: ({ columns: [values] }) =>
    values.every((value) => value === null) ? null : values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n),
});
const place = createUdwf({
  name: 'place',
  args: ['Int64'],
  returns: 'Int32',
  evaluateFrame: ({ current, rowCount }) => current * 100 + rowCount,
});

async function contextWith(...functions: readonly WindowUDF[]): Promise<SessionContext> {
  const context = new SessionContext();
  for (const func of functions) context.registerUdwf(func);
  await context.sql(`create table t as
    select value as v, value % 4 as g, value / 3 as p, case when value % 5 = 0 then null else value end as n
    from range(0, 300)`);
  return context;
}

test('Partitions: results equal those of the built-in functions', async () => {
  const context = await contextWith(running, dense);
  const over = 'over (partition by g order by p)';
  const rows = 'over (partition by g order by v rows unbounded preceding)';
  await expectNoLeaksAsync(async () => {
    expect(
      await rowsOf(
        context,
        `select v, running(n) over (partition by g order by v) as r, dense() ${over} as d from t order by v`,
      ),
    ).toEqual(
      await rowsOf(
        context,
        `select v, coalesce(sum(n) ${rows}, 0) as r, dense_rank() ${over}::bigint as d from t order by v`,
      ),
    );
    expect(await rowsOf(context, `select running(v) ${over} as r from t where false`)).toEqual([]);
  });
});

test('Frames: rows, ranges, groups and empty frames equal those of sum', async () => {
  const context = await contextWith(total);
  for (const frame of [
    'rows between 2 preceding and 1 following',
    'range between 5 preceding and current row',
    'groups between 1 preceding and 1 preceding',
    'rows between 3 following and 4 following',
    'rows between unbounded preceding and unbounded following',
  ]) {
    const sql = (f: string): string =>
      `select v, ${f}(n) over (partition by g order by p ${frame}) as x from t order by v`;
    await expectNoLeaksAsync(async () => {
      expect(await rowsOf(context, sql('total').replace('order by p', 'order by v'))).toEqual(
        await rowsOf(context, sql('sum').replace('order by p', 'order by v')),
      );
    });
  }
});

test('The current row is counted from the start of the frame', async () => {
  const context = await contextWith(place);
  const rows = await rowsOf(
    context,
    'select place(v) over (order by v rows between 1 preceding and 1 following) as x from t where v < 3 order by v',
  );
  expect(rows).toEqual([{ x: 2 }, { x: 103 }, { x: 102 }]);
});

test('Dictionaries and constants are values', async () => {
  const texts = createUdwf({
    name: 'texts',
    args: ['Utf8', 'Int64'],
    returns: 'Utf8',
    evaluatePartition: ({ columns: [words, numbers] }) => words.map((word, i) => word && word + String(numbers[i])),
  });
  const context = await contextWith(texts);
  await context.sql(
    "create table d as select arrow_cast(column1, 'Dictionary(Int32, Utf8)') as c from (values ('b'), (null), ('a'))",
  );
  expect(await rowsOf(context, 'select texts(c, 7) over (order by c) as x from d order by c')).toEqual([
    { x: 'a7' },
    { x: 'b7' },
    { x: null },
  ]);
});

test('Errors name the function', async () => {
  const failing = createUdwf({
    name: 'failing',
    args: ['Int64'],
    returns: 'Int64',
    evaluateFrame: () => {
      throw new Error('boom');
    },
  });
  const short = createUdwf({ name: 'short', args: ['Int64'], returns: 'Int64', evaluatePartition: () => [1n] });
  const context = await contextWith(failing, short, total);
  await expectNoLeaksAsync(async () => {
    await expect(rowsOf(context, 'select failing(v) over (order by v) from t')).rejects.toThrow(
      "User-defined function 'failing' failed: boom",
    );
    await expect(rowsOf(context, 'select short(v) over (order by v) from t')).rejects.toThrow(
      "User-defined function 'short' failed: 300 values were expected for a partition, 1 came",
    );
    await expect(rowsOf(context, 'select total(v) ignore nulls over (order by v) from t')).rejects.toThrow(
      'IGNORE NULLS',
    );
  });
});
