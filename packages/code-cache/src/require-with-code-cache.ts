/**
 * `require` of one file, with the code V8 compiled of it in earlier processes. V8 compiles a function when it is first
 * called, and a query's first run calls more than a thousand: a third of its time. What was compiled can be kept, but only
 * for scripts, not for ES modules; so the packages' entries for Node are scripts (scripts/node-entry.mjs).
 */
import { runInThisContext } from 'node:vm';
import { codeFileOf } from './code-file.js';
import { CachedScript } from './cached-script.js';
import { keepAtExit } from './keep-at-exit.js';

/**
 * The exports of a CommonJS file, which may use `module` and `exports` only. Runs the file at each call: callers call once.
 *
 * @param require the caller's: it loads the file where compiled code is of no use or not wanted
 * @param file absolute path; its name must have a hash of its contents, since the code of a file is found by its name
 * @throws what reading or running the file throws; never anything about the code that is kept
 */
export function requireWithCodeCache(require: (file: string) => unknown, file: string): unknown {
  if (!isUseful(process)) return require(file);
  const script = new CachedScript(file, codeFileOf(file, process.env));
  keepAtExit(script);
  return script.run();
}

/**
 * Not when it is turned off as Node's own cache is, nor where the script would be another one than `require` gives: Node maps
 * positions to sources (`--enable-source-maps`) and measures coverage for modules it loaded itself, and test runners run
 * modules in a context of their own (jest), whose arrays are not those of this one.
 */
function isUseful({ env, sourceMapsEnabled }: NodeJS.Process): boolean {
  if (env['NODE_DISABLE_COMPILE_CACHE'] || env['NODE_V8_COVERAGE'] || sourceMapsEnabled) return false;
  return runInThisContext('Array') === Array;
}
