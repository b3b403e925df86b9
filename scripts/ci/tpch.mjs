/**
 * All TPC-H queries over Parquet against the real DataFusion, from the API and from the shell:
 * `node scripts/ci/tpch.mjs [SCALE]`. Needs ../shared (queries, data generator, oracle) and PyPI; skipped without them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../workspace.mjs';

const shared = resolve(root, '../shared');
const shell = join(root, 'packages/cli/dist/bundle/main.js');
const tables = ['customer', 'lineitem', 'nation', 'orders', 'part', 'partsupp', 'region', 'supplier'];

/** Largest relative difference of floating-point sums, which depend on the order of rows. */
const TOLERANCE = 1e-9;

async function main(scale) {
  const data = join(root, `tmp/tpch-${scale}`);
  if (!existsSync(join(shared, 'tools/tpc'))) return skip('there is no ../shared');
  if (!existsSync(join(data, 'lineitem.parquet'))) {
    const { status } = spawnSync(join(shared, 'tools/tpc'), ['tpch', scale, data]);
    if (status !== 0) return skip('its data could not be made');
  }
  const queries = readdirSync(join(shared, 'queries/tpch'))
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const { SessionContext } = await import('../../packages/datafusion/dist/index.js');
  const context = new SessionContext();
  for (const table of tables) await context.registerParquet(table, join(data, `${table}.parquet`));
  let failed = 0;
  for (const file of queries) {
    const sql = readFileSync(join(shared, 'queries/tpch', file), 'utf8');
    const expected = oracle(sql, data);
    for (const [way, answer] of [
      ['API', () => fromApi(context, sql)],
      ['shell', () => fromShell(sql, data)],
    ]) {
      const problem = await answer().then((rows) => difference(rows, expected), String);
      if (problem === undefined) continue;
      failed++;
      console.error(`tpch: ${file} by ${way}: ${problem}`);
    }
  }
  console.log(`tpch: ${queries.length} queries at scale ${scale}, ${failed} answers differ`);
  return failed === 0 ? 0 : 1;
}

function skip(why) {
  console.log(`tpch: skipped, ${why}`);
  return 0;
}

/** Cells of the last statement's result, from the real engine. */
function oracle(sql, data) {
  const named = tables.flatMap((table) => ['--table', `${table}=${join(data, `${table}.parquet`)}`]);
  const args = ['sql', ...named, '--format', 'tsv', '-f', '-'];
  const { stdout, stderr, status } = spawnSync(join(shared, 'tools/oracle'), args, {
    input: sql,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

async function fromApi(context, sql) {
  const rows = [];
  for (const statement of context.state.sqlToStatements(sql)) {
    const frame = await context.executeStatement(statement);
    const lines = (await frame.toText())
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(1);
    rows.splice(0, statement.kind === 'Query' ? rows.length : 0);
    if (statement.kind === 'Query')
      rows.push(
        ...lines.map((line) =>
          line
            .slice(1, -1)
            .split('|')
            .map((cell) => cell.trim()),
        ),
      );
  }
  return rows;
}

async function fromShell(sql, data) {
  const setup = tables.map(
    (table) => `CREATE EXTERNAL TABLE ${table} STORED AS PARQUET LOCATION '${join(data, `${table}.parquet`)}';`,
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

/** The first difference between two results; undefined when there is none. */
function difference(rows, expected) {
  if (rows.length !== expected.length) return `${rows.length} rows, expected ${expected.length}`;
  for (const [i, row] of rows.entries()) {
    for (const [j, cell] of row.entries()) {
      if (!sameCell(cell, expected[i][j] ?? ''))
        return `row ${i + 1}: ${row.join(' | ')}, expected ${expected[i].join(' | ')}`;
    }
  }
  return undefined;
}

function sameCell(a, b) {
  if (a.trim() === b.trim() || (a === '' && b === 'NULL')) return true;
  const [x, y] = [Number(a), Number(b)];
  if (a.trim() === '' || b.trim() === '' || Number.isNaN(x) || Number.isNaN(y))
    return a.replace(/T00:00:00$/, '') === b.replace(/ 00:00:00$/, '');
  return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y), 1);
}

process.exitCode = await main(process.argv[2] ?? '0.1');
