import { getScalar, vectorFromScalars } from '@datafusion-ts/compute';
import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { createAsyncUdf, DataTypes, ScalarValue, SessionContext, type AsyncScalarUDF } from '../src/index.js';

/** Twice its argument, after a turn of the event loop; counts its calls. */
function twice(calls: number[]): AsyncScalarUDF {
  return createAsyncUdf('twice', [DataTypes.Int64], DataTypes.Int64, 'Immutable', async ({ args, rowCount, arena }) => {
    calls.push(rowCount);
    await new Promise((resolve) => setImmediate(resolve));
    const rows = Array.from({ length: rowCount }, (_, row) => {
      const { value } = getScalar(args[0]!, row);
      return new ScalarValue(DataTypes.Int64, value === null ? null : (value as bigint) * 2n);
    });
    return vectorFromScalars(DataTypes.Int64, rows, arena);
  });
}

async function rowsOf(context: SessionContext, sql: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of (await context.sql(sql)).rows()) rows.push(row);
  return rows;
}

test('An asynchronous function works in projections, filters and aggregates', async () => {
  const context = new SessionContext();
  const calls: number[] = [];
  context.registerUdf(twice(calls));
  await context.sql('create table t as values (1, 1), (2, null), (3, 4)');
  await expectNoLeaksAsync(async () => {
    expect(await rowsOf(context, 'select twice(column2) + twice(twice(column1)) as x from t')).toEqual([
      { x: 6n },
      { x: null },
      { x: 20n },
    ]);
    expect(await rowsOf(context, 'select column1 from t where twice(column1) > 3')).toHaveLength(2);
    expect(await rowsOf(context, 'select sum(twice(column1)) as s from t')).toEqual([{ s: 12n }]);
  });
});

test('Equal calls are made once a batch', async () => {
  const context = new SessionContext();
  const calls: number[] = [];
  context.registerUdf(twice(calls));
  await context.sql('create table t as values (1), (2)');
  await rowsOf(context, 'select twice(column1) as a, twice(column1) as b from t');
  expect(calls).toEqual([2]);
});

test('An asynchronous function elsewhere is an error', async () => {
  const context = new SessionContext();
  context.registerUdf(twice([]));
  await context.sql('create table t as values (1), (2)');
  await expect(rowsOf(context, 'select column1 from t order by twice(column1)')).rejects.toThrow(
    'async functions should not be called directly',
  );
});
