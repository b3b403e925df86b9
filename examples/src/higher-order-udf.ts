/**
 * Higher-order functions: functions that take lambdas.
 * Run: `npm run build && node examples/dist/higher-order-udf.js`
 */
import { createHigherOrderUdf, SessionContext } from 'datafusion-ts';

const ctx = new SessionContext();
await ctx.sql(`SET datafusion.sql_parser.dialect = 'databricks'`);

// The engine evaluates the lambda on the elements of all arrays at once; the function combines its values.
ctx.registerHigherOrderFunction(
  createHigherOrderUdf({
    name: 'count_if',
    returns: 'Int64',
    call: (_elements, values) => BigInt(values.filter((value) => value === true).length),
  }),
);
await (await ctx.sql('SELECT count_if(a, x -> x > 1) AS n FROM (VALUES ([1, 2, 3]), ([1]), (NULL)) AS t(a)')).show();
