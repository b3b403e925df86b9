/**
 * The worker's side: runs one file after the other in this process and reports each record as it ends, so that the
 * main process knows how far a file came when it has to end the worker.
 */
import { contextOfFile } from '../contexts/context-of-file.js';
import type { SltEngineFactory } from '../engine.js';
import { loadEngine } from '../engines/load-engine.js';
import { parseSltFile } from '../parser/parse-file.js';
import { SltParseError, type SltRecord } from '../parser/record.js';
import { runFile } from '../run/run-file.js';
import type { RecordResult } from '../run/result.js';
import { prepareScratch } from '../suite/overlay.js';
import type { FileJob, WorkerReport, WorkerRequest } from './messages.js';

/** Sends a report to the main process. */
export type Report = (report: WorkerReport) => void;

/** The single record of a file that cannot be read. */
export function unreadableFile(error: unknown): RecordResult {
  const line = error instanceof SltParseError ? error.location.line : 1;
  const message = `test file error: ${error instanceof Error ? error.message : String(error)}`;
  return { line, kind: 'statement', explain: false, status: 'failed', sql: '', message };
}

/** Runs the jobs it is given, one at a time. */
export class SltWorker {
  readonly #factories = new Map<string, SltEngineFactory>();

  /** `load` gives the factory of an engine by its name. */
  constructor(
    readonly report: Report,
    readonly load: (name: string) => Promise<SltEngineFactory> = loadEngine,
  ) {}

  /** Runs one file and reports its records, then its end. Rejects only when the engine cannot be loaded. */
  async run(job: FileJob): Promise<void> {
    const started = performance.now();
    this.report({ kind: 'begun', id: job.id });
    let usable = true;
    try {
      usable = await this.#records(job, parseSltFile(job.source));
    } catch (error) {
      this.report({ kind: 'record', id: job.id, index: 0, result: unreadableFile(error) });
    }
    this.report({ kind: 'done', id: job.id, seconds: (performance.now() - started) / 1000, usable });
  }

  /** Whether the process can go on to another file. */
  async #records(job: FileJob, records: readonly SltRecord[]): Promise<boolean> {
    const factory = await this.#factory(job.engine);
    const { workingDirectory, relativePath } = job;
    process.chdir(workingDirectory);
    prepareScratch(workingDirectory, relativePath);
    let index = 0;
    let usable = true;
    await runFile(records, factory, {
      setup: { relativePath, workingDirectory, context: contextOfFile(relativePath) },
      workspaceRoot: job.workspaceRoot,
      timeLimitMs: job.timeLimitMs,
      onResult: (result, _record, outcome) => {
        if (result.message.startsWith('not run:')) usable = false;
        const extra = job.outcomes && outcome ? { outcome } : {};
        this.report({ kind: 'record', id: job.id, index: index++, result, ...extra });
      },
    });
    return usable;
  }

  async #factory(name: string): Promise<SltEngineFactory> {
    let factory = this.#factories.get(name);
    if (!factory) {
      factory = await this.load(name);
      this.#factories.set(name, factory);
    }
    return factory;
  }

  /** Frees the engines. */
  async shutdown(): Promise<void> {
    for (const factory of this.#factories.values()) await factory.shutdown();
    this.#factories.clear();
  }
}

/** Serves the process's parent until it asks to exit or goes away. */
export function serveParent(): void {
  const worker = new SltWorker((report) => process.send?.(report));
  const exit = (): void => void worker.shutdown().finally(() => process.exit(0));
  process.on('disconnect', exit);
  process.on('message', (message: WorkerRequest) => {
    if (message.kind === 'exit') exit();
    else void worker.run(message.job);
  });
}
