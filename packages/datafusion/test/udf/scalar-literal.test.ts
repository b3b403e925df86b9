import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { createUdf, ExecutionError, PlanError, ResourcesExhaustedError, SessionContext } from '../../src/index.js';
import { rowsOf } from './rows-of.js';

const double = createUdf({ name: 'double', args: ['Int64'], returns: 'Int64', call: (x) => x * 2n });

async function contextWith(...functions: readonly Parameters<SessionContext['registerUdf']>[0][]) {
  const context = new SessionContext();
  for (const func of functions) context.registerUdf(func);
  await context.sql("create table t as values (1, 'a'), (null, 'b'), (9007199254740993, null), (4, 'a')");
  return context;
}

test('A literal is a function; NULL gives NULL, 64 bits stay exact, memory returns', async () => {
  const context = await contextWith(double);
  await expectNoLeaksAsync(async () => {
    expect(await rowsOf(context, 'select double(column1) as x from t')).toEqual([
      { x: 2n },
      { x: null },
      { x: 18014398509481986n },
      { x: 8n },
    ]);
    expect(await rowsOf(context, 'select double(column1) as x from t where false')).toEqual([]);
    expect(await rowsOf(context, 'select double(21) as x, double(null) as y, double(2::smallint) as z')).toEqual([
      { x: 42n, y: null, z: 4n },
    ]);
  });
});

test('Functions may be called on NULLs, and have several arguments, aliases and named parameters', async () => {
  const join = createUdf({
    name: 'join_texts',
    aliases: ['jt'],
    args: ['Utf8', 'Int64', 'Utf8'],
    returns: 'Utf8',
    calledOnNull: true,
    parameterNames: ['a', 'n', 'b'],
    call: (a, n, b) => (n === 4n ? null : `${a}/${n}/${b}`),
  });
  const context = await contextWith(join);
  expect(await rowsOf(context, "select jt(column2, column1, 'é') as x from t")).toEqual([
    { x: 'a/1/é' },
    { x: 'b/null/é' },
    { x: 'null/9007199254740993/é' },
    { x: null },
  ]);
  expect(await rowsOf(context, "select join_texts(b => 'y', n => 1, a => 'x') as x")).toEqual([{ x: 'x/1/y' }]);
});

test('What the function throws is an Execution error that names it and has the original as cause', async () => {
  const original = new Error('boom');
  const failing = createUdf({
    name: 'failing',
    args: ['Int64'],
    returns: 'Int64',
    call: () => {
      throw original;
    },
  });
  const limited = createUdf({
    name: 'limited',
    args: ['Int64'],
    returns: 'Int64',
    call: () => {
      throw new ResourcesExhaustedError('too much');
    },
  });
  const context = await contextWith(failing, limited);
  await expectNoLeaksAsync(async () => {
    const error = await rowsOf(context, 'select failing(column1) from t').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ExecutionError);
    expect(String(error)).toBe("Execution error: User-defined function 'failing' failed: boom");
    expect((error as Error).cause).toBe(original);
    await expect(rowsOf(context, 'select failing(1)')).rejects.toThrow('boom');
    await expect(rowsOf(context, 'select limited(column1) from t')).rejects.toBeInstanceOf(ResourcesExhaustedError);
  });
});

test.each<[string, unknown, string]>([
  ['Int64', 'abc', "'abc' is not a value of type Int64"],
  ['Int64', 2n ** 63n, '9223372036854775808n is not a value of type Int64'],
  ['Int64', 1.5, '1.5 is not a value of type Int64'],
  ['Int64', 2 ** 60, '1152921504606847000 is not a value of type Int64'],
  ['Int8', 200, '200 is not a value of type Int8'],
  ['UInt64', -1n, '-1n is not a value of type UInt64'],
  ['Float64', 1n, '1n is not a value of type Float64'],
  ['Boolean', 0, '0 is not a value of type Boolean'],
  ['Utf8', 7, '7 is not a value of type Utf8'],
  ['Decimal128(4, 2)', 10000n, '10000n is not a value of type Decimal128(4, 2)'],
  ['Decimal128(4, 2)', 1.5, '1.5 is not a value of type Decimal128(4, 2)'],
  ['List(Int32)', [1, 'x'], "'x' is not a value of type Int32"],
  ['Int64', Promise.resolve(1n), 'an object (Promise) is not a value of type Int64'],
])('A result that is no %s (%s) is an error', async (returns, value, message) => {
  const wrong = createUdf({ name: 'wrong', args: ['Int64'], returns, call: () => value as null });
  const context = await contextWith(wrong);
  await expect(rowsOf(context, 'select wrong(column1) from t')).rejects.toThrow(
    `User-defined function 'wrong' failed: ${message}`,
  );
});

