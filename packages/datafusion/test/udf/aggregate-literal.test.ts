import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { createUdaf, SessionContext, type AggregateUDF } from '../../src/index.js';
import { rowsOf } from './rows-of.js';

/** A sum, exact, which returns new states when `pure`. */
const total = (pure: boolean, retractable = true): AggregateUDF =>
  createUdaf({
    name: 'total',
    args: ['Int64'],
    returns: 'Int64',
    state: { sum: 'Int64', count: 'Int64' },
    init: () => ({ sum: 0n, count: 0n }),
    update: (s, x) => {
      if (pure) return { sum: s.sum + x, count: s.count + 1n };
      s.sum += x;
      s.count += 1n;
    },
    merge: (s, o) => ({ sum: s.sum + o.sum, count: s.count + o.count }),
    ...(retractable
      ? {
          retract: (s: { sum: bigint; count: bigint }, x: bigint) => ({ sum: s.sum - x, count: s.count - 1n }),
        }
      : {}),
    evaluate: (s) => (s.count === 0n ? null : s.sum),
  });

const joined = createUdaf({
  name: 'joined',
  args: ['Utf8', 'Utf8'],
  returns: 'Utf8',
  state: { parts: 'List(Utf8)' },
  calledOnNull: true,
  init: (): { parts: (string | null)[] } => ({ parts: [] }),
  update: ({ parts }, text, suffix) => void parts.push(`${text}${suffix}`),
  merge: ({ parts }, other) => void parts.push(...other.parts),
  evaluate: ({ parts }) => [...parts].sort().join('|'),
});

async function contextWith(...functions: readonly AggregateUDF[]): Promise<SessionContext> {
  const context = new SessionContext();
  for (const func of functions) context.registerUdaf(func);
  await context.sql(
    'create table t as select value as v, value % 5 as g, case when value % 3 = 0 then null else value end as n from range(1, 20001)',
  );
  return context;
}

test.each([true, false])(
  'Results equal those of sum, whatever the number of partitions (new states: %s)',
  async (pure) => {
    const context = await contextWith(total(pure));
    for (const partitions of ['1', '4']) {
      await context.sql(`set datafusion.execution.target_partitions = ${partitions}`);
      await expectNoLeaksAsync(async () => {
        expect(await rowsOf(context, 'select total(n) as x from t')).toEqual(
          await rowsOf(context, 'select sum(n) as x from t'),
        );
        const grouped = (f: string): string =>
          `select g, ${f}(n) as x, ${f}(v) filter (where v > 100) as y from t group by g order by g`;
        expect(await rowsOf(context, grouped('total'))).toEqual(await rowsOf(context, grouped('sum')));
        const many = (f: string): string =>
          `select max(x) as m, sum(x) as s, count(*) as c from (select v, ${f}(n) as x from t group by v)`;
        expect(await rowsOf(context, many('total'))).toEqual(await rowsOf(context, many('sum')));
      });
    }
  },
);

test('The value over no rows is that of the initial state; groups of NULLs too', async () => {
  const context = await contextWith(total(false), joined);
  expect(await rowsOf(context, "select total(v) as x, joined('a', 'b') as y from t where false")).toEqual([
    { x: null, y: '' },
  ]);
  expect(await rowsOf(context, 'select g, total(v) as x from t where false group by g')).toEqual([]);
  expect(await rowsOf(context, 'select total(null) as x, total(1) filter (where false) as y from t')).toEqual([
    { x: null, y: null },
  ]);
});

test('Windows: whole partitions, growing frames, sliding frames with retraction, empty frames', async () => {
  const context = await contextWith(total(false));
  const frames = [
    '(partition by g)',
    '(partition by g order by v)',
    '(partition by g order by v rows between 3 preceding and 1 following)',
    '(order by v rows between 5 following and 7 following)',
    '(order by v rows between 2 preceding and 1 preceding)',
  ];
  for (const frame of frames) {
    const sql = (f: string): string => `select v, ${f}(n) over ${frame} as x from t where v < 60 order by v`;
    await expectNoLeaksAsync(async () => {
      expect(await rowsOf(context, sql('total'))).toEqual(await rowsOf(context, sql('sum')));
    });
  }
});

test('A sliding frame without retraction is refused', async () => {
  const context = await contextWith(total(false, false));
  await expect(
    rowsOf(context, 'select total(v) over (order by v rows between 1 preceding and current row) from t'),
  ).rejects.toThrow('retract_batch');
});

test('Lists are states, NULLs may be seen, dictionaries and constants are values', async () => {
  const context = await contextWith(joined);
  await context.sql(
    "create table d as select arrow_cast(column1, 'Dictionary(Int32, Utf8)') as c from (values ('b'), (null), ('a'))",
  );
  await expectNoLeaksAsync(async () => {
    expect(await rowsOf(context, "select joined(c, '-') as x from d")).toEqual([{ x: 'a-|b-|null-' }]);
    expect(await rowsOf(context, "select c, joined(c, '-') as x from d group by c order by c")).toEqual([
      { c: 'a', x: 'a-' },
      { c: 'b', x: 'b-' },
      { c: null, x: 'null-' },
    ]);
  });
});

test('DISTINCT is a grouping; where it cannot be, and with ORDER BY, calls are refused', async () => {
  const context = await contextWith(total(false));
  expect(await rowsOf(context, 'select total(distinct g) as x from t')).toEqual([{ x: 10n }]);
  await expect(rowsOf(context, 'select total(distinct g) as x, total(v) as y from t')).rejects.toThrow(
    "DISTINCT in calls of the user-defined aggregate function 'total'",
  );
  await expect(rowsOf(context, 'select total(v order by g) as x from t')).rejects.toThrow('ORDER BY in calls');
});

test('Errors of each step name the function', async () => {
  for (const step of ['init', 'update', 'merge', 'evaluate'] as const) {
    const fail = (): never => {
      throw new Error(`no ${step}`);
    };
    const failing = createUdaf({
      name: 'failing',
      args: ['Int64'],
      returns: 'Int64',
      state: { n: 'Int64' },
      init: () => ({ n: 0n }),
      update: () => undefined,
      merge: () => undefined,
      evaluate: () => 1n,
      [step]: fail,
    });
    const context = await contextWith(failing);
    await context.sql('set datafusion.execution.target_partitions = 4');
    await expectNoLeaksAsync(async () => {
      await expect(rowsOf(context, 'select g, failing(v) from t group by g')).rejects.toThrow(
        `User-defined function 'failing' failed: no ${step}`,
      );
    });
  }
});

test('States beyond the memory limit are refused', async () => {
  const context = await contextWith(joined);
  await context.sql("set datafusion.runtime.memory_limit = '200K'");
  await expectNoLeaksAsync(async () => {
    await expect(rowsOf(context, "select joined(v::varchar, repeat('x', 100)) from t")).rejects.toThrow();
  });
});

test('An aggregate function without arguments is refused', () => {
  const literal = { name: 'none', args: [], returns: 'Int64', state: {}, init: () => ({}) } as const;
  expect(() => createUdaf({ ...literal, update: () => {}, merge: () => {}, evaluate: () => 1n })).toThrow(
    'must have an argument',
  );
});
