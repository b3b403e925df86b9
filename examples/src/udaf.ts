/**
 * Aggregate functions: from one literal, with GROUP BY and in windows, and the full interface.
 * Run: `npm run build && node examples/dist/udaf.js`
 */
import { getScalar, isNull } from '@datafusion-ts/compute';
import { createUdaf, DataTypes, ScalarValue, SessionContext, Signature, type AggregateUDF } from 'datafusion-ts';

const ctx = new SessionContext();
await ctx.sql(`CREATE TABLE t AS VALUES ('a', 2.0), ('a', 8.0), ('b', 3.0), ('b', NULL), ('b', 27.0)`);

// Rows with NULLs are left out; `merge` joins what partitions have found, `retract` serves frames that slide.
ctx.registerUdaf(
  createUdaf({
    name: 'geo_mean',
    args: ['Float64'],
    returns: 'Float64',
    state: { logs: 'Float64', count: 'Int64' },
    init: () => ({ logs: 0, count: 0n }),
    update: (state, x) => {
      state.logs += Math.log(x);
      state.count++;
    },
    merge: (state, other) => {
      state.logs += other.logs;
      state.count += other.count;
    },
    retract: (state, x) => {
      state.logs -= Math.log(x);
      state.count--;
    },
    evaluate: ({ logs, count }) => (count === 0n ? null : Math.round(Math.exp(logs / Number(count)) * 1e6) / 1e6),
  }),
);
await (await ctx.sql('SELECT column1, geo_mean(column2) FROM t GROUP BY column1 ORDER BY column1')).show();
await (
  await ctx.sql(`
    SELECT column2, geo_mean(column2) OVER (ORDER BY column2 ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS moving
    FROM t WHERE column2 IS NOT NULL ORDER BY column2`)
).show();

// The full interface: any type, the first value that is not NULL, whatever the order.
const anyOne: AggregateUDF = {
  name: 'any_one',
  signature: Signature.any(1, 'Immutable'),
  returnType: ([type]) => type ?? DataTypes.Null,
  accumulator: ({ returnType }) => {
    let found = new ScalarValue(returnType, null);
    const take = ([values]: Parameters<ReturnType<AggregateUDF['accumulator']>['updateBatch']>[0]): void => {
      for (let row = 0; found.isNull && row < values!.length; row++) {
        if (!isNull(values!, row)) found = getScalar(values!, row);
      }
    };
    return {
      updateBatch: take,
      mergeBatch: take,
      state: () => [found],
      evaluate: () => found,
      size: () => 64,
    };
  },
};
ctx.registerUdaf(anyOne);
await (await ctx.sql('SELECT column1, any_one(column2) > 0 AS has_value FROM t GROUP BY column1 ORDER BY 1')).show();
