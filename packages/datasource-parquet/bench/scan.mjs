/**
 * How the parts of a Parquet scan stand to each other: `node packages/datasource-parquet/bench/scan.mjs lineitem.parquet`
 * after a build, with TPC-H's lineitem. Processor time of the best of several runs, in ms, and each as a share of reading
 * its columns without a filter. Shares are comparable between machines; `npm run bench -- scan` has the native peers.
 */
import { resolve } from 'node:path';
import { SessionContext } from 'datafusion-ts';

const file = resolve(process.argv[2] ?? 'lineitem.parquet');
const runs = Number(process.argv[3] ?? 7);
const context = new SessionContext();
context.config.set('datafusion.execution.target_partitions', '1');
await context.registerParquet('t', file);

/** Least user and system time of a run. */
async function cost(sql) {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    await (await context.sql(sql)).collect();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

const whole = 'l_linenumber >= 0';
const cases = [
  ['few distinct values, nothing filtered', `SELECT min(l_quantity), max(l_discount) FROM t WHERE ${whole}`],
  ['… 2 % by codes', "SELECT min(l_quantity), max(l_discount) FROM t WHERE l_shipdate < '1992-04-10'"],
  ['many distinct values, nothing filtered', `SELECT max(l_extendedprice) FROM t WHERE ${whole}`],
  ['… 2 % by codes', "SELECT max(l_extendedprice) FROM t WHERE l_shipdate < '1992-04-10'"],
  ['… 2 % by values of the column', 'SELECT max(l_extendedprice) FROM t WHERE l_extendedprice < 2000'],
  ['two columns compared, nothing else', 'SELECT count(*) FROM t WHERE l_commitdate < l_receiptdate'],
  [
    '… for the 2 % left by codes',
    "SELECT count(*) FROM t WHERE l_shipdate < '1992-04-10' AND l_commitdate < l_receiptdate",
  ],
  ['long text, nothing filtered', `SELECT max(l_comment) FROM t WHERE ${whole}`],
  ['… 2 % by codes', "SELECT max(l_comment) FROM t WHERE l_shipdate < '1992-04-10'"],
  ['… LIKE of two words', "SELECT count(*) FROM t WHERE l_comment LIKE '%special%requests%'"],
];

let full = 0;
for (const [name, sql] of cases) {
  const ms = await cost(sql);
  if (!name.startsWith('…')) full = ms;
  console.log(`${name.padEnd(42)} ${ms.toFixed(1).padStart(8)} ms ${(ms / full).toFixed(2).padStart(6)}`);
}
