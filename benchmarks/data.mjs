/** Makes a suite's tables once, in a folder that outlives the run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { oracle, shared } from './engines.mjs';

/** TPC-H or TPC-DS as Parquet, by the generator of ../shared/tools. */
export function tpcTables(benchmark, names, scale, folder) {
  run(join(shared, 'tools/tpc'), [benchmark, scale, folder]);
  return Object.fromEntries(names.map((name) => [name, join(folder, `${name}.parquet`)]));
}

/** One file written by DuckDB from a query, unless it is there. @param {string} file .parquet, .csv or .json */
export function duckdbTable(file, sql, settings = '') {
  if (existsSync(file)) return file;
  mkdirSync(join(file, '..'), { recursive: true });
  const unfinished = `${file}.unfinished`;
  const format = { parquet: 'PARQUET', csv: 'CSV, HEADER', json: 'JSON' }[file.slice(file.lastIndexOf('.') + 1)];
  const copy = `COPY (${sql}) TO '${unfinished}' (FORMAT ${format}${settings})`;
  run(oracle, ['sql', '--engine', 'duckdb', copy]);
  renameSync(unfinished, file);
  return file;
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: the data could not be made`);
}
