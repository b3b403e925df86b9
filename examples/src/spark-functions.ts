/**
 * Functions with Spark's names and rules: one call registers the pack in a session.
 * Run: `npm run build && node examples/dist/spark-functions.js`
 */
import { registerSparkFunctions, withSparkFeatures } from '@datafusion-ts/functions-spark';
import { defaultSessionStateBuilder, SessionContext } from 'datafusion-ts';

const sql = `
  SELECT
    concat('a', NULL)                                   AS concat_null,
    substring('Spark SQL', -3)                          AS from_the_end,
    format_string('%s: %,.2f', 'total', 1234567.891)    AS formatted,
    parse_url('http://spark.apache.org/p?x=1', 'QUERY') AS query,
    next_day(DATE '2026-11-21', 'MON')                  AS next_monday,
    xxhash64('Spark', 1)                                AS hash
`;

// Into a session that exists: functions of the same name (here concat and substring) are replaced.
const ctx = new SessionContext();
registerSparkFunctions(ctx);
await (await ctx.sql(sql)).show();

// Or into a builder, before there is a session.
const spark = new SessionContext(withSparkFeatures(defaultSessionStateBuilder()).build());
// With ANSI mode off (the default) overflow gives NULL or wraps; with it on it is an error.
await (await spark.sql('SELECT abs((-128)::TINYINT) AS wrapped')).show();
await spark.sql('SET datafusion.execution.enable_ansi_mode = true');
await (await spark.sql('SELECT abs((-128)::TINYINT)')).show().catch((error: unknown) => console.log(String(error)));
