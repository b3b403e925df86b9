/**
 * Runs a file of SQL: lines that begin with `#!` or `--` are skipped, a statement ends with a line that ends with `;`. An
 * error is printed and the file goes on; what follows the last `;` is run too, and its error ends the program.
 */
import { readFileSync } from 'node:fs';
import type { ShellEngine } from '../engine.js';
import type { PrintOptions } from '../print/print-options.js';
import type { WriteLine } from '../print/result-printer.js';
import { errorText } from './error-text.js';
import { executeText } from './execute.js';

export async function executeFile(
  path: string,
  engine: ShellEngine,
  print: PrintOptions,
  write: WriteLine,
  writeError: WriteLine,
  signal: AbortSignal,
): Promise<void> {
  let pending = '';
  for (const raw of readFileSync(path, 'utf8').split('\n')) {
    if (raw.startsWith('#!') || raw.startsWith('--')) continue;
    const line = raw.trimEnd();
    pending += line;
    if (!line.endsWith(';')) {
      pending += '\n';
      continue;
    }
    try {
      await executeText(pending, engine, print, write, signal);
    } catch (error) {
      writeError(errorText(error));
    }
    pending = '';
  }
  if (pending.trim() !== '') await executeText(pending, engine, print, write, signal);
}
