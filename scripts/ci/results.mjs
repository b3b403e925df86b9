/** Result files that the stages leave in tmp/ci for the summary. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.mjs';

const folder = join(root, 'tmp/ci');

/** Path of a stage's result file, the one of an earlier run removed. @param {string} stage */
export function newResultFile(stage) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${stage}.json`);
  rmSync(file, { force: true });
  return file;
}

/** What a stage left, or undefined when it did not run or left nothing readable. @param {string} stage */
export function readResult(stage) {
  const file = join(folder, `${stage}.json`);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
