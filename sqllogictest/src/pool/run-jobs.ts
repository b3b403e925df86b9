/**
 * Spreads files over workers. Each worker runs one file at a time; a worker that stays silent for longer than a
 * record's time limit allows, or that dies, fails the record it was at and the rest of its file, and is replaced.
 */
import { isSqlRecord } from '../parser/record.js';
import { parseSltFile } from '../parser/parse-file.js';
import { recordResult } from '../run/run-file.js';
import { ABORT_GRACE_MS } from '../run/time-limit.js';
import type { RecordOutcome, RecordResult } from '../run/result.js';
import type { FileJob, WorkerReport } from './messages.js';
import type { StartWorker, WorkerHandle } from './worker-process.js';

/** What a job came to. */
export interface JobResult {
  readonly job: FileJob;
  readonly seconds: number;
  readonly records: readonly RecordResult[];
  /** By record; only where outcomes were asked for. */
  readonly outcomes: readonly (RecordOutcome | undefined)[];
}

/** How jobs are run. */
export interface RunJobsOptions {
  readonly start: StartWorker;
  /** Number of workers. */
  readonly workers: number;
  /** Called as files end, in the order they end. */
  readonly onDone?: (result: JobResult) => void;
  /** How long a worker may be silent beyond a record's limit and grace period. */
  readonly marginMs?: number;
}

const DEFAULT_MARGIN_MS = 5000;

/** One file on one worker. */
class RunningJob {
  readonly records: RecordResult[] = [];
  readonly outcomes: (RecordOutcome | undefined)[] = [];
  readonly started = performance.now();
  #watchdog: NodeJS.Timeout | undefined;

  constructor(
    readonly job: FileJob,
    readonly silenceMs: number,
    readonly onSilence: () => void,
  ) {
    this.#rearm();
  }

  #rearm(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(this.onSilence, this.silenceMs);
  }

  heard(report: WorkerReport): void {
    this.#rearm();
    if (report.kind !== 'record') return;
    this.records[report.index] = report.result;
    this.outcomes[report.index] = report.outcome;
  }

  finish(seconds: number = (performance.now() - this.started) / 1000): JobResult {
    clearTimeout(this.#watchdog);
    return { job: this.job, seconds, records: this.records, outcomes: this.outcomes };
  }

  /** Ends the job with the record it was at failing as `message` says, and the rest failing after it. */
  abandon(message: string): JobResult {
    const rest = parseSltFile(this.job.source).filter(isSqlRecord).slice(this.records.length);
    for (const [index, record] of rest.entries()) {
      const text = index === 0 ? message : `not run: line ${rest[0]?.location.line ?? 0} ${message}`;
      this.records.push(recordResult(record, 'failed', text));
    }
    return this.finish();
  }
}

class Pool {
  readonly #waiting: FileJob[];
  readonly #results = new Map<number, JobResult>();

  constructor(
    readonly jobs: readonly FileJob[],
    readonly options: RunJobsOptions,
  ) {
    this.#waiting = [...jobs];
  }

  async run(): Promise<readonly JobResult[]> {
    const lanes = Math.max(1, Math.min(this.options.workers, this.jobs.length));
    await Promise.all(Array.from({ length: lanes }, () => this.#lane()));
    return this.jobs.flatMap((job) => this.#results.get(job.id) ?? []);
  }

  /** Runs jobs on one worker after the other until none is waiting. */
  async #lane(): Promise<void> {
    while (this.#waiting.length > 0) await this.#workerLife(this.options.start());
  }

  #workerLife(worker: WorkerHandle): Promise<void> {
    return new Promise((resolve) => {
      let running: RunningJob | undefined;
      let lastWords: string | undefined;
      const next = (): void => {
        const job = this.#waiting.shift();
        if (!job) return worker.send({ kind: 'exit' });
        const limit = job.timeLimitMs + ABORT_GRACE_MS + (this.options.marginMs ?? DEFAULT_MARGIN_MS);
        running = new RunningJob(job, limit, () => {
          lastWords = `exceeded the time limit of ${job.timeLimitMs / 1000} s and blocked the engine`;
          worker.kill();
        });
        worker.send({ kind: 'run', job });
      };
      worker.onReport((report) => {
        if (!running || running.job.id !== (report as { id: number }).id) return;
        running.heard(report);
        if (report.kind !== 'done') return;
        this.#end(running.finish(report.seconds));
        running = undefined;
        if (report.usable) next();
        else worker.kill();
      });
      worker.onExit((detail) => {
        if (running) this.#end(running.abandon(lastWords ?? `the engine's process ended: ${detail}`));
        resolve();
      });
      next();
    });
  }

  #end(result: JobResult): void {
    this.#results.set(result.job.id, result);
    this.options.onDone?.(result);
  }
}

/** Runs all jobs; results are in the order of the jobs. */
export async function runJobs(jobs: readonly FileJob[], options: RunJobsOptions): Promise<readonly JobResult[]> {
  return new Pool(jobs, options).run();
}
