import { DataFusionError, ExecutionError, platformLimit } from '@datafusion-ts/common';

/**
 * Runs code of a user's function. What it throws becomes an ExecutionError that names the function and has the original
 * as its cause; errors of the engine stay what they are, only those about values get the name too.
 */
export function callUser<R>(name: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw userError(name, error);
  }
}

/** The error to throw on for one that a user's function threw. */
export function userError(name: string, thrown: unknown): unknown {
  const error = platformLimit(thrown);
  if (error instanceof ExecutionError && !error.message.startsWith(PREFIX)) return named(name, error.message, error);
  if (error instanceof DataFusionError) return error;
  return named(name, error instanceof Error ? error.message : String(error), error);
}

const PREFIX = 'User-defined function ';

const named = (name: string, message: string, cause: unknown): ExecutionError =>
  new ExecutionError(`${PREFIX}'${name}' failed: ${message}`, { cause });
