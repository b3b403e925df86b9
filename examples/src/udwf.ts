/**
 * Window functions: from one literal, over partitions and over frames, and the full interface.
 * Run: `npm run build && node examples/dist/udwf.js`
 */
import { vectorFromScalars } from '@datafusion-ts/compute';
import type { WindowUDF } from '@datafusion-ts/expr';
import { createUdwf, DataTypes, field, ScalarValue, SessionContext, Signature } from 'datafusion-ts';

const ctx = new SessionContext();
await ctx.sql(`CREATE TABLE t AS VALUES ('a', 1, 2.0), ('a', 2, 4.0), ('a', 3, 8.0), ('b', 1, 1.0), ('b', 2, NULL)`);

// A partition at a time: exponential smoothing.
ctx.registerUdwf(
  createUdwf({
    name: 'smooth',
    args: ['Float64'],
    returns: 'Float64',
    *evaluatePartition({ columns: [values] }) {
      let level: number | null = null;
      for (const value of values) {
        if (value !== null) level = level === null ? value : 0.5 * level + 0.5 * value;
        yield level;
      }
    },
  }),
);
// A frame at a time: the spread of what OVER (…) lays around the row.
ctx.registerUdwf(
  createUdwf({
    name: 'spread',
    args: ['Float64'],
    returns: 'Float64',
    evaluateFrame: ({ columns: [values] }) => {
      const known = values.filter((value) => value !== null);
      return known.length === 0 ? null : Math.max(...known) - Math.min(...known);
    },
  }),
);
await (
  await ctx.sql(`
    SELECT column1, column2,
      smooth(column3) OVER (PARTITION BY column1 ORDER BY column2) AS smooth,
      spread(column3) OVER (PARTITION BY column1 ORDER BY column2 ROWS 1 PRECEDING) AS spread
    FROM t ORDER BY column1, column2`)
).show();

// The full interface: every second row of a partition.
const alternating: WindowUDF = {
  name: 'alternating',
  signature: Signature.nullary('Immutable'),
  field: ({ name }) => field(name, DataTypes.Boolean, false),
  partitionEvaluator: () => ({
    usesWindowFrame: false,
    supportsBoundedExecution: false,
    includeRank: false,
    evaluateAll: (_values, rowCount, arena) => {
      const flags = Array.from({ length: rowCount }, (_row, i) => ScalarValue.boolean(i % 2 === 0));
      return vectorFromScalars(DataTypes.Boolean, flags, arena);
    },
  }),
};
ctx.registerUdwf(alternating);
await (await ctx.sql('SELECT column2, alternating() OVER (ORDER BY column1, column2) AS odd FROM t')).show();
