import type { CachedScript } from './cached-script.js';
import { CompiledHere } from './compiled-here.js';

/**
 * When code is written: as the process ends, since V8 compiles functions at their first call. Finding out whether there is
 * more than what is kept takes 30 to 100 ms, so a process does it only for a script without code, or if it compiled more than
 * any process before it that found nothing: those compiled their own program, and functions that V8 does not keep. So a
 * program that runs again and again looks in vain once, and one with new queries is likely to add its functions.
 */
const scripts: CachedScript[] = [];
const compiledHere = new CompiledHere();

/** Two runs of a program do not compile quite the same. */
const MORE = 1.1;

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
  const inVain = Math.max(...scripts.map((script) => script.compiledInVain));
  const mayHaveMore = bytes > MORE * inVain;
  const kept = scripts.filter((script) => (script.isNew || mayHaveMore) && tried(() => script.keep()));
  // One note is enough; all programs load the first package, on which the others depend.
  if (mayHaveMore && kept.length === 0) tried(() => scripts[0]!.noteInVain(bytes));
}

/** What cannot be written (a read-only folder, a full disk) makes the next start as slow as this one, and is no error. */
function tried<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch {
    return undefined;
  }
}
