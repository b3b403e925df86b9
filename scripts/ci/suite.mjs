/**
 * DataFusion's own sqllogictest suite against the counts recorded in sqllogictest/suite-counts.json: a file may pass
 * more records than recorded, never fewer. `node scripts/ci/suite.mjs --record` records the counts of this run.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root, run } from '../workspace.mjs';
import { newResultFile, readResult } from './results.mjs';
import { runner } from './slt.mjs';

const shared = resolve(root, '../shared');
const suite = join(shared, 'datafusion-suite');
const countsFile = join(root, 'sqllogictest/suite-counts.json');

/** @returns {number} exit code */
function main() {
  if (!existsSync(suite)) {
    console.log(`suite: skipped, there is no ${suite}`);
    return 0;
  }
  if (!existsSync(runner)) {
    console.error(`suite: not run, there is no ${runner}`);
    return 1;
  }
  const data = tpchData();
  if (data === undefined)
    console.log('suite: its tpch files are skipped, their data could not be made (PyPI is needed)');
  // Known failures make the runner's exit code useless here; what counts is its results.
  const extra = data === undefined ? [] : ['--tpch-data', data];
  // Some records write and read ten million rows: on a busy machine that takes longer than the runner's own limit.
  const options = ['--time-limit', '90', '--json', newResultFile('suite'), ...extra];
  run(process.execPath, [runner, ...options, suite], { quiet: true });
  const result = readResult('suite');
  if (result === undefined) {
    console.error('suite: the runner left no results');
    return 1;
  }
  const passed = passedPerFile(result);
  if (process.argv.includes('--record')) {
    writeFileSync(countsFile, `${JSON.stringify(passed, null, 2)}\n`);
    return 0;
  }
  return compare(passed, (file) => data === undefined && file.includes('/tpch/'));
}

/** The folder with TPC-H data for the suite's tpch files, made when missing; undefined where that is not possible. */
function tpchData() {
  const folder = join(root, 'tmp/tpch-tbl');
  if (existsSync(join(folder, 'lineitem.tbl'))) return folder;
  const made = run(join(shared, 'tools/tpc'), ['tpch', '0.1', folder, '--format', 'tbl'], { quiet: true });
  return made === 0 ? folder : undefined;
}

function passedPerFile(result) {
  const entries = result.files.map((file) => [relative(suite, resolve(suite, file.path)), file.passed]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Counts of files that `isSkipped` are not compared. */
function compare(passed, isSkipped) {
  if (!existsSync(countsFile)) {
    console.error('suite: no counts are recorded; record them with `node scripts/ci/suite.mjs --record`');
    return 1;
  }
  const recorded = Object.entries(JSON.parse(readFileSync(countsFile, 'utf8')));
  const worse = recorded.filter(([file, count]) => !isSkipped(file) && (passed[file] ?? 0) < count);
  for (const [file, count] of worse)
    console.error(`suite: ${file} passes ${passed[file] ?? 0} records, recorded ${count}`);
  return worse.length === 0 ? 0 : 1;
}

process.exitCode = main();