test.each([
  ['Decimal128(20, 2)', "arrow_cast('123456789012345678.91', 'Decimal128(20, 2)')"],
  ['Decimal256(60, 2)', "arrow_cast('1234567890123456789012345678901234567890.12', 'Decimal256(60, 2)')"],
  ['UInt64', "arrow_cast('18446744073709551615', 'UInt64')"],
  ['Boolean', 'true'],
  ['Float32', "arrow_cast('1.5', 'Float32')"],
  ['Binary', "arrow_cast('xyz', 'Binary')"],
  ['Date32', "date '2026-11-21'"],
  ['Timestamp(ns, "UTC")', `arrow_cast('2026-11-21T01:02:03.123456789Z', 'Timestamp(ns, "UTC")')`],
  ['Interval(MonthDayNano)', "interval '1 month 2 days 3 seconds'"],
  ['List(Int64)', '[1, null, 3]'],
  ['Struct("a": Int64, "b": Utf8)', "named_struct('a', 1, 'b', 'x')"],
  ['Dictionary(Int32, Utf8)', "arrow_cast('x', 'Dictionary(Int32, Utf8)')"],
])('Values of %s pass through unchanged', async (type, sql) => {
  const same = createUdf({ name: 'same', args: [type], returns: type, call: (x) => x });
  const context = await contextWith(same);
  const rows = await rowsOf(
    context,
    `select x = same(x) as eq, arrow_typeof(same(x)) = arrow_typeof(x) as ty, same(n) is null as nn
     from (select ${sql} as x, case when column1 = -1 then ${sql} end as n from t)`,
  );
  expect(rows).toEqual(Array.from({ length: 4 }, () => ({ eq: true, ty: true, nn: true })));
});

test('Maps are Maps', async () => {
  const swap = createUdf({
    name: 'swap',
    args: ['Map("entries": non-null Struct("key": non-null Utf8, "value": Int64), unsorted)'],
    returns: 'Map("entries": non-null Struct("key": non-null Utf8, "value": Int64), unsorted)',
    call: (map) => new Map([...(map as ReadonlyMap<string, bigint>)].reverse()),
  });
  const context = await contextWith(swap);
  expect(await rowsOf(context, "select swap(map(['a', 'b'], [1, 2])) as m")).toEqual([
    {
      m: new Map([
        ['b', 2n],
        ['a', 1n],
      ]),
    },
  ]);
});

test('Immutable functions are called once for constants and once for each entry of a dictionary', async () => {
  const calls: string[] = [];
  const spy = createUdf({
    name: 'spy',
    args: ['Utf8', 'Int64'],
    returns: 'Utf8',
    volatility: 'stable',
    call: (x, n) => {
      calls.push(x);
      return x + String(n);
    },
  });
  const context = await contextWith(spy);
  await context.sql(
    "create table d as select arrow_cast(column2, 'Dictionary(Int32, Utf8)') as c from t, generate_series(1, 1000)",
  );
  const rows = await rowsOf(context, 'select spy(c, 1) as x, count(*) as n from d group by 1 order by 1');
  expect(rows).toEqual([
    { x: 'a1', n: 2000n },
    { x: 'b1', n: 1000n },
    { x: null, n: 1000n },
  ]);
  calls.length = 0;
  await rowsOf(context, "select spy('k', 2) from t");
  expect(calls).toEqual(['k']);
});

test('Volatile functions are called for each row', async () => {
  let next = 0n;
  const counter = createUdf({
    name: 'counter',
    args: [],
    returns: 'Int64',
    volatility: 'volatile',
    call: () => next++,
  });
  const context = await contextWith(counter);
  expect(await rowsOf(context, 'select counter() as n from t')).toEqual([{ n: 0n }, { n: 1n }, { n: 2n }, { n: 3n }]);
});

test('A nameless function and an unknown type are planning errors', () => {
  expect(() => createUdf({ name: '', args: [], returns: 'Int64', call: () => 1n })).toThrow(PlanError);
  expect(() => createUdf({ name: 'x', args: ['Int46'], returns: 'Int64', call: () => 1n })).toThrow(
    "Unknown type: 'Int46'",
  );
});
