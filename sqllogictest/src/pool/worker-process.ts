/**
 * A worker as a child process: the only boundary that an endless loop, a crash or running out of memory cannot cross.
 */
import { fork, type ChildProcess } from 'node:child_process';
import type { WorkerReport, WorkerRequest } from './messages.js';

/** Argument that makes the program's entry file serve as a worker. */
export const WORKER_FLAG = '--worker';

/** A worker as the pool sees it; tests have their own. */
export interface WorkerHandle {
  send(request: WorkerRequest): void;
  onReport(listener: (report: WorkerReport) => void): void;
  /** Called once, when the worker is gone for whatever reason. `detail` says how it ended. */
  onExit(listener: (detail: string) => void): void;
  /** Ends the worker at once, even when it is in an endless loop. */
  kill(): void;
}

/** Makes workers. */
export type StartWorker = () => WorkerHandle;

function describeExit(code: number | null, signal: string | null): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
}

/** Starts child processes of the program whose entry file is `entry`. */
export function childProcesses(entry: string): StartWorker {
  return () => {
    const child: ChildProcess = fork(entry, [WORKER_FLAG], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    return {
      send: (request) => void (child.connected && child.send(request)),
      onReport: (listener) => void child.on('message', (report) => listener(report as WorkerReport)),
      onExit: (listener) => void child.once('exit', (code, signal) => listener(describeExit(code, signal))),
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
