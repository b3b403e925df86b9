/** The command line of `datafusion-sqllogictest`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { DEFAULT_ENGINE, ORACLE_ENGINE } from '../engines/load-engine.js';

/** What `--help` prints. */
export const USAGE = `usage: datafusion-sqllogictest [options] [PATH | WORD]...

Runs sqllogictest files in DataFusion's dialect. PATH is a file or folder; a WORD that is no path selects files by a part
of their name. Without PATH, ./test_files or ./sqllogictest/test_files.

  --json FILE            write the results of all records as JSON (- for standard output)
  --jobs N               files run at once, each in a process of its own (default: one a core)
  --time-limit SECONDS   a record that takes longer fails (default 20)
  --engine NAME          datafusion-ts (default), oracle, or the path of a module exporting createEngineFactory
  --complete             rewrite expectations from the real engine (the oracle, unless --engine names a module)
  --skip-list FILE       records known to fail, with reasons; a listed record that passes is a failure
  --record-counts FILE   write how many records pass in each file; refuses to lower a count
  --check-counts FILE    fail only where fewer records pass than recorded
  --tpch-data FOLDER     TPC-H tables at scale 0.1 (*.tbl) for the tpch/ files
  --summary              group failures by the shape of their message, largest group first
  --top N                groups that --summary prints (default 40)
  --failures N           failing records shown for each file (default 3)
  --slowest N            print the N slowest files
  --quiet                print no line for files that pass
  --keep-overlay         keep the temporary copy of the suite, and print where it is

Exit code: 0 when all is well, 1 when records fail (or counts fell), 2 when the command line is wrong.`;

/** A run as asked for on the command line. */
export interface CliOptions {
  readonly paths: readonly string[];
  readonly json: string | undefined;
  readonly jobs: number;
  readonly timeLimitMs: number;
  readonly engine: string;
  readonly complete: boolean;
  readonly skipList: string | undefined;
  readonly recordCounts: string | undefined;
  readonly checkCounts: string | undefined;
  readonly tpchData: string | undefined;
  readonly summary: boolean;
  readonly top: number;
  readonly failures: number;
  readonly slowest: number;
  readonly quiet: boolean;
  readonly keepOverlay: boolean;
  readonly help: boolean;
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const STRING = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;

const SYNTAX = {
  json: STRING,
  jobs: STRING,
  'time-limit': STRING,
  engine: STRING,
  complete: FLAG,
  'skip-list': STRING,
  'record-counts': STRING,
  'check-counts': STRING,
  'tpch-data': STRING,
  summary: FLAG,
  top: STRING,
  failures: STRING,
  slowest: STRING,
  quiet: FLAG,
  'keep-overlay': FLAG,
  help: FLAG,
} as const;

function numberOf(text: string | undefined, name: string, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new UsageError(`--${name} wants a number from ${least}`);
  return value;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: SYNTAX, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the command line. @throws UsageError */
export function parseOptions(argv: readonly string[]): CliOptions {
  const { values, positionals } = parse(argv);
  const { complete } = values;
  const engine = values.engine ?? (complete ? ORACLE_ENGINE : DEFAULT_ENGINE);
  if (complete && engine === DEFAULT_ENGINE) {
    throw new UsageError('--complete takes expectations from the real engine, never from the one under test');
  }
  return {
    paths: positionals,
    json: values.json,
    jobs: Math.trunc(numberOf(values.jobs, 'jobs', availableParallelism(), 1)),
    timeLimitMs: numberOf(values['time-limit'], 'time-limit', 20, 0.001) * 1000,
    engine,
    complete,
    skipList: values['skip-list'],
    recordCounts: values['record-counts'],
    checkCounts: values['check-counts'],
    tpchData: values['tpch-data'],
    summary: values.summary,
    top: Math.trunc(numberOf(values.top, 'top', 40, 1)),
    failures: Math.trunc(numberOf(values.failures, 'failures', 3, 0)),
    slowest: Math.trunc(numberOf(values.slowest, 'slowest', 0, 0)),
    quiet: values.quiet,
    keepOverlay: values['keep-overlay'],
    help: values.help,
  };
}
