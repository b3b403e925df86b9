/**
 * The engines that can be compared. Each entry says whether it can run here and starts a process that answers
 * `{sql, discard}` requests over the tables it was opened with.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineProcess } from './engine-process.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const shared = join(here, '../../shared');
export const oracle = join(shared, 'tools/oracle');

const canPin = spawnSync('taskset', ['-V']).status === 0;
const hasOracle = () => existsSync(oracle) && spawnSync(oracle, ['version'], { stdio: 'ignore' }).status === 0;
const hasPeer = (name) => existsSync(join(here, 'node_modules', name));

/** DuckDB spells these functions of the queries differently. */
const duckdbMacros = 'CREATE OR REPLACE MACRO to_timestamp_seconds(x) AS make_timestamp(x * 1000000)';

const oracleEngine = (engine) => ({
  available: hasOracle,
  async open({ tables, threads, core }) {
    const process = new EngineProcess(oracle, ['serve', '--engine', engine], core);
    const first = engine === 'duckdb' ? duckdbMacros : 'SELECT 1';
    await process.ask({ sql: first, partitions: threads, tables, discard: true });
    return process;
  },
});

const workerEngine = (file, available) => ({
  available,
  async open({ tables, threads, core, memory, replan, cold }) {
    const args = ['--max-old-space-size=8192', join(here, 'workers', file)];
    const child = new EngineProcess(process.execPath, args, core, cold ? { NODE_DISABLE_COMPILE_CACHE: '1' } : {});
    const reply = await child.ask({ op: 'open', tables, threads, memory, replan, macros: duckdbMacros, oracle });
    if (reply.error) throw new Error(reply.error);
    // As above: every engine has answered a first statement before the clock.
    await child.ask({ sql: 'SELECT 1', discard: true });
    return child;
  },
});

/** Engine name -> how to start it. `duckdb` and `datafusion` are the oracle's native builds. */
export const engines = {
  ours: workerEngine('ours.mjs', () => true),
  duckdb: oracleEngine('duckdb'),
  datafusion: oracleEngine('datafusion'),
  'duckdb-node': workerEngine('duckdb-node.mjs', () => hasPeer('@duckdb/node-api')),
  'duckdb-wasm': workerEngine('duckdb-wasm.mjs', () => hasPeer('@duckdb/duckdb-wasm') && hasOracle()),
};

/** CPU number for pinned runs; undefined where processes cannot be pinned or several threads are wanted. */
export const coreFor = (threads) => (canPin && threads === 1 ? 0 : undefined);
