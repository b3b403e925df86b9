/**
 * One run over test files of any number of suites: an overlay for each suite, the files spread over workers, results in
 * the order of the files.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileJob } from '../pool/messages.js';
import { runJobs, type JobResult } from '../pool/run-jobs.js';
import type { StartWorker } from '../pool/worker-process.js';
import type { SltFile } from '../suite/find-files.js';
import { createOverlay, type Overlay } from '../suite/overlay.js';
import type { CliOptions } from './options.js';

/** What a run needs besides its files. */
export interface RunSuitesOptions extends Pick<
  CliOptions,
  'engine' | 'jobs' | 'timeLimitMs' | 'complete' | 'tpchData' | 'keepOverlay'
> {
  readonly start: StartWorker;
  readonly onDone: (file: SltFile, result: JobResult) => void;
  readonly onKept: (folder: string) => void;
}

/** A file with what came of it. */
export interface FileRun {
  readonly file: SltFile;
  readonly result: JobResult;
}

class Overlays {
  readonly #byRoot = new Map<string, Overlay>();

  constructor(readonly tpchData: string | undefined) {}

  of(file: SltFile): Overlay {
    let overlay = this.#byRoot.get(file.suite.root);
    if (!overlay) {
      overlay = createOverlay(file.suite, this.tpchData);
      this.#byRoot.set(file.suite.root, overlay);
    }
    return overlay;
  }

  end(keep: boolean, onKept: (folder: string) => void): void {
    for (const overlay of this.#byRoot.values()) {
      if (keep) onKept(overlay.workspace);
      else overlay.remove();
    }
  }
}

function jobOf(file: SltFile, id: number, overlay: Overlay, options: RunSuitesOptions): FileJob {
  return {
    id,
    source: resolve(file.path),
    relativePath: file.relativePath,
    workingDirectory: overlay.root,
    workspaceRoot: overlay.workspace,
    engine: options.engine,
    timeLimitMs: options.timeLimitMs,
    outcomes: options.complete,
  };
}

/** Runs the files. Long ones are started first, so that no worker is left with one at the end. */
export async function runSuites(files: readonly SltFile[], options: RunSuitesOptions): Promise<readonly FileRun[]> {
  const overlays = new Overlays(options.tpchData);
  try {
    const jobs = files.map((file, id) => jobOf(file, id, overlays.of(file), options));
    const size = jobs.map((job) => statSync(job.source).size);
    const order = [...jobs].sort((left, right) => (size[right.id] ?? 0) - (size[left.id] ?? 0));
    const results = await runJobs(order, {
      start: options.start,
      workers: options.jobs,
      onDone: (result) => options.onDone(files[result.job.id] as SltFile, result),
    });
    return [...results]
      .sort((left, right) => left.job.id - right.job.id)
      .map((result) => ({ file: files[result.job.id] as SltFile, result }));
  } finally {
    overlays.end(options.keepOverlay, options.onKept);
  }
}
