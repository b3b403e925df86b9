/** The unit tests. */
import { join } from 'node:path';
import { root, run } from '../workspace.mjs';
import { newResultFile } from './results.mjs';

/** Runs jest, keeping its results for the summary. @param {readonly string[]} args @returns {number} exit code */
export function runJest(args) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  return run(process.execPath, [jest, '--json', '--outputFile', newResultFile('jest'), ...args]);
}
