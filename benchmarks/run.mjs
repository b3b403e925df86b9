#!/usr/bin/env node
/** `npm run bench -- SUITE …`: this engine against its peers. See README.md beside this file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, root } from '../scripts/workspace.mjs';
import { engines as registry } from './engines.mjs';
import { measure } from './measure.mjs';
import { svgReport } from './report/picture.mjs';
import { textReport } from './report/table.mjs';
import { suites } from './suites/index.mjs';

const usage = `Usage: npm run bench -- SUITE [options]

Suites: ${Object.keys(suites).join(', ')}

Options:
  --scale N        size of the data (default: the suite's)
  --engines LIST   of ${Object.keys(registry).join(', ')} (default: ours,duckdb,datafusion)
  --queries LIST   only these, such as q01,q06
  --runs N         timed runs a query and engine (default 5)
  --warmup N       seconds for which each engine answers a query before (default 2)
  --threads N      for every engine (default 1)
  --fresh          time the first run of each query in a fresh process, with peak memory
  --memory         tables in memory instead of files (always so for duckdb-wasm)
  --cold           with --fresh: no process ran the query before, and ours has no compiled code of earlier processes
  --replan         ours without its plan cache: each run is planned from its text, as the peers do
  --data FOLDER    where generated data is kept (default tmp/bench-data)
  --json FILE      write the figures as JSON
  --svg FILE       draw the ratios
`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      scale: { type: 'string' },
      engines: { type: 'string', default: 'ours,duckdb,datafusion' },
      queries: { type: 'string' },
      runs: { type: 'string', default: '5' },
      warmup: { type: 'string', default: '2' },
      threads: { type: 'string', default: '1' },
      fresh: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      replan: { type: 'boolean', default: false },
      cold: { type: 'boolean', default: false },
      data: { type: 'string', default: join(root, 'tmp/bench-data') },
      json: { type: 'string' },
      svg: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const suite = suites[positionals[0]];
  if (values.help || suite === undefined) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  ensureInstalled();
  await ensureBuilt();
  const engines = chooseEngines(values.engines.split(','));
  const scale = values.scale ?? suite.defaultScale;
  const folder = join(values.data, `${positionals[0].replace(/-.*/, '')}-${scale}`);
  mkdirSync(folder, { recursive: true });
  const run = await measure(suite, {
    engines,
    scale,
    threads: Number(values.threads),
    runs: Number(values.runs),
    warmup: Number(values.warmup),
    fresh: values.fresh,
    replan: values.replan,
    cold: values.cold,
    memory: values.memory || engines.includes('duckdb-wasm'),
    queries: values.queries?.split(','),
    folder: positionals[0] === 'tpch-duckdb-files' ? `${folder}-duckdb` : folder,
    log: ({ name, ratios, note }) => console.error(name, JSON.stringify(ratios), note),
  });
  console.log(textReport(run));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(run, null, 2)}\n`);
  if (values.svg !== undefined) writeFileSync(values.svg, svgReport(run));
  return run.queries.some(({ note }) => note.includes('different') || note.startsWith('ours:')) ? 1 : 0;
}

/** The wanted engines that can run here; says which cannot. */
function chooseEngines(wanted) {
  return wanted.filter((name) => {
    if (registry[name] === undefined) throw new Error(`no engine ${name}: one of ${Object.keys(registry).join(', ')}`);
    const available = registry[name].available();
    if (!available)
      console.error(
        `${name} is not here and left out (oracle: ../shared/tools; npm peers: npm install in benchmarks/)`,
      );
    return available;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
