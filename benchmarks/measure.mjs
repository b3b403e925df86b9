/**
 * Runs a suite's queries on several engines and collects medians. Engines take turns query by query and round by round,
 * so that a slow minute of the machine hits all of them.
 *
 * @typedef {{median: number, first: number, peakMb?: number, error?: string}} Timing seconds
 * @typedef {{name: string, engines: Record<string, Timing>, ratios: Record<string, number>, note: string}} QueryResult
 * @typedef {{title: string, scale: string, threads: number, runs: number, warmup: number, fresh: boolean, replan: boolean, cold: boolean, machine: string,
 *   engines: string[], queries: QueryResult[], geomeans: Record<string, number>}} Run
 */
import { cpus, totalmem } from 'node:os';
import { compareResults } from './compare.mjs';
import { coreFor, engines as registry } from './engines.mjs';

/** Results larger than this are compared by their number of rows. */
const COMPARED_ROWS = 200_000;

/** @returns {Promise<Run>} */
export async function measure(
  suite,
  { engines, scale, threads, runs, warmup, fresh, memory, replan, cold, queries, folder, log },
) {
  const setup = { tables: suite.tables(scale, folder), threads, core: coreFor(threads), memory, replan, cold };
  const chosen = suite.queries().filter(({ name }) => queries === undefined || queries.includes(name));
  const results = [];
  const open = fresh ? undefined : await openAll(engines, setup);
  try {
    for (const query of chosen) {
      const timings = fresh ? await firstRuns(engines, setup, query) : await hotRuns(open, query, { runs, warmup });
      results.push(summarize(query.name, timings));
      log?.(results.at(-1));
    }
  } finally {
    for (const process of Object.values(open ?? {})) process.close();
  }
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const peers = engines.filter((name) => name !== 'ours');
  const geomeans = Object.fromEntries(peers.map((peer) => [peer, geomean(results.map((r) => r.ratios[peer]))]));
  return {
    title: suite.title,
    scale,
    threads,
    runs,
    warmup,
    fresh,
    replan,
    cold,
    machine,
    engines,
    queries: results,
    geomeans,
  };
}

async function openAll(names, setup) {
  const open = {};
  for (const name of names) open[name] = await registry[name].open(setup);
  return open;
}

/** One checked run, further ones for `warmup` seconds an engine, then `runs` timed ones, the engines in turn. */
async function hotRuns(open, { sql }, { runs, warmup }) {
  const timings = {};
  for (const [name, process] of Object.entries(open)) {
    const counted = await process.ask({ sql, discard: true });
    const reply = counted.count <= COMPARED_ROWS ? await process.ask({ sql }) : counted;
    timings[name] = { first: counted.seconds, times: [], result: reply, error: counted.error ?? reply.error };
  }
  for (const [name, process] of Object.entries(open)) {
    if (timings[name].error === undefined) await runFor(warmup, process, sql);
  }
  for (let run = 0; run < runs; run++) {
    for (const [name, process] of Object.entries(open)) {
      if (timings[name].error !== undefined) continue;
      timings[name].times.push((await process.ask({ sql, discard: true })).seconds);
    }
  }
  return timings;
}

/** Asks again until the answers took so many seconds: V8 compiles what is called often while it runs. */
async function runFor(seconds, process, sql) {
  for (let spent = 0; spent < seconds;) spent += (await process.ask({ sql, discard: true })).seconds;
}

/** The first run of one query in a process of its own, with that process's peak memory. */
async function firstRuns(names, setup, { sql }) {
  const timings = {};
  for (const name of names) {
    if (!setup.cold) await runBefore(name, setup, sql);
    const process = await registry[name].open(setup);
    try {
      const reply = await process.ask({ sql, discard: true });
      const { seconds, peak_mb: peakMb, error } = reply;
      timings[name] = { first: seconds, times: [seconds], peakMb, result: reply, error };
    } finally {
      process.close();
    }
  }
  return timings;
}

/** An earlier process, which may keep something for the next: files in the page cache, compiled code of ours. */
async function runBefore(name, setup, sql) {
  const process = await registry[name].open(setup);
  await process.ask({ sql, discard: true });
  await process.finish();
}

function summarize(name, timings) {
  const engines = {};
  const ratios = {};
  const notes = new Set();
  const ours = timings.ours;
  for (const [engine, { first, times, peakMb, error, result }] of Object.entries(timings)) {
    engines[engine] = error === undefined ? { first, median: median(times), peakMb } : { error };
    if (error !== undefined) notes.add(`${engine}: ${error.split('\n')[0].slice(0, 60)}`);
    else if (ours !== undefined && engine !== 'ours' && ours.error === undefined) {
      ratios[engine] = median(ours.times) / median(times);
      const verdict = compareResults(ours.result, result);
      notes.add(verdict === 'equal' ? 'equal' : `${engine}: ${verdict}`);
    }
  }
  if (notes.size > 1) notes.delete('equal');
  return { name, engines, ratios, note: [...notes].join('; ') };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function geomean(values) {
  const known = values.filter((value) => value !== undefined && Number.isFinite(value));
  return known.length === 0 ? undefined : Math.exp(known.reduce((sum, v) => sum + Math.log(v), 0) / known.length);
}
