/**
 * All TPC-H queries (from the API, twice, and from the shell) and all TPC-DS queries (from the API, twice) over Parquet against the
 * real DataFusion: `node scripts/ci/tpc.mjs tpch|tpcds [SCALE]`. Needs ../shared (queries, data generator, oracle) and
 * PyPI; skipped without them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineProcess } from '../../benchmarks/engine-process.mjs';
import { root } from '../workspace.mjs';

const shared = resolve(root, '../shared');
const shell = join(root, 'packages/cli/dist/bundle/main.js');

/** Largest relative difference of floating-point sums, which depend on the order of rows. */
const TOLERANCE = 1e-9;

async function main(benchmark, scale) {
  const folder = join(root, `tmp/${benchmark}-${scale}`);
  if (!existsSync(join(shared, 'tools/tpc'))) return skip(benchmark, 'there is no ../shared');
  const { status } = spawnSync(join(shared, 'tools/tpc'), [benchmark, scale, folder], { stdio: 'ignore' });
  if (status !== 0) return skip(benchmark, 'its data could not be made');
  const files = readdirSync(folder).filter((file) => file.endsWith('.parquet'));
  const tables = Object.fromEntries(files.map((file) => [file.slice(0, -'.parquet'.length), join(folder, file)]));

  const { SessionContext } = await import('datafusion-ts');
  const context = new SessionContext();
  for (const [name, path] of Object.entries(tables)) await context.registerParquet(name, path);
  const ways = [
    ['API', (sql) => fromApi(context, sql)],
    ['API again, by the plan that has run', (sql) => fromApi(context, sql)],
  ];
  if (benchmark === 'tpch') ways.push(['shell', (sql) => fromShell(sql, tables)]);

  const queries = readdirSync(join(shared, 'queries', benchmark))
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const oracle = new EngineProcess(join(shared, 'tools/oracle'), ['serve']);
  await oracle.ask({ sql: 'SELECT 1', tables });
  let failed = 0;
  for (const file of queries) {
    const sql = readFileSync(join(shared, 'queries', benchmark, file), 'utf8');
    const expected = await oracleAnswer(oracle, context, sql);
    for (const [way, answer] of ways) {
      const problem = difference(await answer(sql).catch(String), expected);
      if (problem === undefined) continue;
      failed++;
      console.error(`${benchmark}: ${file} by ${way}: ${problem}`);
    }
  }
  oracle.close();
  console.log(`${benchmark}: ${queries.length} queries at scale ${scale}, ${failed} answers differ`);
  return failed === 0 ? 0 : 1;
}

function skip(benchmark, why) {
  console.log(`${benchmark}: skipped, ${why}`);
  return 0;
}

/** Cells of the last query's result from the real engine, or its error text. */
async function oracleAnswer(oracle, context, sql) {
  let answer;
  for (const statement of sql.split(';').filter((text) => text.trim() !== '')) {
    const isQuery = [...context.state.sqlToStatements(statement)].some(({ kind }) => kind === 'Query');
    const { rows, error } = await oracle.ask({ sql: statement });
    if (error !== undefined) answer = `DataFusionError: ${error.replace(/^DataFusion error: /, '')}`;
    else if (isQuery) answer = rows.map((row) => row.map((cell) => cell ?? ''));
  }
  return answer;
}

async function fromApi(context, sql) {
  const { formatBatch } = await import('@datafusion-ts/compute');
  let rows = [];
  for (const statement of context.state.sqlToStatements(sql)) {
    const lines = [];
    const frame = await context.executeStatement(statement);
    for await (const batch of await frame.executeBatches()) lines.push(...formatBatch(batch));
    if (statement.kind === 'Query') rows = lines;
  }
  return rows;
}

async function fromShell(sql, tables) {
  const setup = Object.entries(tables).map(
    ([name, path]) => `CREATE EXTERNAL TABLE ${name} STORED AS PARQUET LOCATION '${path}';`,
  );
  const args = [shell, '-q', '--format', 'tsv', '-c', ...setup, sql];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stdout.slice(-500));
  return stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
}

/**
 * The first difference between two results; undefined when there is none. Rows may come in another order only where the
 * rows themselves are the same: ORDER BY leaves ties open.
 */
function difference(rows, expected) {
  if (typeof rows === 'string' || typeof expected === 'string')
    return sameError(rows, expected)
      ? undefined
      : `${String(rows).slice(0, 300)}, expected ${String(expected).slice(0, 300)}`;
  if (rows.length !== expected.length) return `${rows.length} rows, expected ${expected.length}`;
  const at = firstDifference(rows, expected);
  if (at === -1 || firstDifference(sorted(rows), sorted(expected)) === -1) return undefined;
  return `row ${at + 1}: ${rows[at].join(' | ')}, expected ${expected[at].join(' | ')}`;
}

const firstDifference = (rows, expected) =>
  rows.findIndex((row, i) => row.some((cell, j) => !sameCell(cell, expected[i][j] ?? '')));
const sorted = (rows) => [...rows].sort((a, b) => (a.join('\t') < b.join('\t') ? -1 : 1));

/** Both fail, with the same text behind the engine's prefix. */
function sameError(ours, theirs) {
  const text = (answer) => (typeof answer === 'string' ? answer.replace(/^\w*Error: /, '').trim() : undefined);
  return text(ours) !== undefined && text(ours) === text(theirs);
}

function sameCell(a, b) {
  if (a.trim() === b.trim() || (a === '' && b === 'NULL')) return true;
  const [x, y] = [Number(a), Number(b)];
  if (a.trim() === '' || b.trim() === '' || Number.isNaN(x) || Number.isNaN(y))
    return a.replace(/T00:00:00$/, '') === b.replace(/ 00:00:00$/, '');
  return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y), 1);
}

process.exitCode = await main(process.argv[2] ?? 'tpch', process.argv[3] ?? '0.1');
