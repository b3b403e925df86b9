/**
 * DuckDB's WebAssembly build in Node. Its Parquet reader is an extension fetched at run time, so tables are handed over
 * as Arrow streams, which the oracle makes, and always live in memory.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const duckdb = require('@duckdb/duckdb-wasm/blocking');
const dist = dirname(require.resolve('@duckdb/duckdb-wasm/blocking'));
let connection;

async function open({ tables, macros, oracle }) {
  const bundle = {
    mvp: { mainModule: join(dist, 'duckdb-mvp.wasm'), mainWorker: join(dist, 'duckdb-node-mvp.worker.cjs') },
    eh: { mainModule: join(dist, 'duckdb-eh.wasm'), mainWorker: join(dist, 'duckdb-node-eh.worker.cjs') },
  };
  const database = await duckdb.createDuckDB(bundle, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate(() => {});
  database.open({ path: ':memory:', maximumThreads: 1 });
  connection = database.connect();
  connection.query(macros);
  for (const [name, path] of Object.entries(tables)) {
    const { stdout, status, stderr } = spawnSync(
      oracle,
      ['sql', '--engine', 'duckdb', '--format', 'arrow', `SELECT * FROM '${path}'`],
      { maxBuffer: 2 ** 32 },
    );
    if (status !== 0) throw new Error(String(stderr));
    connection.insertArrowFromIPCStream(new Uint8Array(stdout), { name, create: true });
  }
}

async function run(sql, wantRows) {
  const started = performance.now();
  const table = connection.query(sql);
  const seconds = (performance.now() - started) / 1000;
  return { count: table.numRows, rows: wantRows ? textRows(sql) : undefined, seconds };
}

/** Cells as DuckDB prints them: its Arrow results carry decimals and dates as bare integers. */
function textRows(sql) {
  const cell = (value) => (value === null || value === undefined ? '' : String(value));
  const table = connection.query(`SELECT COLUMNS(*)::VARCHAR FROM (${sql}) result_`);
  return table.toArray().map((row) => Object.values(row.toJSON()).map(cell));
}

await serve({ open, run });
