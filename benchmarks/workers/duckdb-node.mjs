/** DuckDB's npm package: native code behind a JavaScript interface, results fetched as rows of chunks. */
import { DuckDBInstance } from '@duckdb/node-api';
import { serve } from './serve.mjs';

let connection;

async function open({ tables, threads, memory, macros }) {
  connection = await (await DuckDBInstance.create(':memory:', { threads: String(threads) })).connect();
  await connection.run(macros);
  const kind = memory ? 'TABLE' : 'VIEW';
  for (const [name, path] of Object.entries(tables))
    await connection.run(`CREATE ${kind} ${name} AS SELECT * FROM '${path}'`);
}

async function run(sql, wantRows) {
  const started = performance.now();
  const reader = await connection.runAndReadAll(sql);
  const seconds = (performance.now() - started) / 1000;
  const rows = wantRows
    ? reader.getRowsJson().map((row) => row.map((cell) => (cell === null ? '' : String(cell))))
    : [];
  return { count: reader.currentRowCount, rows: wantRows ? rows : undefined, seconds };
}

await serve({ open, run });
