/**
 * The program behind the command line: find files, run them, judge them by the guards, report. Printing goes through
 * the streams it is given.
 */
import { writeFileSync } from 'node:fs';
import type { StartWorker } from '../pool/worker-process.js';
import { jsonReport } from '../report/json-report.js';
import type { SuiteResult } from '../report/skip-list.js';
import { summaryText } from '../report/summary.js';
import { failureText, fileLine, slowestFiles, totalsLine } from '../report/text-report.js';
import { fileResult, type FileResult } from '../run/result.js';
import { findSltFiles, type SltFile } from '../suite/find-files.js';
import { completeFiles } from './complete-files.js';
import { applyGuards } from './guards.js';
import { parseOptions, USAGE, UsageError, type CliOptions } from './options.js';
import { runSuites, type FileRun } from './run-suites.js';

/** Where a run prints, line by line. */
export interface Output {
  line(text: string): void;
  error(text: string): void;
}

/** What the program needs from outside. */
export interface ProgramEnvironment {
  readonly start: StartWorker;
  readonly output: Output;
}

const EXIT_OK = 0;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

function suiteResult({ file, result }: FileRun): SuiteResult {
  return { relativePath: file.relativePath, result: fileResult(file.path, result.seconds, result.records) };
}

class Program {
  readonly #output: Output;
  /** With `--json -` standard output is the report alone. */
  readonly #print: (text: string) => void;

  constructor(
    readonly options: CliOptions,
    readonly environment: ProgramEnvironment,
  ) {
    this.#output = environment.output;
    const toError = options.json === '-';
    this.#print = (text) => (toError ? this.#output.error(text) : this.#output.line(text));
  }

  async run(): Promise<number> {
    const { options } = this;
    const runs = await runSuites(this.#files(), {
      ...options,
      start: this.environment.start,
      onDone: (file, result) => this.#fileDone(suiteResult({ file, result }).result),
      onKept: (folder) => this.#print(`overlay kept in ${folder}`),
    });
    return options.complete ? this.#complete(runs) : this.#report(runs.map(suiteResult));
  }

  #files(): readonly SltFile[] {
    const files = findSltFiles(this.options.paths);
    if (files.length === 0) throw new UsageError('no test files found');
    return files;
  }

  #fileDone(file: FileResult): void {
    if (this.options.complete || (this.options.quiet && file.failed === 0)) return;
    this.#print(fileLine(file));
    const failures = file.records.filter((record) => record.status === 'failed');
    for (const record of failures.slice(0, this.options.failures)) this.#print(failureText(file.path, record));
  }

  #complete(runs: readonly FileRun[]): number {
    for (const path of completeFiles(runs)) this.#print(`rewrote ${path}`);
    const unrun = runs.flatMap(({ result }) => result.records.filter((_, index) => !result.outcomes[index]));
    const failed = unrun.filter((record) => record.status === 'failed');
    for (const record of failed) this.#print(`not completed: line ${record.line}: ${record.message}`);
    return failed.length === 0 ? EXIT_OK : EXIT_FAILED;
  }

  #report(results: readonly SuiteResult[]): number {
    const { options } = this;
    const guards = applyGuards(results, options);
    const files = guards.files.map(({ result }) => result);
    if (options.slowest > 0) this.#print(`\nslowest files:\n${slowestFiles(files, options.slowest)}`);
    if (options.summary) this.#print(`\n${summaryText(files, options.top)}`);
    for (const line of guards.lines) this.#print(line);
    this.#writeJson(files);
    this.#print(totalsLine(files));
    const failed = options.checkCounts === undefined && files.some((file) => file.failed > 0);
    return failed || !guards.satisfied ? EXIT_FAILED : EXIT_OK;
  }

  #writeJson(files: readonly FileResult[]): void {
    const { json } = this.options;
    if (json === undefined) return;
    const text = JSON.stringify(jsonReport(files));
    if (json === '-') this.#output.line(text);
    else writeFileSync(json, `${text}\n`);
  }
}

/** Runs the program with these arguments, and gives its exit code. */
export async function runProgram(argv: readonly string[], environment: ProgramEnvironment): Promise<number> {
  try {
    const options = parseOptions(argv);
    if (options.help) {
      environment.output.line(USAGE);
      return EXIT_OK;
    }
    return await new Program(options, environment).run();
  } catch (error) {
    environment.output.error(`datafusion-sqllogictest: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT_USAGE;
  }
}
