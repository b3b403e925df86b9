/** The project's own sqllogictest files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../workspace.mjs';
import { newResultFile } from './results.mjs';

/** The sqllogictest runner, once built. */
export const runner = join(root, 'sqllogictest/dist/main.js');
const files = join(root, 'sqllogictest/test_files');

/** Runs our .slt files, keeping the results for the summary. @returns {number} exit code */
export function runOwnSlt() {
  const missing = [runner, files].filter((path) => !existsSync(path));
  if (missing.length > 0) {
    console.error(`slt: not run, there is no ${missing.join(' and no ')}`);
    return 1;
  }
  return run(process.execPath, [runner, '--json', newResultFile('slt'), files]);
}
