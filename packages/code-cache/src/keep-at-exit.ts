import type { CachedScript } from './cached-script.js';
import { CompiledHere } from './compiled-here.js';

/**
 * When code is written: as the process ends, since V8 compiles functions at their first call. Making the bytes takes 30 to
 * 100 ms, so a process does it only for a script without code, or if it compiled more than what every process compiles anew:
 * its own program, and functions that V8 does not keep. The least that any process compiled is noted with the code.
 */
const scripts: CachedScript[] = [];
const compiledHere = new CompiledHere();

/** Less would be saved the next time than writing takes. */
const WORTH_IT = 1.1;

/**
 * Writes a script's compiled code at the end of the process, if that is worth it; to be called before the script runs. Killed
 * processes keep nothing.
 */
export function keepAtExit(script: CachedScript): void {
  compiledHere.pause();
  if (scripts.push(script) === 1) process.once('exit', keepAll);
}

function keepAll(): void {
  const bytes = compiledHere.total();
  for (const script of scripts) if (script.isNew || bytes > WORTH_IT * script.leastCompiled) script.keep(bytes);
}
