import type { ConfigOptions } from '@datafusion-ts/common';
import type { FunctionRegistry } from '@datafusion-ts/expr';
import { RuntimeEnv } from './runtime-env.js';
import type { TaskContext } from './task-context.js';

/** Parts of a {@link TaskContext}; only configuration and functions have no default. */
export interface TaskContextParts {
  readonly config: ConfigOptions;
  readonly functions: FunctionRegistry;
  /** Default: a fresh runtime with unlimited memory. */
  readonly runtime?: RuntimeEnv;
  /** Read when it is asked for. Default: `DEFAULT`. */
  readonly sessionId?: string;
  readonly taskId?: string;
  /** Default: never aborted. */
  readonly signal?: AbortSignal;
}

/** Makes the context of one query. */
export function createTaskContext(parts: TaskContextParts): TaskContext {
  return {
    get sessionId() {
      return parts.sessionId ?? 'DEFAULT';
    },
    ...(parts.taskId === undefined ? {} : { taskId: parts.taskId }),
    config: parts.config,
    functions: parts.functions,
    runtime: parts.runtime ?? new RuntimeEnv(),
    signal: parts.signal ?? new AbortController().signal,
  };
}

/** Throws the abort reason once the user has cancelled; operators call it once a batch. */
export function checkCancelled(context: Pick<TaskContext, 'signal'>): void {
  context.signal.throwIfAborted();
}
