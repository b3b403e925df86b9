/**
 * Asynchronous scalar functions: calls of services, row by row or some rows at a time.
 * Run: `npm run build && node examples/dist/async-udf.js`
 */
import { setTimeout } from 'node:timers/promises';
import { vectorFromScalars } from '@datafusion-ts/compute';
import { createAsyncUdf, DataTypes, ScalarValue, SessionContext } from 'datafusion-ts';

const ctx = new SessionContext();
await ctx.sql(`CREATE TABLE cities AS VALUES ('Oslo'), ('Rome'), (NULL), ('Lima')`);

/** Stands for a service. */
async function population(city: string): Promise<bigint> {
  await setTimeout(city.length);
  return city === 'Lima' ? 10_092_000n : city === 'Rome' ? 2_748_000n : 717_000n;
}

// A call a row, at most two under way at a time; results stay in the order of the rows.
ctx.registerUdf(
  createAsyncUdf({ name: 'population', args: ['Utf8'], returns: 'Int64', concurrency: 2, call: population }),
);
await (await ctx.sql('SELECT column1 AS city, population(column1) AS people FROM cities')).show();

// A call for up to 100 rows; the signal is aborted when the query is cancelled.
ctx.registerUdf(
  createAsyncUdf({
    name: 'embed',
    args: ['Utf8'],
    returns: 'List(Float64)',
    volatility: 'stable',
    idealBatchSize: 100,
    callBatch: async (rows, { signal }) => {
      await setTimeout(1, undefined, { signal });
      return rows.map(([text]) => [...text].map((letter) => letter.charCodeAt(0) / 100));
    },
  }),
);
await (await ctx.sql(`SELECT embed(column1) AS vector FROM cities WHERE population(column1) > 1000000`)).show();

// On columns.
ctx.registerUdf(
  createAsyncUdf('ticket', [DataTypes.Int64], DataTypes.Int64, 'Volatile', async ({ rowCount, arena }) => {
    const first = await Promise.resolve(1000n);
    const tickets = Array.from({ length: rowCount }, (_row, i) => ScalarValue.int64(first + BigInt(i)));
    return vectorFromScalars(DataTypes.Int64, tickets, arena);
  }),
);
await (await ctx.sql('SELECT ticket(1) AS ticket FROM cities')).show();
