/** datafusion-ts as a user has it: SQL in, apache-arrow record batches out. */
// Users who read record batches import apache-arrow, as the peers' processes import pyarrow: neither import is timed.
import '../../node_modules/apache-arrow/Arrow.node.mjs';
import { formatBatch } from '@datafusion-ts/compute';
import { defaultSessionStateBuilder, SessionContext } from 'datafusion-ts';
import { serve } from './serve.mjs';

let context = new SessionContext();

const readers = {
  parquet: (name, path) => context.registerParquet(name, path),
  csv: (name, path) => context.registerCsv(name, path),
  json: (name, path) => context.registerJson(name, path),
};

async function open({ tables, threads, memory, replan }) {
  if (replan) context = new SessionContext(defaultSessionStateBuilder().withPlanCacheSize(0).build());
  context.config.set('datafusion.execution.target_partitions', String(threads));
  for (const [name, path] of Object.entries(tables)) {
    const kind = path.slice(path.lastIndexOf('.') + 1);
    if (!memory) await readers[kind](name, path);
    else {
      await readers[kind](`${name}_file`, path);
      await (await context.sql(`CREATE TABLE ${name} AS SELECT * FROM ${name}_file`)).collect();
    }
  }
}

async function run(sql, wantRows) {
  let count = 0;
  let rows = [];
  const started = performance.now();
  for (const statement of context.state.sqlToStatements(sql)) {
    const frame = await context.executeStatement(statement);
    count = 0;
    rows = [];
    if (wantRows) {
      for await (const batch of await frame.executeBatches()) {
        count += batch.rowCount;
        for (const row of formatBatch(batch)) rows.push(row);
      }
    } else for await (const batch of await frame.executeStream()) count += batch.numRows;
  }
  const seconds = (performance.now() - started) / 1000;
  return wantRows ? { count, rows, seconds } : { count, seconds };
}

await serve({ open, run });
