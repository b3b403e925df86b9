/**
 * Runs SQL under a time limit. At the limit the query's signal is aborted; an engine that does not settle within the
 * grace period after that is given up, because nothing more can be asked of it.
 */
import type { SltEngine, SltOutput } from '../engine.js';

/** How long an aborted query may take to settle. */
export const ABORT_GRACE_MS = 3000;

/** The query took too long, and was aborted. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
  constructor(readonly limitMs: number) {
    super(`exceeded the time limit of ${limitMs / 1000} s`);
  }
}

/** The query took too long, and does not react to being aborted: its session cannot be used any more. */
export class EngineStuckError extends TimeLimitError {}

/** Runs `sql`, at most `limitMs` milliseconds. @throws TimeLimitError, EngineStuckError or what the engine throws */
export async function runWithinLimit(
  engine: SltEngine,
  sql: string,
  limitMs: number,
  graceMs: number = ABORT_GRACE_MS,
): Promise<SltOutput> {
  const controller = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const stuck = new Promise<never>((_resolve, reject) => {
    timers.push(setTimeout(() => reject(new EngineStuckError(limitMs)), limitMs + graceMs));
  });
  timers.push(setTimeout(() => controller.abort(new TimeLimitError(limitMs)), limitMs));
  try {
    return await Promise.race([engine.run(sql, { signal: controller.signal }), stuck]);
  } catch (error) {
    if (controller.signal.aborted && !(error instanceof EngineStuckError)) throw new TimeLimitError(limitMs);
    throw error;
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
