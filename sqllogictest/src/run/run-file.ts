/**
 * Runs the records of one test file in one fresh session (one per named connection), in order, whatever fails: a
 * failing record fails alone. Only an engine that no longer reacts ends the file early; the rest then counts as failed.
 */
import { hashRows, sortRows } from '../check/sort-rows.js';
import { rowLines } from '../check/compare-rows.js';
import { SltSqlError, type SltEngine, type SltEngineFactory, type SltOutput, type SltSessionSetup } from '../engine.js';
import { expandRow, pathNormalizer } from '../normalize/rows.js';
import { isSqlRecord, type Condition, type SltRecord, type SortMode, type SqlRecord } from '../parser/record.js';
import { isExplain } from './explain-text.js';
import { judge } from './judge.js';
import type { RecordOutcome, RecordResult, RecordStatus } from './result.js';
import { SubstitutionError, substituteVariables } from './substitute.js';
import { ABORT_GRACE_MS, EngineStuckError, runWithinLimit, TimeLimitError } from './time-limit.js';

/** How a file is run. */
export interface RunFileOptions {
  readonly setup: SltSessionSetup;
  /** Path that results show as `WORKSPACE_ROOT`. */
  readonly workspaceRoot: string;
  readonly timeLimitMs: number;
  readonly graceMs?: number;
  /** Called after each record that runs SQL, in file order. `outcome` is absent when the SQL was not run to its end. */
  readonly onResult: (result: RecordResult, record: SqlRecord, outcome: RecordOutcome | undefined) => void;
}

interface Verdict {
  readonly status: RecordStatus;
  readonly message: string;
  readonly outcome?: RecordOutcome;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What a failure that is not the SQL's is reported as; faults of the engine with where they arose. */
function faultText(error: unknown): string {
  if (error instanceof TimeLimitError || error instanceof SubstitutionError) return error.message;
  const trace = error instanceof Error && error.stack ? error.stack.split('\n').slice(0, 4).join('\n') : String(error);
  return `engine fault: ${trace}`;
}

/** The result of a record with this status. */
export function recordResult(record: SqlRecord, status: RecordStatus, message: string): RecordResult {
  const { kind, sql, location } = record;
  return { line: location.line, kind, explain: isExplain(sql), status, sql, message };
}

class FileRun {
  readonly #engines = new Map<string, SltEngine>();
  readonly #normalizePath: (cell: string) => string;
  #sortMode: SortMode | undefined;
  #valueWise = false;
  #hashThreshold = 0;
  #variables: ReadonlyMap<string, string> | undefined;
  #stopped: Verdict | undefined;

  constructor(
    readonly factory: SltEngineFactory,
    readonly options: RunFileOptions,
  ) {
    this.#normalizePath = pathNormalizer(options.workspaceRoot);
  }

  async run(records: readonly SltRecord[]): Promise<void> {
    try {
      for (const record of records) await this.#record(record);
    } finally {
      await this.#close();
    }
  }

  async #record(record: SltRecord): Promise<void> {
    if (!isSqlRecord(record)) return this.#control(record);
    const { status, message, outcome } = await this.#verdict(record);
    this.options.onResult(recordResult(record, status, message), record, outcome);
  }

  async #control(record: Exclude<SltRecord, SqlRecord>): Promise<void> {
    switch (record.kind) {
      case 'halt':
        if (!this.#excluded(record.conditions)) this.#stopped = { status: 'skipped', message: 'after halt' };
        return;
      case 'sleep':
        return pause(record.milliseconds);
      case 'hash-threshold':
        this.#hashThreshold = record.threshold;
        return;
      case 'sort-mode':
        this.#sortMode = record.mode;
        return;
      case 'result-mode':
        this.#valueWise = record.mode === 'valuewise';
        return;
      case 'substitution':
        this.#variables = record.on ? this.#substitutions() : undefined;
    }
  }

  #substitutions(): ReadonlyMap<string, string> {
    const variables = new Map(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
    variables.set('__TEST_DIR__', this.options.setup.workingDirectory);
    variables.set('__NOW__', String(Date.now()));
    return variables;
  }

  #excluded(conditions: readonly Condition[]): Condition | undefined {
    const { labels } = this.factory;
    return conditions.find(({ kind, label }) => labels.includes(label) === (kind === 'skipif'));
  }

  async #verdict(record: SqlRecord): Promise<Verdict> {
    if (this.#stopped) return this.#stopped;
    const excluded = this.#excluded(record.conditions);
    if (excluded) return { status: 'skipped', message: `${excluded.kind} ${excluded.label}` };
    let verdict = await this.#attempt(record);
    for (let tries = record.retry?.attempts ?? 0; tries > 0 && verdict.status === 'failed' && !this.#stopped; tries--) {
      await pause(record.retry?.backoffMs ?? 0);
      verdict = await this.#attempt(record);
    }
    return verdict;
  }

  async #attempt(record: SqlRecord): Promise<Verdict> {
    try {
      const outcome = await this.#outcome(record);
      const failure = judge(record, outcome);
      return failure === undefined
        ? { status: 'passed', message: '', outcome }
        : { status: 'failed', message: failure, outcome };
    } catch (error) {
      if (error instanceof EngineStuckError) {
        this.#stopped = { status: 'failed', message: `not run: line ${record.location.line} ${error.message}` };
      }
      return { status: 'failed', message: faultText(error) };
    }
  }

  /** What the engine does with the record's SQL. @throws TimeLimitError, and faults of engine and runner */
  async #outcome(record: SqlRecord): Promise<RecordOutcome> {
    const sql = this.#variables ? substituteVariables(record.sql, this.#variables) : record.sql;
    const { timeLimitMs, graceMs = ABORT_GRACE_MS } = this.options;
    let output: SltOutput;
    try {
      const engine = await this.#engine(record.connection ?? '');
      output = await runWithinLimit(engine, sql, timeLimitMs, graceMs);
    } catch (error) {
      if (!(error instanceof SltSqlError)) throw error;
      return { kind: 'error', text: error.message };
    }
    if (output.kind === 'complete') return output;
    return { kind: 'rows', types: output.types, lines: this.#lines(record, output.rows) };
  }

  #lines(record: SqlRecord, cells: readonly (readonly string[])[]): readonly string[] {
    const own = record.kind === 'query' && record.expected.kind === 'rows' ? record.expected.sortMode : undefined;
    const expanded = cells.flatMap(expandRow).map((row) => row.map(this.#normalizePath));
    const sorted = sortRows(expanded, own ?? this.#sortMode);
    const rows = this.#valueWise ? sorted.flat().map((cell) => [cell]) : sorted;
    return rowLines(hashRows(rows, this.#hashThreshold));
  }

  async #engine(connection: string): Promise<SltEngine> {
    let engine = this.#engines.get(connection);
    if (!engine) {
      engine = await this.factory.open(this.options.setup);
      this.#engines.set(connection, engine);
    }
    return engine;
  }

  async #close(): Promise<void> {
    // A stuck engine would not answer; its process is ended by whoever owns it.
    if (this.#stopped?.status === 'failed') return;
    for (const engine of this.#engines.values()) await engine.close();
  }
}

/** Runs `records` with sessions of `factory`. Rejects only when closing a session fails. */
export async function runFile(
  records: readonly SltRecord[],
  factory: SltEngineFactory,
  options: RunFileOptions,
): Promise<void> {
  await new FileRun(factory, options).run(records);
}
