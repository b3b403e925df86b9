/**
 * DataFrames: rows from objects, expressions from methods, names and SQL, window functions, results in files.
 * Run: `npm run build && node examples/dist/data-frame.js`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { col, lit, SessionContext, sum } from 'datafusion-ts';

const ctx = new SessionContext();
ctx.registerRows('sales', { city: 'Utf8', day: 'Int32', amount: 'Float64' }, [
  { city: 'Oslo', day: 1, amount: 10 },
  { city: 'Oslo', day: 2, amount: 30 },
  { city: 'Rome', day: 1, amount: 20 },
  { city: 'Rome', day: 2 }, // a missing value is NULL
]);

const sales = (await ctx.table('sales')).fillNull(0, ['amount']);
const running = sum(col('amount')).over({ partitionBy: [col('city')], orderBy: [col('day').asc()] });
const report = sales
  .withColumn('so_far', running)
  .select(ctx.call('upper', col('city')).alias('city'), 'day', sales.parseSqlExpr('amount / 10 AS tens'), 'so_far')
  .filter(col('so_far').gt(lit(0)))
  .sortBy('city', 'day');
await report.show();

const folder = mkdtempSync(join(tmpdir(), 'sales-'));
const count = await report.writeParquet(`${folder}/`, { partitionBy: ['city'], options: { compression: 'zstd(3)' } });
const back = await ctx.readParquet(`${folder}/`, { inferPartitions: true });
console.log(`${count} rows written, ${await back.filter(col('city').eq('ROME')).count()} of Rome`);
await (await back.select('day', 'so_far').describe()).show();
rmSync(folder, { recursive: true });
